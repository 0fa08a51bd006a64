// The first sight of home: what stands there until Streamlit's scripts have come, in the same places. Its film goes on in
// the page that then takes its place.

import { unpack } from "../shared/player/assets/wire.js";
import { Film } from "./film.js";

const LONGEST = 20_000; // ms; by then the page is there, or says why it isn't
const PATIENCE = 3000; // ms; for the page's words, once its film is there
const FADE = 250; // ms
const HERE = { site: ".site", title: "h1", picture: ".picture", lead: ".lead p", way: ".way" };
const THERE = {
  site: ".st-key-site p",
  title: ".st-key-hero h1",
  picture: ".st-key-hero-picture",
  lead: ".st-key-lead p",
  way: ".st-key-drop-the-ink a",
};
const sight = document.getElementById("first");
const told = document.getElementById("first-film");
let film = null;

function begin() {
  const bytes = Uint8Array.from(atob(told.textContent), (letter) => letter.charCodeAt(0));
  film = new Film(sight.querySelector(".picture"));
  film.update(unpack(bytes));
}

// The page's own film takes over this one, which plays on; null where there is none of its kind. The words stay until
// those of the page stand there too.
function taken(header, parent) {
  if (!film || film.header.key !== header.key) return null;
  const one = film;
  film = null;
  const { width, height } = one.root.getBoundingClientRect();
  sight.querySelector(".picture").style.cssText = `width: ${width}px; height: ${height}px`;
  parent.append(one.root);
  sight.classList.add("through");
  leave(performance.now() + PATIENCE);
  return one;
}

function leave(until) {
  const whole = Object.values(THERE).every((part) => document.querySelector(part));
  if (whole || performance.now() > until) over();
  else requestAnimationFrame(() => leave(until));
}

// How far each part stands from its place in the page, in CSS pixels, for tests: window.__first.apart
function apart() {
  const found = {};
  for (const part of Object.keys(HERE)) {
    const [here, there] = [sight.querySelector(HERE[part]), document.querySelector(THERE[part])].map((one) => one?.getBoundingClientRect());
    if (here && there) found[part] = [there.left - here.left, there.top - here.top];
  }
  return found;
}

function over() {
  if (!sight.isConnected || sight.classList.contains("over")) return;
  window.__first.apart = apart();
  sight.classList.add("over");
  setTimeout(() => sight.remove(), FADE);
}

window.__first = { taken, apart: null };
if (sight && told) begin();
setTimeout(over, LONGEST);
