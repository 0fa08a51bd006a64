// A link to an experiment (level-2#experiment-2-4) leads to its heading. Streamlit goes there while the page is still
// growing, and so stops short: until the visitor moves, the heading is brought back to the top each time the page grows.

const PATIENCE = 8000; // ms after which a page is as long as it gets
const MOVES = ["wheel", "touchstart", "pointerdown", "keydown"];
let arrived = ""; // the address that has been led to

export default function () {
  const address = location.href;
  if (!location.hash || arrived === address) return;
  arrived = address;
  const page = document.querySelector("[data-testid=stMainBlockContainer]");
  const name = decodeURIComponent(location.hash.slice(1));
  const sizes = new ResizeObserver(() => document.getElementById(name)?.scrollIntoView());
  const stop = () => {
    sizes.disconnect();
    for (const move of MOVES) removeEventListener(move, stop, true);
  };
  sizes.observe(page);
  for (const move of MOVES) addEventListener(move, stop, { capture: true, passive: true });
  setTimeout(stop, PATIENCE);
}
