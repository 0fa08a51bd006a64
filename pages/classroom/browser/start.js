// Nobody yet: sit down with a code, or open a room.

import { make } from "../../shared/player/assets/dom.js";
import { ask, at } from "../../shared/page/class_line.js";
import { button, line } from "./parts.js";

const TRIES = 6; // while an address is slowed, before the pupil is told
const AGAIN = 1500; // ms between two

// welcome(member) is called with who this browser is from now on. lessons: all there are; plan: the one that is chosen.
export function start(welcome, { lessons, plan, said = "", code = "" }) {
  const trouble = make("p", { class: "trouble", role: "alert" }, said);
  const input = make("input", { id: "code", "data-name": "code", maxlength: "9", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", "aria-label": "The code, five letters", placeholder: "•••••" });
  input.value = code;
  const sit = button("Sit down", "sit", () => {}, "primary");
  sit.type = "submit";
  const form = make("form", { class: "panel" }, make("h2", {}, "You have a code?"), line("Type the five letters from the board."), input, sit);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(sit, trouble, async () => welcome({ ...(await joined(input.value)), teacher: false }));
  });
  const lengths = choice(lessons, plan);
  const chosen = () => lengths.querySelector(":checked").value;
  const open = button("Open a room", "open", () => busy(open, trouble, async () => welcome({ ...(await ask("open", { plan: chosen() })), teacher: true })), "primary");
  const teacher = make(
    "div",
    { class: "panel" },
    make("h2", {}, "You teach?"),
    line("Open a room. Your class bets on their phones, nobody's bet is seen before you show what came out, and then all of you watch it happen."),
    lengths,
    open,
    make("a", { class: "quiet", href: at("teach") }, "The lessons, minute by minute"),
  );
  const privacy = make("a", { class: "quiet", href: at("class-privacy") }, "No names, no accounts. What is kept, and for how long?");
  return { parts: [make("div", { class: "two" }, form, teacher), trouble, privacy], sit: () => form.requestSubmit(), open: () => open.click() };
}

// How long the lesson is: one tap, and one is always chosen.
function choice(lessons, plan) {
  const rows = lessons.map((one) => {
    const input = make("input", { type: "radio", name: "plan", value: one.plan, checked: one.plan === plan });
    return make("label", {}, input, make("span", {}, make("b", {}, `${one.plan} min`), `${one.bets.length} bets`));
  });
  return make("fieldset", { class: "lengths" }, make("legend", {}, "How long is your lesson?"), ...rows);
}

// Where many wrong codes come from one address, the server asks to come again: a right one gets in.
async function joined(code) {
  for (let tries = 1; ; tries++) {
    try {
      return await ask("join", { code });
    } catch (wrong) {
      if (wrong.status !== 429 || tries === TRIES) throw wrong;
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  }
}

// One press at a time; what went wrong is said in `trouble`.
export async function busy(pressed, trouble, work) {
  if (pressed.ariaBusy) return;
  pressed.ariaBusy = "true"; // not disabled: it keeps the focus
  trouble.textContent = "";
  try {
    await work();
  } catch (wrong) {
    trouble.textContent = wrong.message;
  }
  pressed.ariaBusy = null;
}
