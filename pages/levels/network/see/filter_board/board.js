// One 3×3 filter over a noisy picture: nine numbers to drag, the picture and its error at once, in the browser.

import { make } from "../player/assets/dom.js";
import { unpack } from "../player/assets/wire.js";

const STEP = 0.01;
const [LEAST, MOST] = [-0.5, 1];
const PLACES = ["top left", "top", "top right", "left", "middle", "right", "bottom left", "bottom", "bottom right"];

const LESSONS_A_SECOND = 10;

const mounted = new WeakMap(); // by parent
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

class Board {
  constructor(parent) {
    this.filtered = canvas("the filtered picture");
    this.noisy = canvas("the noisy picture");
    this.clean = canvas("the picture without noise");
    this.error = make("output", { class: "error" });
    this.cells = PLACES.map((place, i) => this.cell(place, i));
    const grid = make("div", { class: "grid", role: "group", "aria-label": "the nine numbers of the filter" });
    grid.append(...this.cells.map((cell) => cell.element));
    this.presets = make("div", { class: "presets" });
    const off = make("span", { class: "line", "aria-live": "polite" }, "off by ", this.error, " of 255");
    const given = make("div", { class: "given" }, figure("goes in", "noisy", this.noisy), figure("wanted", "clean", this.clean));
    const out = figure("comes out", "guess", this.filtered);
    out.firstChild.append(off);
    this.root = make("div", { class: "board" },
      out,
      make("div", { class: "numbers" }, caption("the nine numbers"), grid, given),
      this.presets);
    parent.append(this.root);
    // whoever takes hold of a number takes over from the film
    this.root.addEventListener("pointerdown", () => this.stop(), true);
    this.root.addEventListener("keydown", () => this.stop(), true);
  }

  cell(place, i) {
    const value = make("span", { class: "value" });
    const input = make("input", { type: "range", min: LEAST, max: MOST, step: STEP, "aria-label": place });
    input.addEventListener("input", () => this.set(i, Number(input.value)));
    input.addEventListener("change", () => this.report());
    return { element: make("label", { class: "cell" }, value, input), value, input };
  }

  update({ header, arrays }, setState) {
    this.setState = setState;
    if (header.digest !== this.digest) {
      this.digest = header.digest;
      this.size = header.size;
      this.x = arrays.x.data;
      this.x0 = arrays.x0.data;
      this.image = new ImageData(this.size, this.size);
      paint(this.noisy, this.image, this.x);
      paint(this.clean, this.image, this.x0);
      this.stop();
      this.nine = null;
    }
    this.lesson = header.lesson;
    this.presets.replaceChildren(...header.presets.map(([name, nine]) => this.preset(name, nine)));
    this.presets.prepend(this.learner());
    // the visitor's own numbers stay; those of the address come in once
    if (!this.nine) this.all(header.nine);
  }

  learner() {
    const button = make("button", { type: "button", class: "learn" }, "Let it learn");
    button.addEventListener("click", () => this.learn());
    return button;
  }

  // The film: the numbers are nudged, lesson by lesson. It writes nothing into the address.
  learn() {
    this.stop();
    let at = calm() ? this.lesson.length - 1 : 0;
    this.all(this.lesson[at]);
    this.learning = setInterval(() => {
      if (++at < this.lesson.length) this.all(this.lesson[at]);
      else this.stop();
    }, 1000 / LESSONS_A_SECOND);
  }

  stop() {
    clearInterval(this.learning);
  }

  preset(name, nine) {
    const button = make("button", { type: "button" }, name);
    button.addEventListener("click", () => {
      this.all(nine);
      this.report();
    });
    return button;
  }

  all(nine) {
    this.nine = Float64Array.from(nine);
    this.cells.forEach((_, i) => this.write(i));
    this.draw();
  }

  set(i, number) {
    this.nine[i] = number;
    this.write(i);
    this.draw();
  }

  write(i) {
    const text = this.nine[i].toFixed(2).replace("-", "−");
    this.cells[i].value.textContent = text;
    this.cells[i].input.value = this.nine[i];
    this.cells[i].input.setAttribute("aria-valuetext", text);
  }

  draw() {
    const out = convolve(this.x, this.size, this.nine);
    paint(this.filtered, this.image, out);
    let sum = 0;
    for (let i = 0; i < out.length; i++) sum += (out[i] - this.x0[i]) ** 2;
    this.off = 127.5 * Math.sqrt(sum / out.length);
    this.error.textContent = this.off.toFixed(1);
  }

  report() {
    this.setState("nine", Array.from(this.nine, (n) => Number(n.toFixed(2))));
  }
}

// As diffusion_core.networks.filters.convolve: x is (size, size, 3), the last pixel goes on beyond the edge.
function convolve(x, size, nine) {
  const out = new Float32Array(x.length);
  const near = (i) => Math.min(Math.max(i, 0), size - 1);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      for (let k = 0; k < 9; k++) {
        const from = 3 * (near(row + Math.floor(k / 3) - 1) * size + near(column + (k % 3) - 1));
        const to = 3 * (row * size + column);
        for (let c = 0; c < 3; c++) out[to + c] += nine[k] * x[from + c];
      }
    }
  }
  return out;
}

function paint(target, image, x) {
  target.width = target.height = image.width;
  for (let i = 0, j = 0; i < x.length; i += 3, j += 4) {
    for (let c = 0; c < 3; c++) image.data[j + c] = Math.round((x[i + c] + 1) * 127.5);
    image.data[j + 3] = 255;
  }
  target.getContext("2d").putImageData(image, 0, 0);
}

const canvas = (label) => make("canvas", { class: "pixels", role: "img", "aria-label": label });
const caption = (title) => make("figcaption", {}, make("span", { class: "title" }, title));
const figure = (title, role, ...parts) => make("figure", { class: role }, caption(title), ...parts);

export default function ({ data, parentElement, setStateValue }) {
  let board = mounted.get(parentElement);
  if (!board) {
    board = new Board(parentElement);
    mounted.set(parentElement, board);
  }
  const message = unpack(data);
  board.update(message, setStateValue);
  // for tests and for curious visitors, as the player's window.__player
  window.__board = { ...window.__board, [message.header.key]: board };
}
