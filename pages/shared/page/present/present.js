// Present mode: one experiment fills the window, its scenes one after the other, and keys lead through them. All else is
// hidden by style. Nothing here asks the server: only a bet does, and another page.

import { Bar } from "./bar.js";
import { mark, slidesOf, unfold } from "./slides.js";

const ROOT = document.documentElement;
const STYLE = "STYLE_SHEET";
const SIDES = [32, 37, 42, 47, 52, 57]; // vw of the card's column, the first in which the card fits the window
const NARROW = 960; // px, as in the style sheet
const GONE = 2500; // ms without a page of experiments after which the mode is left
const PATIENCE = 5000; // ms in which a page that was asked for is not asked for again
let page = null; // what the frame said of the page: path, experiments, before, after, count
let now = null; // while presenting: name, place of the scene
let turned = null; // the same, of the page that was asked for
let bar = null;
let watch = null;
let keysTold = false;

const here = () => page.experiments.find(({ name }) => name === now.name);
const named = () => page.experiments.find(({ name }) => name === new URLSearchParams(location.search).get("present"))?.name;
const slides = () => slidesOf(here(), page.experiments.map(({ name }) => name));
const slide = () => slides().at(now.place) || slides().at(-1);

// The frame tells of a page: on arrival, and whenever another one is turned to.
export function tell(data) {
  const other = page?.path !== data.path;
  page = data;
  clearTimeout(left.timer);
  if (!now) {
    if (other && named()) enter(named());
    return;
  }
  if (!other) return;
  const asked = turned?.path === page.path ? turned : named() ? { name: named(), place: 0 } : null;
  turned = null;
  if (asked) show(asked);
  else leave();
}

// The key P: at the experiment that stands highest in the window's upper half, or else above it.
export function begin(data) {
  page = data;
  if (now) return;
  const above = page.experiments.filter(({ name }) => document.getElementById(name)?.getBoundingClientRect().top < innerHeight / 2);
  enter((above.at(-1) || page.experiments[0]).name);
}

// The component has gone; where no other page tells of itself soon, there is nothing to present.
export function left() {
  clearTimeout(left.timer);
  if (now && !turned) left.timer = setTimeout(leave, GONE);
}

function enter(name) {
  if (!document.getElementById("present-style")) {
    const style = document.head.appendChild(document.createElement("style"));
    style.id = "present-style";
    style.textContent = STYLE;
  }
  ROOT.classList.add("presenting");
  bar = new Bar({ go, leave });
  watch = new MutationObserver(refresh);
  watch.observe(document.getElementById("root"), { childList: true, subtree: true });
  show({ name, place: 0 });
  if (!keysTold) bar.tellKeys();
  keysTold = true;
}

function leave() {
  if (!now) return;
  const { name } = now;
  now = turned = null;
  watch.disconnect();
  bar.remove();
  mark([]);
  ROOT.classList.remove("presenting");
  ROOT.style.removeProperty("--side");
  note(null);
  document.dispatchEvent(new CustomEvent("ink:present"));
  const heading = document.getElementById(name);
  heading?.scrollIntoView({ block: "start" });
  heading?.focus({ preventScroll: true });
}

function show({ name, place }) {
  now = { name, place, fitted: "" };
  refresh();
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  const heading = document.getElementById(name);
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

// After each change of the page: what is new is marked before it is drawn.
function refresh() {
  if (!now) return;
  const shown = slide();
  mark(shown || []);
  note(now.name);
  if (!shown) return;
  const { number, title, at } = here();
  bar.show({ where: `${at} of ${page.count}`, title: `${number}  ${title}`, link: `${page.path}#${now.name}` });
  if (now.place !== now.drawn) {
    now.drawn = now.place;
    unfold(shown);
    document.dispatchEvent(new CustomEvent("ink:present"));
  }
  fit(shown);
}

// The card's column is as wide as its bet needs, measured while it is open: what stands there is not moved later.
function fit(shown) {
  const card = shown.at(-1).querySelector(".bet");
  const state = `${now.place}.${innerWidth}.${innerHeight}.${card?.dataset.key}`;
  if (innerWidth <= NARROW || now.fitted === state) return;
  now.fitted = state;
  for (const side of SIDES) {
    ROOT.style.setProperty("--side", `${side}vw`);
    if (!card || card.dataset.state !== "open" || card.getBoundingClientRect().bottom < innerHeight - 8) return;
  }
}

function go(by) {
  const all = slides();
  const place = (now.place < 0 ? all.length : 0) + now.place + by;
  const other = page.experiments[page.experiments.indexOf(here()) + by];
  const start = by > 0 ? 0 : -1;
  if (place >= 0 && place < all.length) show({ name: now.name, place });
  else if (other) show({ name: other.name, place: start });
  else turn(by > 0 ? page.after : page.before, by, start);
}

// To the page before or after, through a link of the page's own where it stands: so it is turned without a new load.
function turn(to, by, place) {
  if (!to) {
    bar.say(by > 0 ? "That was the last experiment." : "This is the first experiment.");
    return;
  }
  if (turned && performance.now() < turned.until) return;
  turned = { ...to, place, until: performance.now() + PATIENCE };
  const own = document.querySelector(by > 0 ? ".st-key-next a" : ".st-key-beside a");
  if (own?.getAttribute("href")?.split("/").at(-1) === to.path) own.click();
  else location.assign(new URL(`${to.path}?present=${to.name}`, location.href));
}

// The address says what is presented; Streamlit writes it anew when a control is moved.
function note(name) {
  const url = new URL(location.href);
  if (url.searchParams.get("present") === name) return;
  if (turned || (name && !location.pathname.endsWith(`/${page.path}`))) return; // the page is being turned
  if (name) url.searchParams.set("present", name);
  else url.searchParams.delete("present");
  history.replaceState(history.state, "", url);
}

// --- keys

// All films of the slide, together.
function play() {
  const shown = slide() || [];
  const box = (key) => document.querySelector(`.st-key-${key.replace(/[^a-zA-Z0-9_-]/g, "-")}`);
  const films = Object.entries(window.__player || {}).filter(([key, film]) => film.frames > 1 && shown.some((one) => one.contains(box(key))));
  const playing = films.filter(([, film]) => film.playing);
  for (const [, film] of playing.length ? playing : films) film.toggle();
}

function reveal() {
  slide()?.at(-1).querySelector(".bet[data-state=open] .show")?.click();
}

function escape() {
  if (bar.enlarged) bar.shrink();
  else leave();
}

const KEYS = { ArrowRight: () => go(1), PageDown: () => go(1), ArrowLeft: () => go(-1), PageUp: () => go(-1), " ": play, a: reveal, Escape: escape };
const ALWAYS = ["PageDown", "PageUp"];
const TEXT = 'input:not([type="range"], [type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable="true"]';
const TURNED = 'input[type="range"], canvas, [role="slider"], [role="radio"], [role="tab"], [role="option"], [role="combobox"]';
const PRESSED = `button, a[href], summary, input, ${TURNED}`;

// Whether what has the focus takes a key itself: a text field all of them, a slider the arrows, a button Space.
function takes(element, key) {
  if (!element.closest || ALWAYS.includes(key)) return false;
  if (element.closest(TEXT)) return true;
  if (key === " ") return Boolean(element.closest(PRESSED));
  return key.startsWith("Arrow") && Boolean(element.closest(TURNED)) && !element.closest(".bet:not([data-state=open])");
}

document.addEventListener("keydown", (event) => {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!now || !KEYS[key] || event.ctrlKey || event.metaKey || event.altKey || takes(event.composedPath()[0], key)) return;
  event.preventDefault();
  event.stopPropagation();
  if (!event.repeat) KEYS[key]();
}, true);

// Who pressed something by mouse has the keys back for going on; who came there by keyboard keeps them.
document.addEventListener("click", (event) => {
  if (!now || !event.detail) return;
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  if (active?.matches(PRESSED) && !active.matches(TEXT)) active.blur();
});
addEventListener("resize", () => now && refresh());
document.addEventListener("ink:bet", () => now && refresh());
