// A U-Net's plan: parts as buttons in the shape of a U, the picture's way as a line, skip connections across.

import { make } from "../player/assets/dom.js";
import { unpack } from "../player/assets/wire.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const LEFT = ["stem", "down"];
const MARKS = { looks: "looks", reads: "reads" };

const PACE = 320; // ms from part to part

const mounted = new WeakMap(); // by parent
const proven = new Set(); // turns of bets whose notes have appeared
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

class Plan {
  constructor(parent) {
    this.lines = document.createElementNS(NAMESPACE, "svg");
    this.lines.setAttribute("aria-hidden", "true");
    this.rows = make("div", { class: "rows" });
    this.box = make("div", { class: "plan", role: "group", "aria-label": "the plan of the network: down, across the bottom, up" }, this.lines, this.rows);
    parent.append(this.box);
    new ResizeObserver(() => this.draw()).observe(this.box);
  }

  update(header, setState) {
    this.header = header;
    this.setState = setState;
    const shape = JSON.stringify([header.nodes.map((node) => node.name), header.crossings]);
    if (shape !== this.shape) this.build();
    this.shape = shape;
    for (const thing of [...header.nodes, ...header.rows]) this.dress(thing);
    for (const note of this.endNotes) note.textContent = header.ends;
    if (header.turn && !proven.has(header.turn)) {
      proven.add(header.turn);
      // the card of the bet brings itself and this into sight
      document.dispatchEvent(new CustomEvent("ink:proof", { detail: this.parts.get(header.marks[0]) || this.box }));
      if (!calm()) this.walk();
    }
    this.draw();
  }

  // Right after a bet: what is noted under the parts appears in the order in which a picture passes them.
  walk() {
    const parts = [...this.header.nodes, ...this.header.rows].map(({ name }) => this.parts.get(name)).filter(Boolean);
    const noted = parts.filter((part) => part.querySelector(".note").textContent);
    clearTimeout(this.walking);
    for (const part of parts) part.classList.remove("lit");
    this.box.classList.add("walking");
    const step = (i) => {
      if (i === noted.length) return this.box.classList.remove("walking");
      noted[i].classList.add("lit");
      this.walking = setTimeout(() => step(i + 1), PACE);
    };
    this.walking = setTimeout(() => step(0), 2 * PACE);
  }

  // Buttons are made once, so that the keyboard's focus stays where it is when another part is chosen.
  build() {
    this.parts = new Map();
    const { nodes, rows } = this.header;
    const bottom = nodes.find((node) => node.kind === "middle");
    this.rows.replaceChildren(
      this.ends(),
      ...rows.map((row, r) => {
        const here = nodes.filter((node) => node.grid === r && node !== bottom).map((node) => [node, this.part(node)]);
        const side = (left) => make("div", { class: "side" }, ...here.filter(([node]) => LEFT.includes(node.kind) === left).map(([, part]) => part));
        const element = make("div", { class: "row" }, side(true), this.across(row), side(false));
        element.style.setProperty("--r", r);
        return element;
      }),
      make("div", { class: "row bottom" }, this.part(bottom)),
      make("p", { class: "key" }, this.folding(), make("i", {}, "reads"), ": its places read the words. ", make("i", {}, "looks"), ": they look at one another. Every block is told the noise level. Dashed: skip connections, or skips, past the bottom."),
    );
  }

  ends() {
    const { pixels } = this.header;
    this.endNotes = [make("span", { class: "note" }), make("span", { class: "note" })];
    return make("div", { class: "ends" },
      make("span", { class: "noisy" }, `in: noisy picture (${pixels} × ${pixels}), noise level, words `, this.endNotes[0]),
      make("span", { class: "guess" }, `out: velocity (${pixels} × ${pixels}) `, this.endNotes[1]));
  }

  folding() {
    const { pixels, nodes } = this.header;
    const fold = pixels / nodes[0].side;
    return fold > 1 ? `First each ${fold} × ${fold} pixels are folded into one place, last they are unfolded. ` : "";
  }

  across(row) {
    const size = make("span", { class: "size" }, `${row.side} × ${row.side}`);
    if (!this.header.crossings) return make("div", { class: "across" }, size);
    const button = make("button", { type: "button", class: "cross" }, make("span", {}, "skips"), make("span", { class: "note" }));
    this.keep(row.name, button, `the skip connections of the grid of ${row.side} × ${row.side}`);
    return make("div", { class: "across" }, button, size);
  }

  part(node) {
    const stack = make("span", { class: "stack" });
    const layers = Math.max(1, Math.round(node.channels / 64));
    for (let i = layers - 1; i >= 0; i--) {
      const sheet = make("span", { class: "sheet" });
      sheet.style.setProperty("--i", i);
      stack.append(sheet);
    }
    stack.style.setProperty("--side", `${8 + 0.85 * Math.min(node.side, 36)}px`);
    stack.style.setProperty("--layers", layers);
    const marks = node.marks.map((mark) => make("span", { class: `mark ${mark}` }, MARKS[mark]));
    const words = node.kind === "out" ? "last" : node.kind === "stem" ? "first" : `${node.channels} maps`;
    const tag = node.fixed ? "div" : "button";
    const element = make(tag, { class: `part ${node.kind}`, ...(node.fixed ? {} : { type: "button" }) },
      make("span", { class: "glyph" }, stack), make("span", { class: "words" }, words), ...marks, make("span", { class: "note" }));
    this.keep(node.name, element, node.fixed ? null : node.label);
    return element;
  }

  keep(name, element, label) {
    this.parts.set(name, element);
    if (label === null) return;
    element.title = label;
    element.addEventListener("click", () => this.setState("part", [name, Date.now()]));
    element.dataset.label = label;
  }

  dress({ name, note, heat }) {
    const element = this.parts.get(name);
    if (!element) return;
    if (element.tagName === "BUTTON") {
      element.setAttribute("aria-pressed", name === this.header.chosen);
      element.setAttribute("aria-label", [element.dataset.label, note].filter(Boolean).join(", "));
    }
    element.querySelector(".note").textContent = note;
    element.classList.toggle("evidence", this.header.marks.includes(name));
    element.style.setProperty("--heat", `${Math.round(34 * heat)}%`);
  }

  draw() {
    if (!this.parts) return;
    const frame = this.box.getBoundingClientRect();
    if (!frame.width) return;
    this.lines.setAttribute("viewBox", `0 0 ${frame.width} ${frame.height}`);
    const at = (name) => {
      const r = this.parts.get(name).getBoundingClientRect();
      const [x, y] = [r.left - frame.left, r.top - frame.top];
      return { left: x, right: x + r.width, top: y, bottom: y + r.height, x: x + r.width / 2, y: y + r.height / 2 };
    };
    const way = this.header.nodes.map((node) => at(node.name));
    const drawn = way.slice(1).map((to, i) => arrow(way[i], to, "way"));
    const nested = {};
    for (const [from, to] of this.header.skips) {
      const [a, b] = [at(from), at(to)];
      const grid = from.split(".")[1];
      const depth = (nested[grid] = (nested[grid] ?? -1) + 1);
      const cut = this.header.crossings && this.header.chosen === `skips.${grid}`;
      drawn.push(...skip(a, b, depth, cut));
    }
    this.lines.replaceChildren(...drawn);
  }
}

function line(points, kind) {
  const path = document.createElementNS(NAMESPACE, "path");
  path.setAttribute("d", points);
  path.setAttribute("class", kind);
  return path;
}

// From one part to the next: straight on in a row, else down or up to the next one.
function arrow(a, b, kind) {
  const apart = Math.abs(a.y - b.y) > 4 && (a.bottom < b.top || b.bottom < a.top);
  const aside = 9 * Math.sign(b.x - a.x); // what comes in and what goes out never meet
  const [x1, y1] = apart ? [a.x + aside, a.y < b.y ? a.bottom : a.top] : [a.right, a.y];
  const [x2, y2] = apart ? [b.x - aside, a.y < b.y ? b.top : b.bottom] : [b.left, b.y];
  return line(`M${x1} ${y1}L${x2} ${y2}${head(x1, y1, x2, y2)}`, kind);
}

// The inner pair of a grid is joined straight across, the next one over the top of it.
function skip(a, b, depth, cut) {
  const y = a.top + 14;
  const top = Math.min(a.top, b.top) - 10 * depth;
  const points = depth === 0 ? `M${a.right} ${y}L${b.left} ${y}${head(a.right, y, b.left, y)}`
    : `M${a.x} ${a.top}L${a.x} ${top}L${b.x} ${top}L${b.x} ${b.top}${head(b.x, top, b.x, b.top)}`;
  const found = [line(points, cut ? "skip cut" : "skip")];
  if (cut) {
    const [x, m] = [(a.x + b.x) / 2, depth === 0 ? y : top];
    found.push(line(`M${x - 5} ${m - 5}L${x + 5} ${m + 5}M${x + 5} ${m - 5}L${x - 5} ${m + 5}`, "cross"));
  }
  return found;
}

function head(x1, y1, x2, y2) {
  const turn = Math.atan2(y2 - y1, x2 - x1);
  const arm = (by) => `${x2 - 6 * Math.cos(turn + by)} ${y2 - 6 * Math.sin(turn + by)}`;
  return `M${arm(0.5)}L${x2} ${y2}L${arm(-0.5)}`;
}

export default function ({ data, parentElement, setStateValue }) {
  let plan = mounted.get(parentElement);
  if (!plan) {
    plan = new Plan(parentElement);
    mounted.set(parentElement, plan);
  }
  const { header } = unpack(data);
  plan.update(header, setStateValue);
}
