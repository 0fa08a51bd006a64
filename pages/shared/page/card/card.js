// The card of a bet. The answers stay where they are: the right one fills, the visitor's own keeps a ring, the others
// fade; the line below them, for which room was kept, says what was measured. Its style is in site.css.

import { make } from "./dom.js";

const STORE = "ink.bets";
const MOODS = ["happy", "sad", "surprised", "sleepy"]; // in the order of the picture
// px that Streamlit's bar covers, which is higher where type is larger
const head = () => document.querySelector("[data-testid=stHeader]")?.offsetHeight || 64;
const strip = () => document.querySelector(".st-key-short-way-strip")?.offsetHeight || 0; // lies over the foot of the page
const GAP = 4; // px below it: more would show the feet of the heading above
const ECHO = 72; // px for the line that says what came out once more
const WHOLE = 0.95; // of the line itself, with which it says enough
const LED = 3000; // ms after which the page stays where it is
const LOOKS = [60, 900]; // ms after an outcome, the later one for what has only then its size
let led = null; // the card whose bet was made last
let proof = null; // the evidence that began to play last; before its card says so, or after
document.addEventListener("ink:proof", ({ detail }) => {
  proof = detail;
  led?.bringIntoSight();
});
const goesOn = () => (led = null); // the visitor looks elsewhere by now
for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) document.addEventListener(kind, goesOn, { passive: true });
const pressed = new Set(); // keys of bets made since this page was opened, whose outcome is still to come
let latest = ""; // of these keys: who bet once more while the first was worked out is led to the second alone
const cards = new WeakMap(); // by the element that Streamlit gives
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

class Card {
  constructor(parent) {
    this.question = make("p", { class: "question" });
    this.answers = make("div", { class: "answers", role: "radiogroup" });
    this.companion = make("span", { class: "companion", "aria-hidden": "true" });
    this.companion.style.backgroundImage = 'url("COMPANION_PICTURE")';
    this.show = make("button", { type: "button", class: "show" });
    this.verdict = make("p", { class: "verdict", role: "status", tabindex: "-1" });
    this.foot = make("div", { class: "foot" }, this.companion, this.show, this.verdict);
    this.root = make("div", { class: "bet" }, this.question, this.answers, this.foot);
    this.show.addEventListener("click", () => this.choose(this.data.show));
    parent.append(this.root);
    // what comes in its place, as the card of a new round, finds its room kept until it is drawn
    const scene = sceneOf(this.root);
    new ResizeObserver(() => this.root.offsetHeight && scene.style.setProperty("--bet-room", `${this.root.offsetHeight}px`)).observe(this.root);
  }

  update(data, send) {
    this.send = send;
    if (JSON.stringify(this.data) === JSON.stringify(data)) return;
    this.data = data;
    Object.assign(this.root.dataset, { key: data.key, again: data.again || "", opens: data.opens });
    if (!this.asked || this.asked !== data.version) this.ask();
    this.draw(data.guess, data.right);
    if (this.later && !data.guess) this.choose(this.later);
    this.later = null;
    if (data.right && pressed.delete(data.key)) this.lead();
  }

  ask() {
    const { data } = this;
    this.asked = data.version;
    this.question.replaceChildren(data.prompt ? make("strong", {}, `${data.prompt} `) : "", ...spoken(data.question));
    this.answers.setAttribute("aria-label", this.question.textContent);
    this.show.textContent = data.show;
    this.buttons = data.options.map((option) => this.answer(option));
    this.answers.replaceChildren(...this.buttons);
  }

  answer(option) {
    const tick = make("span", { class: "tick", "aria-hidden": "true" }, "✓");
    const button = make("button", { type: "button", class: "answer", role: "radio" }, make("span", {}, ...spoken(option)), tick);
    button.addEventListener("click", () => this.choose(option));
    button.addEventListener("keydown", (event) => this.move(event));
    return button;
  }

  // Arrow keys go from answer to answer and choose nothing: a bet is made by Enter, by Space or by a click.
  move(event) {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    const count = this.buttons.length;
    this.buttons[(this.buttons.indexOf(event.currentTarget) + by + count) % count].focus();
    event.preventDefault();
  }

  choose(option) {
    const { data } = this;
    if (this.root.dataset.state !== "open") return;
    // cleared a moment ago, which the server has still to say
    if (data.guess) {
      this.later = option;
      this.draw(option, null);
      return;
    }
    pressed.add(data.key);
    latest = data.key;
    proof = null;
    keep(data.key, data.version, option);
    this.draw(option, null);
    this.send("guess", option);
  }

  draw(guess, right) {
    const { data } = this;
    const state = right ? "revealed" : guess ? "placed" : "open";
    this.root.dataset.state = state;
    data.options.forEach((option, i) => {
      const button = this.buttons[i];
      button.classList.toggle("own", option === guess);
      button.classList.toggle("right", option === right);
      button.classList.toggle("faded", Boolean(right) && option !== right && option !== guess);
      button.setAttribute("aria-checked", option === guess);
      button.setAttribute("aria-disabled", state !== "open");
      button.setAttribute("aria-label", option + (right ? (option === right ? ": right" : option !== guess ? "" : data.lucky ? ": your bet, right by luck" : ": your bet") : ""));
      button.tabIndex = state === "open" && i === 0 ? 0 : -1;
    });
    this.show.hidden = state !== "open";
    this.verdict.replaceChildren(...(right ? [make("em", {}, data.lead), " ", ...spoken(data.headline)] : []));
    this.verdict.classList.toggle("hit", guess === right);
    const mood = state === "open" ? "sleepy" : state === "placed" || (guess !== right && guess !== data.show && !data.lucky) ? "surprised" : "happy";
    this.companion.style.backgroundPositionX = `${(100 * MOODS.indexOf(mood)) / (MOODS.length - 1)}%`;
    this.companion.dataset.mood = mood;
    document.dispatchEvent(new CustomEvent("ink:bet"));
  }

  // Right after a bet: the eye is led to the outcome and its evidence, and so are the Tab key and the screen reader.
  lead() {
    this.root.classList.add("news");
    if (this.data.key !== latest) return;
    this.verdict.focus({ preventScroll: true });
    led = this;
    for (const look of LOOKS) setTimeout(() => led === this && this.bringIntoSight(), look);
    setTimeout(() => led === this && goesOn(), LED);
  }

  // The card and the evidence, where both fit; else the line that says what came out, and the evidence; else the
  // evidence, and that line once more above it.
  bringIntoSight() {
    if (document.documentElement.classList.contains("presenting")) return; // all of it is in sight
    const main = document.querySelector("[data-testid=stMain]");
    const scene = sceneOf(this.root);
    const evidence = proof && scene.contains(outer(proof)) ? proof : null;
    const shown = evidence || scene;
    const covered = head();
    const [card, verdict] = [this.root, this.verdict].map((one) => one.getBoundingClientRect().top);
    const said = this.verdict.getBoundingClientRect().bottom;
    const { top: bare, bottom: end } = shown.getBoundingClientRect();
    // all that is ringed, as far as it fits
    const ringed = evidence ? [...evidence.getRootNode().querySelectorAll(".ringed")] : [];
    const others = ringed.filter((one) => !one.closest(".tall .controls")); // those are always in sight
    const ends = [Math.max(end, ...others.map((one) => one.getBoundingClientRect().bottom)), end];
    // a phone's bar stands below it; within it the controls of a figure that is higher than the window
    const floor = (main ? main.getBoundingClientRect().bottom : 0) - strip() - (evidence?.closest(".tall")?.querySelector(".controls").offsetHeight || 0);
    const titled = evidence?.closest("figure")?.getBoundingClientRect().top ?? bare;
    const start = end - titled <= floor - covered - ECHO ? titled : bare;
    // beside the card the evidence may begin above it, and end above what came out
    const lasts = ends.map((one) => Math.max(one, said));
    if (!main || (Math.min(card, start) >= covered && lasts[0] <= floor)) return;
    const room = floor - covered - 2 * GAP;
    const highest = (last) => [card, verdict].map((from) => Math.min(from, start)).find((from) => last - from <= room);
    const fits = lasts.map(highest).find((from) => from !== undefined) ?? (evidence ? null : card);
    const lowest = ends.find((one) => one - start <= floor - covered - ECHO - GAP) ?? end;
    const top = fits === null ? Math.min(start - covered - ECHO, lowest - floor + GAP) : fits - covered - GAP;
    main.scrollBy({ top, behavior: calm() ? "auto" : "smooth" });
    if (fits === null) echo(this);
  }
}

// The experiment in which an element stands; itself, where it stands in none.
const sceneOf = (element) => element.closest('[class*="st-key-scene-"]') || element;

// All bets are cleared: the cards open at once; what they had shown goes when the page has run. A press that the server
// cannot hear of is none, for then Streamlit's buttons are dead.
document.addEventListener("click", ({ target }) => {
  if (!target.closest?.(".st-key-memory-clear button:not(:disabled)")) return;
  pressed.clear();
  for (const root of document.querySelectorAll(".bet")) cards.get(root.parentNode)?.draw(null, null);
});

// The element of the page itself in which another one stands, or it.
function outer(element) {
  const root = element.getRootNode();
  return root === document ? element : root.host;
}

// What came out, once more, at the window's upper edge: for a small screen, on which the card and its evidence don't both
// fit. It goes when the card comes back, or when the eye goes on.
let echoed = null;
function echo(card) {
  echoed?.();
  const line = make("p", { class: "verdict verdict-echo", "aria-hidden": "true" });
  line.append(...card.verdict.cloneNode(true).childNodes);
  line.classList.toggle("hit", card.verdict.classList.contains("hit"));
  line.style.top = `${head()}px`;
  document.querySelector("[data-testid=stMain]").append(line);
  const scene = sceneOf(card.root);
  const sight = new IntersectionObserver((seen) => {
    const there = (one) => seen.find(({ target }) => target === one);
    if (there(card.verdict)?.intersectionRatio > WHOLE || there(scene)?.isIntersecting === false) echoed?.();
  }, { rootMargin: `-${head()}px 0px 0px 0px`, threshold: [0, WHOLE, 1] });
  echoed = () => {
    echoed = null;
    line.remove();
    sight.disconnect();
  };
  setTimeout(() => [card.verdict, scene].forEach((one) => sight.observe(one)), 700); // once it has scrolled there
}

const UNIT = /(\d\**) (%|mm|cm|shades|of \d+)(?!\w)/g; // a number and what it counts stay on one line, as a letter and what it equals do

// Text with **strong** and *stressed* words; nothing in it is parsed as HTML.
function spoken(text) {
  return text.replace(UNIT, "$1\u00a0$2").replaceAll(" = ", "\u00a0=\u00a0").split(/(\*\*[^*]+\*\*|\*[^*]+\*)/).map((piece) => {
    if (piece.startsWith("**")) return make("strong", {}, piece.slice(2, -2));
    return piece.startsWith("*") && piece.length > 1 ? make("i", {}, piece.slice(1, -1)) : piece;
  });
}

// In the browser's own storage, and nowhere else. A browser that has none, or a full one, only forgets.
function keep(key, version, answer) {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE) || "{}");
    kept[key] = { v: version, a: answer };
    localStorage.setItem(STORE, JSON.stringify(kept));
  } catch {
    // no storage
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  let card = cards.get(parentElement);
  if (!card) cards.set(parentElement, (card = new Card(parentElement)));
  card.update(data, setTriggerValue);
}
