// A score: a row for each voice, a column for each moment, a cell the brighter the louder; a frame stands at the clock's.

import { typeSize } from "./axes.js";
import { rgb } from "./colours.js";
import { make, sizeCanvas } from "./dom.js";

const VOICE_HIGH = 44; // px of a row where there is room, as of whatever a finger finds
const VOICE_LOW = 26; // and where there is not
const CELL_GAP = 2; // px between two cells
const NAME_GAP = 0.6; // em between a name and its row
const LIGHT = 2.2; // a screen's light grows with this power of a value

export class ScoreTrack {
  constructor(spec, arrays) {
    this.spec = spec;
    this.canvas = make("canvas", { class: "drawn" });
    this.values = arrays.values.data;
    [this.rows, this.columns] = arrays.values.shape;
    this.frames = spec.frames;
  }

  fit(available, density, theme) {
    const size = typeSize(theme);
    const high = Math.max(VOICE_LOW, Math.min(VOICE_HIGH, Math.round(0.5 * available / this.rows)));
    const height = this.rows * high + 3 * size;
    this.context = sizeCanvas(this.canvas, available, height, density);
    this.context.font = `600 ${size}px ${theme.font}`;
    const widest = Math.max(...this.spec.rows.map((name) => this.context.measureText(name).width));
    const left = Math.ceil(widest + NAME_GAP * size);
    Object.assign(this, { theme, size, high, left, width: available, height, column: (available - left) / this.columns });
    return available;
  }

  draw(frame) {
    const { context } = this;
    context.clearRect(0, 0, this.width, this.height);
    for (let row = 0; row < this.rows; row++) this.row(row);
    this.moments();
    if (this.frames === 1) return;
    context.strokeStyle = this.theme.text;
    context.lineWidth = 2;
    context.strokeRect(this.left + frame * this.column + 0.5, 1, this.column - 1, this.rows * this.high - 2);
  }

  row(row) {
    const { context, size, theme, high, left, column, spec } = this;
    const top = row * high;
    const picked = spec.picked === null || spec.picked === row;
    Object.assign(context, { textAlign: "left", textBaseline: "middle", font: `${spec.picked === row ? 700 : 500} ${size}px ${theme.font}` });
    context.fillStyle = theme.text;
    context.globalAlpha = picked ? 1 : 0.75;
    context.fillText(spec.rows[row], 0, top + high / 2);
    context.globalAlpha = 1;
    const [r, g, b] = rgb(theme.roles[spec.role]);
    const ground = theme.dark ? 0.1 : 0.07;
    for (let at = 0; at < this.columns; at++) {
      const value = this.values[row * this.columns + at] / 255;
      context.fillStyle = `rgba(${r}, ${g}, ${b}, ${ground + (1 - ground) * value ** (1 / LIGHT)})`;
      context.fillRect(left + at * column + CELL_GAP / 2, top + CELL_GAP / 2, column - CELL_GAP, high - CELL_GAP);
    }
  }

  // The first and the last moment by name, and as many between them as there is room for.
  moments() {
    const { context, size, theme, left, column, spec } = this;
    context.font = `${size}px ${theme.font}`;
    context.fillStyle = theme.text;
    context.globalAlpha = 0.8;
    context.textBaseline = "top";
    const wide = Math.max(...spec.moments.map((name) => context.measureText(name).width)) + size;
    const every = Math.max(1, Math.ceil(wide / column));
    const top = this.rows * this.high + 0.3 * size;
    for (let at = 0; at < this.columns; at += every) {
      const middle = left + (at + 0.5) * column;
      const half = context.measureText(spec.moments[at]).width / 2;
      context.textAlign = "center";
      context.fillText(spec.moments[at], Math.min(Math.max(middle, half), this.width - half), top);
    }
    context.textAlign = "right";
    context.fillText(spec.x_label, this.width, top + 1.25 * size);
    context.globalAlpha = 1;
  }
}
