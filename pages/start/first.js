// The first sight of a page: what stands there until Streamlit's scripts have come, in the same places. Home's film goes
// on in the page that then takes its place.

import { unpack } from "../shared/player/assets/wire.js";
import { Film } from "./film.js";

const LONGEST = 20_000; // ms; by then the page is there, or says why it isn't
const NEAR = 4; // CSS pixels: nobody sees a part move by so little
const MOVES = 2000; // ms in which a page that is whole comes to rest
const FADE = 250; // ms
const UNSEEN = 500; // ms
const sight = document.getElementById("first");
const home = Boolean(sight?.querySelector(".hero"));
const HERE = home
  ? { site: ".site", title: "h1", picture: ".picture", lead: ".lead p", way: ".way", whom: ".whom" }
  : { place: ".place", title: "h1" };
const THERE = home
  ? {
      site: ".st-key-site p",
      title: ".st-key-hero h1",
      picture: ".st-key-hero-picture",
      lead: ".st-key-lead p",
      way: ".st-key-drop-the-ink a",
      whom: ".st-key-whom p",
    }
  : { place: ".st-key-head-words p", title: ".st-key-head-words h1" };
const told = document.getElementById("first-film");
const place = document.createElement("div"); // in the page, as large as the film that will come to it
let film = null;
let lending = false;
let since = 0; // when the page was whole

function begin() {
  const bytes = Uint8Array.from(atob(told.textContent), (letter) => letter.charCodeAt(0));
  film = new Film(sight.querySelector(".picture"));
  film.update(unpack(bytes));
}

// The film for the page's own, which will stand in that parent: it plays on here until the page is whole. null where there
// is none of that key.
function lent(key, parent) {
  if (!film || lending || film.header.key !== key) return null;
  lending = true;
  const { width, height } = film.root.getBoundingClientRect();
  place.style.cssText = `width: ${width}px; height: ${height}px; align-self: var(--film-align)`;
  parent.append(place);
  return film;
}

// Words, styles and all: else they would be seen to jump.
function whole() {
  const parts = Object.values(THERE).every((part) => document.querySelector(part));
  const styled = getComputedStyle(document.documentElement).getPropertyValue("--paper");
  return parts && styled && lending === Boolean(film) && (!home || getComputedStyle(document.querySelector(".st-key-hero")).display === "grid");
}

// A page moves while its parts come; it is waited for, but not for ever.
function standing() {
  if (!whole()) return false;
  if (location.hash) return true; // it leads further down
  since ||= performance.now();
  const most = Math.max(...Object.values(apart()).flat().map(Math.abs));
  return most <= NEAR || performance.now() > since + MOVES;
}

// With the next frame; where none is drawn, as in a tab that is not looked at, soon all the same.
function soon(then) {
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, UNSEEN);
  function once() {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    then();
  }
}

function leave() {
  if (!standing() && performance.now() < LONGEST) {
    soon(leave);
    return;
  }
  window.__first.apart = apart();
  if (sight.scrollTop) document.querySelector("[data-testid=stMain]")?.scrollTo(0, sight.scrollTop);
  if (lending) {
    const left = sight.querySelector(".picture"); // keeps its room, or the words beside it would move while they fade
    left.style.height = `${left.offsetHeight}px`;
    place.replaceWith(film.root);
  }
  sight.classList.add("over");
  setTimeout(() => sight.remove(), FADE);
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

window.__first = { lent, apart: null };
if (sight && told) begin();
if (sight) leave();
