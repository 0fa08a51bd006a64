// Pointing at a pixel, by mouse, finger or arrow keys: its values at every track of the same size, and the pick.

import { make, number } from "./dom.js";

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const SCALES = {
  signed: (value) => number(value, 2),
  bytes: (value) => number((value + 1) * 127.5, 0),
};
const NAMES = ["R\u202f", "G\u202f", "B\u202f"];

export class Cursor {
  constructor(stage, picked) {
    this.stage = stage;
    this.picked = picked;
    this.place = null;
    this.kept = null;
  }

  // Listens on one figure that has a grid of pixels.
  attach(figure) {
    const { canvas } = figure.track;
    figure.holder.append((figure.box = make("div", { class: "cursor", hidden: true })));
    canvas.addEventListener("pointermove", (event) => this.show(this.pixelUnder(figure, event)));
    canvas.addEventListener("pointerleave", () => this.show(this.kept));
    canvas.addEventListener("click", (event) => this.keep(figure, this.pixelUnder(figure, event)));
    canvas.addEventListener("keydown", (event) => this.key(figure, event));
  }

  pixelUnder(figure, event) {
    const { width, height } = figure.track.grid;
    const area = figure.track.canvas.getBoundingClientRect();
    const x = Math.floor(((event.clientX - area.left) / area.width) * width);
    const y = Math.floor(((event.clientY - area.top) / area.height) * height);
    return within({ width, height }, x, y);
  }

  key(figure, event) {
    const move = MOVES[event.key];
    const { grid } = figure.track;
    const here = this.fits(grid) ? this.place : { x: grid.width >> 1, y: grid.height >> 1 };
    if (move) this.show(within(grid, here.x + move[0], here.y + move[1]));
    else if (event.key === "Enter") this.keep(figure, within(grid, here.x, here.y));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  keep(figure, place) {
    this.kept = place;
    this.show(place);
    this.picked(figure.track.spec.name, place);
  }

  // A pixel named by the page, on the first track that has a grid.
  mark(pixel) {
    const figure = this.stage.figures.find(({ track }) => track.grid);
    this.place = this.kept = pixel && figure ? within(figure.track.grid, ...pixel) : null;
  }

  show(place) {
    this.place = place;
    this.refresh();
  }

  fits(grid) {
    return this.place && this.place.width === grid.width && this.place.height === grid.height;
  }

  // After the place, the frame or the data changed.
  refresh() {
    for (const figure of this.stage.figures) if (figure.box) this.refreshOne(figure);
  }

  refreshOne({ track, box, readout }) {
    const { stage, place } = this;
    const shown = this.fits(track.grid) && track.pixels !== null && stage.readout !== "none";
    if (box.hidden === Boolean(shown)) box.hidden = !shown;
    if (!shown) {
      if (readout.textContent) readout.textContent = "";
      return;
    }
    const { width, height, channels } = track.grid;
    Object.assign(box.style, { left: `${(100 * place.x) / width}%`, top: `${(100 * place.y) / height}%` });
    Object.assign(box.style, { width: `${100 / width}%`, height: `${100 / height}%` });
    const frame = stage.frameOf(track);
    const value = (channel) => {
      const found = track.valueAt(frame, place.x, place.y, channel);
      const beyond = track.beyond(found, place.x, place.y);
      return beyond + SCALES[stage.readout](found).replace(beyond ? ".00" : "", "");
    };
    readout.textContent = channels === 1 ? value(0) : NAMES.map((name, i) => name + value(i)).join("  ");
  }
}

const within = ({ width, height }, x, y) => ({
  x: Math.min(width - 1, Math.max(0, x)),
  y: Math.min(height - 1, Math.max(0, y)),
  width,
  height,
});
