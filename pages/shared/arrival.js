// Where a visitor arrives. A link to an experiment (level-2#experiment-2-2) leads to its heading, any other to the top of
// the page. Streamlit goes there while the page is still growing, and so stops short, or stays where the page before was
// left: until the visitor moves, the place is brought back to the top each time the page grows.

const PATIENCE = 8000; // ms after which a page is as long as it gets
const MOVES = ["wheel", "touchstart", "pointerdown", "keydown"];
const DRAWER = "[data-testid=stSidebar][data-collapsed=false] [data-testid=stSidebarCollapseButton] button";
let arrived = ""; // the page and the heading that has been led to
let path = ""; // of the page that was open last

export default function () {
  const address = location.pathname + location.hash;
  const turned = path && path !== location.pathname;
  path = location.pathname;
  if (!turned && (!location.hash || arrived === address)) return;
  arrived = address;
  // on a phone the menu lies over the page that was chosen from it
  if (turned && innerWidth < 768) document.querySelector(DRAWER)?.click();
  const name = decodeURIComponent(location.hash.slice(1));
  const lead = name
    ? () => document.getElementById(name)?.scrollIntoView()
    : () => document.querySelector("[data-testid=stMain]").scrollTo(0, 0);
  const sizes = new ResizeObserver(lead);
  const stop = () => {
    sizes.disconnect();
    for (const move of MOVES) removeEventListener(move, stop, true);
  };
  sizes.observe(document.querySelector("[data-testid=stMainBlockContainer]"));
  for (const move of MOVES) addEventListener(move, stop, { capture: true, passive: true });
  setTimeout(stop, PATIENCE);
}
