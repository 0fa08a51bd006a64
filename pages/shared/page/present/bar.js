// What present mode puts over the page: where we are, the way on and out, the QR code, and once the keys.

import { icon, make } from "./dom.js";

const BACK = "M15.5 4 7 12l8.5 8 1.5-1.6L10.2 12 17 5.6z";
const ON = "M8.5 4 17 12l-8.5 8L7 18.4 13.8 12 7 5.6z";
const OUT = "M6.4 5 12 10.6 17.6 5 19 6.4 13.4 12 19 17.6 17.6 19 12 13.4 6.4 19 5 17.6 10.6 12 5 6.4z";
const TAUGHT = [["← →", "another experiment"], ["Space", "play"], ["A", "show the answer"], ["Esc", "leave"]];
const SPOKEN = "Right and left arrow, or Page Down and Page Up: another experiment. Space: play. A: show the answer. Escape: leave.";
const TOLD = 9000; // ms for which the keys stand there

export class Bar {
  constructor({ go, leave }) {
    this.where = make("span", { class: "present-where" });
    const back = button("The experiment before", BACK, () => go(-1));
    const on = button("The next experiment", ON, () => go(1));
    const out = button("Leave present mode", OUT, leave);
    const buttons = make("div", { class: "present-buttons" }, back, on, out);
    this.code = make("img", { alt: "" });
    this.large = make("div", { class: "present-large", popover: "auto" });
    const enlarge = make("button", { type: "button", class: "present-qr", "aria-label": "QR code of this experiment, large" }, this.code);
    enlarge.addEventListener("click", () => this.large.togglePopover?.());
    this.said = make("div", { class: "present-said", role: "status" });
    const keys = TAUGHT.map(([key, does]) => make("span", {}, make("kbd", {}, key), ` ${does}`));
    this.keys = make("div", { class: "present-keys", "aria-hidden": "true" }, ...keys);
    const corner = make("div", { class: "present-corner" }, make("div", { class: "present-way" }, this.where, buttons), enlarge);
    this.root = make("aside", { class: "present-bar", "aria-label": "Present mode" }, corner, this.large, this.keys, this.said);
    document.body.append(this.root);
    const app = document.querySelector("[data-testid=stApp]"); // which wears the light or the dark, as the body doesn't
    if (app) this.root.style.colorScheme = getComputedStyle(app).colorScheme;
  }

  // where: "3 of 41"; title: of the experiment; link: its address from the site's own on
  show({ where, title, link }) {
    if (this.link === link) return;
    this.link = link;
    this.where.textContent = where;
    const source = new URL(`qr.svg?${new URLSearchParams({ to: link })}`, location.href).href;
    this.code.src = source;
    const alt = `QR code that leads to “${title}”`;
    this.large.replaceChildren(make("img", { src: source, alt }), make("p", {}, title));
    this.say(`${title}. Experiment ${where}.`);
  }

  // The keys, once a visit: read out, and quietly on the screen for a while.
  tellKeys() {
    this.said.textContent = `Present mode. ${SPOKEN}`;
    this.keys.classList.add("told");
    setTimeout(() => this.keys.classList.remove("told"), TOLD);
  }

  say(text) {
    this.said.textContent = this.said.textContent.startsWith("Present mode") ? `${this.said.textContent} ${text}` : text;
  }

  get enlarged() {
    return this.large.matches(":popover-open");
  }

  shrink() {
    this.large.hidePopover();
  }

  remove() {
    this.root.remove();
  }
}

function button(label, path, action) {
  const element = make("button", { type: "button", "aria-label": label, title: label }, icon(path));
  element.addEventListener("click", action);
  return element;
}
