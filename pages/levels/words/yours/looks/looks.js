// A sentence on its way through the reader: its words before, after the first layer and after the second, each with
// its row of numbers at either end, and between them lines to the words that each one looks at.

import { make } from "../player/assets/dom.js";
import { unpack } from "../player/assets/wire.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const [ACROSS, DOWN] = [32, 4]; // a word's 128 numbers, as cells
const FAINT = 0.04; // share below which a line is not drawn
const PACE = 900; // ms from layer to layer
const TITLES = ["its numbers", "looked once", "looked twice"];
const mounted = new WeakMap(); // by parent
const proven = new Set(); // turns of bets whose lines have come
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

class Looks {
  constructor(parent) {
    this.lines = document.createElementNS(NAMESPACE, "svg");
    this.lines.setAttribute("aria-hidden", "true");
    this.columns = make("div", { class: "columns" });
    this.told = make("p", { class: "told", "aria-live": "polite" });
    this.root = make("div", { class: "looks" }, make("div", { class: "holder" }, this.lines, this.columns), this.told);
    parent.append(this.root);
    new ResizeObserver(() => this.draw()).observe(this.root);
  }

  update({ header, arrays }) {
    const other = JSON.stringify(header.words) !== JSON.stringify(this.header?.words) || header.told !== this.header?.told;
    this.header = header;
    this.weights = arrays.looks;
    if (other) {
      this.arrays = arrays;
      this.chosen = header.chosen;
      this.build();
    }
    this.upTo = this.weights ? this.weights.shape[0] : 0;
    if (header.turn && !proven.has(header.turn) && this.weights) {
      proven.add(header.turn);
      document.dispatchEvent(new CustomEvent("ink:proof", { detail: this.root }));
      if (!calm()) this.grow();
    }
    this.draw();
  }

  // Right after a bet: the first layer's lines, then the second's.
  grow() {
    const whole = this.upTo;
    this.upTo = 0;
    const step = () => {
      this.upTo += 1;
      this.draw();
      if (this.upTo < whole) setTimeout(step, PACE);
    };
    setTimeout(step, PACE / 2);
  }

  build() {
    const { words } = this.header;
    const rows = [this.arrays.before, null, this.arrays.after];
    this.nodes = rows.map((numbers, layer) => words.map((word, i) => this.node(word, i, layer, numbers)));
    this.columns.replaceChildren(...this.nodes.map((nodes, layer) => make("div", { class: "column" }, make("p", { class: "title" }, TITLES[layer]), ...nodes)));
  }

  node(word, i, layer, numbers) {
    const share = make("span", { class: "share" });
    const parts = [make("span", { class: "word" }, word), share];
    parts.push(numbers ? stripe(numbers, i) : make("span", { class: "stripe none" })); // of one height, so that lines are level
    const node = make("button", { type: "button", class: `node${i ? "" : " opening"}`, "data-place": i, "data-layer": layer }, ...parts);
    for (const event of ["pointerenter", "focus", "click"]) node.addEventListener(event, () => this.choose(i));
    return node;
  }

  choose(i) {
    if (!this.weights || this.chosen === i) return;
    this.chosen = i;
    this.draw();
  }

  // The share that the word in row i takes from the word in column j.
  share(layer, i, j) {
    const count = this.header.words.length;
    return this.weights.data[(layer * count + i) * count + j];
  }

  draw() {
    if (!this.nodes || !this.root.clientWidth) return;
    const { words } = this.header;
    const frame = this.columns.getBoundingClientRect();
    this.lines.setAttribute("viewBox", `0 0 ${frame.width} ${frame.height}`);
    const at = (layer, i) => {
      const box = this.nodes[layer][i].getBoundingClientRect();
      return { left: box.left - frame.left, right: box.right - frame.left, y: box.top - frame.top + Math.min(box.height / 2, 20) };
    };
    const [faint, strong] = [[], []];
    for (let layer = 0; layer < this.upTo; layer++)
      words.forEach((_, i) => words.forEach((_, j) => {
        const share = this.share(layer, i, j);
        if (share < FAINT) return;
        (i === this.chosen ? strong : faint).push(line(at(layer, j), at(layer + 1, i), share, i === this.chosen));
      }));
    this.lines.replaceChildren(...faint, ...strong);
    this.nodes.forEach((nodes, layer) => nodes.forEach((node, j) => {
      node.setAttribute("aria-pressed", Boolean(this.weights) && j === this.chosen);
      const share = layer < this.upTo ? this.share(layer, this.chosen, j) : 0;
      node.querySelector(".share").textContent = share >= FAINT ? `${Math.round(100 * share)} %` : "";
    }));
    this.tell();
  }

  tell() {
    if (!this.weights) {
      this.told.textContent = "Each word is a row of 128 numbers, drawn as dots: the darker, the larger. Its place in the sentence is in them, too: that’s why the two “a” differ.";
      return;
    }
    const name = this.header.words[this.chosen];
    this.told.textContent = `The lines show where “${name}” looks, and how much it takes from there. Point at another word, or tap it.`;
  }
}

function line(from, to, share, strong) {
  const path = document.createElementNS(NAMESPACE, "path");
  const [x1, x2] = [from.right + 3, to.left - 3];
  const bend = (x2 - x1) / 2;
  path.setAttribute("d", `M${x1} ${from.y}C${x1 + bend} ${from.y} ${x2 - bend} ${to.y} ${x2} ${to.y}`);
  path.setAttribute("class", strong ? "strong" : "faint");
  path.setAttribute("stroke-width", (strong ? 1 + 11 * share : 1 + 5 * share).toFixed(2));
  return path;
}

// A word's numbers: the darker, the larger.
function stripe({ data, shape }, i) {
  const canvas = make("canvas", { class: "stripe", width: ACROSS, height: DOWN, "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  const image = context.createImageData(ACROSS, DOWN);
  const row = data.subarray(i * shape[1], (i + 1) * shape[1]);
  const most = Math.max(...row.map(Math.abs)) || 1;
  for (let k = 0; k < ACROSS * DOWN; k++) {
    const shade = 127.5 - 127.5 * ((row[k] ?? 0) / most);
    image.data.set([shade, shade, shade, 255], 4 * k);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

export default function ({ data, parentElement }) {
  let shown = mounted.get(parentElement);
  if (!shown) mounted.set(parentElement, (shown = new Looks(parentElement)));
  shown.update(unpack(data));
  // for tests and for curious visitors, as the player's window.__player
  window.__looks = { ...window.__looks, [shown.header.key]: shown };
}
