// A row of pictures to choose from: one radio group. Arrows move, Enter and the space bar choose.

import { dress, sheetOf } from "../player/assets/style.js";

const STYLE = sheetOf("STYLE_SHEET");
const MOVES = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const [EDGE, GAP] = [5, 6]; // px around a picture, as in chips.css, and the least between two chips
const groups = new WeakMap(); // by parent

class Chips {
  constructor(parent) {
    this.title = document.createElement("div");
    this.title.className = "title";
    this.row = document.createElement("div");
    this.row.className = "row";
    this.row.setAttribute("role", "radiogroup");
    this.row.addEventListener("keydown", (event) => this.pressed(event));
    parent.append(this.title, this.row);
    new ResizeObserver(() => this.balance()).observe(this.title);
  }

  // As many rows as are needed, equally long: no single chip on a line of its own.
  balance() {
    const count = this.row.children.length;
    const widest = Math.max(...[...this.row.children].map((chip) => chip.firstChild.offsetWidth + 2 * EDGE));
    const fitting = Math.max(1, Math.floor((this.title.clientWidth + 2 * EDGE) / (widest + GAP)));
    this.row.style.setProperty("--columns", Math.ceil(count / Math.ceil(count / fitting)));
  }

  update({ label, options, value, pictures }) {
    this.title.textContent = label;
    this.row.setAttribute("aria-label", label);
    if (String(options) !== String(this.options)) this.fill(options);
    this.row.style.setProperty("--pictures", `url("${pictures}")`);
    this.mark(value);
    this.balance();
  }

  fill(options) {
    this.options = options;
    this.row.replaceChildren(...options.map((option, i) => this.chip(option, i)));
  }

  chip(option, i) {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.setAttribute("role", "radio");
    const picture = document.createElement("span");
    picture.className = "picture";
    picture.style.setProperty("--place", i);
    const name = document.createElement("span");
    name.className = "name";
    name.textContent = option;
    chip.append(picture, name);
    chip.addEventListener("click", () => this.choose(i));
    return chip;
  }

  // Shown at once; the server's answer comes later and says the same.
  choose(i) {
    const option = this.options[i];
    if (option === this.value) return;
    this.mark(option);
    this.tell(option);
  }

  mark(value) {
    this.value = value;
    const at = this.options.indexOf(value);
    [...this.row.children].forEach((chip, i) => chip.setAttribute("aria-checked", String(i === at)));
    this.reach(Math.max(0, at));
  }

  // The one chip that the Tab key stops at.
  reach(at) {
    [...this.row.children].forEach((chip, i) => (chip.tabIndex = i === at ? 0 : -1));
  }

  pressed(event) {
    const all = [...this.row.children];
    const here = all.indexOf(event.target);
    const move = MOVES[event.key];
    if (here < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    let to = move ? (here + move + all.length) % all.length : null;
    if (event.key === "Home") to = 0;
    if (event.key === "End") to = all.length - 1;
    if (to === null) return;
    event.preventDefault();
    this.reach(to);
    all[to].focus();
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  let group = groups.get(parentElement);
  if (!group) {
    dress(parentElement, STYLE);
    groups.set(parentElement, (group = new Chips(parentElement)));
  }
  group.tell = (option) => setTriggerValue("chosen", option);
  group.update(data);
}
