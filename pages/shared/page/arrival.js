// Where a visitor arrives. A link to an experiment (level-2#experiment-2-2) leads to its heading, any other to the top of
// the page. Streamlit goes there while the page is still growing, and so stops short, or stays where the page before was
// left: until the visitor moves, the place is brought back to the top each time the page grows.

const PATIENCE = 8000; // ms after which a page is as long as it gets
const MOVES = ["wheel", "touchstart", "pointerdown", "keydown"];
const PHONE = 768; // pixels below which the menu is a drawer that lies over the page
const SHUT = "[data-testid=stSidebar][data-collapsed=false] [data-testid=stSidebarCollapseButton] button";
const OPEN = "[data-testid=stExpandSidebarButton]";
const SLIDES = 400; // ms in which the drawer opens
let arrived = ""; // the page and the heading that has been led to
let path = ""; // of the page that was open last

const main = () => document.querySelector("[data-testid=stMain]");

function shutDrawer() {
  const button = innerWidth < PHONE && document.querySelector(SHUT);
  button?.click?.();
  return Boolean(button);
}

// By keyboard: who opens the drawer is led into it, and Escape shuts it.
document.addEventListener("click", (event) => {
  if (innerWidth >= PHONE || !event.target.closest?.(OPEN)) return;
  setTimeout(() => document.querySelector("[data-testid=stSidebar] a")?.focus(), SLIDES);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !event.target.closest?.("[data-testid=stSidebar]") || !shutDrawer()) return;
  setTimeout(() => document.querySelector(OPEN)?.focus(), SLIDES);
});

export default function ({ data }) {
  visit = data.visit; // turn.js
  const address = location.pathname + (location.hash || `#${data.heading}`);
  const turned = path && path !== location.pathname;
  path = location.pathname;
  const name = decodeURIComponent(location.hash.slice(1)) || data.heading;
  if (!turned && (!name || arrived === address)) return;
  arrived = address;
  if (turned) {
    shutDrawer(); // it lies over the page that was chosen from it
    main().focus({ preventScroll: true });
  }
  const lead = name
    ? () => document.getElementById(name)?.scrollIntoView()
    : () => main().scrollTo(0, 0);
  const sizes = new ResizeObserver(lead);
  const stop = () => {
    sizes.disconnect();
    for (const move of MOVES) removeEventListener(move, stop, true);
  };
  sizes.observe(document.querySelector("[data-testid=stMainBlockContainer]"));
  for (const move of MOVES) addEventListener(move, stop, { capture: true, passive: true });
  setTimeout(stop, PATIENCE);
}
