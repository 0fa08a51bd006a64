// Who sits in a room sees on every other page a strip that leads back, and is taken along when the teacher leads.

import { make } from "./dom.js";
import { Line, OVER, at, firstTime, followed, keep, marked, member } from "./class_line.js";

const PLACED = 30000; // ms in which the experiment's bet has to come up
let line = null; // one for the tab, whatever page it shows
let strip = null;

function show(view, one) {
  // in what wears the light or the dark
  const app = document.querySelector("[data-testid=stApp]") || document.body;
  strip ??= app.appendChild(make("div", { class: "class-strip", role: "region", "aria-label": "Your class" }));
  const words = make("span", {}, ...(one.teacher ? [`Room ${view.code}`] : [view.you.name]));
  const picture = view.you && make("img", { src: at(view.you.picture), alt: "" });
  const back = make("a", { href: at("class") }, one.teacher ? "Back to the room" : "Back to the bets");
  const follows = make("span", {}, "You're following the teacher.");
  const bar = document.querySelector(".way-bar");
  strip.style.bottom = `${bar?.offsetHeight || 0}px`; // a phone has a bar there already
  const keys = one.teacher && !one.remote && make("span", { class: "keys" }, "P fills the screen");
  strip.replaceChildren(...[picture, words, view.lead && !one.teacher ? follows : back, keys].filter(Boolean));
  // nothing of the page lies behind it
  document.body.classList.add("with-class-strip");
  document.body.style.setProperty("--strip", `${strip.offsetHeight + (bar?.offsetHeight || 0)}px`);
}

// On the experiment's page the pupil's own bet is made, so that the film answers it; for the teacher it is just shown.
function place({ lead, round }) {
  if (!lead?.bet || !firstTime("placed", `${lead.time}.${lead.bet}`)) return;
  const own = round?.run.bet === lead.bet && round.own ? round.options[round.own.answer] : null;
  const words = own && make("span", {}, ...marked(own)).textContent;
  const until = Date.now() + PLACED;
  const timer = setInterval(() => {
    const card = document.querySelector(`.bet[data-key="${CSS.escape(lead.bet)}"]`);
    const answers = [...(card?.querySelectorAll(".answer") || [])];
    const mine = answers.find((one) => one.firstChild.textContent === words) || card?.querySelector(".show");
    if (card?.dataset.state === "open" && mine) mine.click();
    if (card || Date.now() > until) clearInterval(timer);
  }, 200);
}

// Whoever is elsewhere when the lesson ends is told, too; the next page has no strip.
function farewell() {
  keep(null);
  if (!strip) return end();
  line = null;
  strip.replaceChildren(make("span", { role: "status" }, OVER));
}

function end() {
  line?.stop();
  strip?.remove();
  document.body.classList.remove("with-class-strip");
  line = strip = null;
}

export default function ({ data }) {
  const one = member();
  document.body.classList.toggle("in-class", Boolean(one) && data.path === "class");
  if (!one || data.path === "class") return end();
  if (line?.token === one.token) return;
  end();
  line = new Line(one.token, (view) => {
    if (!view) farewell();
    else if (one.remote || !followed(view, one)) {
      show(view, one);
      place(view);
    }
  });
}
