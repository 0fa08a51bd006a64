// Named lines over one axis, with a marker that moves with the clock.

import { Plot, chartHeight, polyline, stroke, typeSize, written } from "./axes.js";
import { colourLegend, dashesOf, lineColour } from "./colours.js";
import { make, number, sizeCanvas } from "./dom.js";
import { nameLines } from "./names.js";

export class CurveTrack {
  constructor(spec, arrays) {
    this.spec = spec;
    this.canvas = make("canvas", { class: "drawn" });
    this.x = arrays.x.data;
    this.y = arrays.y.data;
    this.at = arrays.at.data;
    this.frames = this.at.length;
    this.points = this.x.length;
    this.measure();
    this.legend = make("ul", { class: "legend" }, ...spec.lines.map((line) => this.legendItem(line)));
  }

  // Everything that a frame will need, so that playing computes nothing: y at the marker, and its written form.
  measure() {
    this.marks = this.spec.lines.map((_, line) => Float32Array.from(this.at, (x) => this.interpolate(line, x)));
    this.texts = this.marks.map((marks) => Array.from(marks, (y) => (Number.isFinite(y) ? short(y, this.spec.digits) : "")));
    this.reach = Int32Array.from(this.at, (x) => this.before(x));
  }

  before(x) {
    let i = 0;
    while (i < this.points && this.x[i] <= x) i++;
    return i;
  }

  interpolate(line, x) {
    const start = line * this.points;
    const i = Math.min(Math.max(this.before(x), 1), this.points - 1);
    const span = this.x[i] - this.x[i - 1];
    const share = span ? Math.min(1, Math.max(0, (x - this.x[i - 1]) / span)) : 0;
    if (share === 0) return this.y[start + i - 1];
    return share === 1 ? this.y[start + i] : (1 - share) * this.y[start + i - 1] + share * this.y[start + i];
  }

  legendItem(line) {
    const value = make("span", { class: "value" });
    const sample = make("span", { class: `sample ${line.role} ${line.dash}` });
    return make("li", { class: line.role }, sample, line.name, value);
  }

  range() {
    if (this.spec.y_range) return this.spec.y_range;
    let [low, high] = [Infinity, -Infinity];
    for (const y of this.y) {
      if (!Number.isFinite(y) || (this.spec.log_y && y <= 0)) continue;
      low = Math.min(low, y);
      high = Math.max(high, y);
    }
    return low < high ? [low, high] : [low - 1, low + 1];
  }

  fit(available, density, theme) {
    const height = chartHeight(available, theme, 0.45);
    this.context = sizeCanvas(this.canvas, available, height, density);
    const x = [this.x[0], this.x[this.points - 1]];
    this.plot = new Plot(available, height, { size: typeSize(theme), x, y: this.range(), log: this.spec.log_y, yLabel: this.spec.y_label });
    const labels = { xLabel: this.spec.x_label, yLabel: this.spec.y_label };
    const { canvas, context } = this.plot.backdrop(density, theme, labels);
    this.theme = theme;
    this.back = canvas;
    context.globalAlpha = this.spec.trail ? 0.25 : 1;
    this.spec.lines.forEach((_, line) => this.line(context, line, this.points));
    colourLegend(this.legend, theme, this.spec.lines);
    // names lie over the upright line of the moment, which would cross them out
    const front = this.plot.sheet(density);
    this.front = front.canvas;
    this.legend.classList.toggle("named", nameLines(front.context, this.plot, theme, this.names()));
    return available;
  }

  // Each line's name, and how high it lies at a place of the chart, in px.
  names() {
    const { plot, spec } = this;
    const value = (x) => plot.x0 + ((x - plot.box.left) / (plot.box.right - plot.box.left)) * (plot.x1 - plot.x0);
    return spec.lines.map((line, index) => {
      const at = (x) => {
        const y = this.interpolate(index, value(x));
        return this.isDrawn(y) ? plot.toY(y) : NaN;
      };
      return { text: line.name, colour: lineColour(this.theme, line), at };
    });
  }

  isDrawn(y) {
    return Number.isFinite(y) && !(this.plot.log && y <= 0);
  }

  line(context, index, to) {
    const { role, dash } = this.spec.lines[index];
    context.strokeStyle = lineColour(this.theme, this.spec.lines[index]);
    context.lineWidth = 1.75;
    context.setLineDash(dashesOf(dash, role));
    polyline(context, this.plot, this.x, this.y, index * this.points, to);
    context.setLineDash([]);
  }

  draw(frame) {
    const { context, plot } = this;
    context.clearRect(0, 0, plot.width, plot.height);
    context.drawImage(this.back, 0, 0, plot.width, plot.height);
    const x = plot.toX(this.at[frame]);
    context.globalAlpha = 0.5;
    context.strokeStyle = this.theme.text;
    context.lineWidth = 1;
    stroke(context, x, plot.box.top, x, plot.box.bottom);
    context.globalAlpha = 1;
    if (this.spec.trail) this.marks.forEach((_, line) => this.line(context, line, this.reach[frame]));
    context.drawImage(this.front, 0, 0, plot.width, plot.height);
    for (let line = 0; line < this.marks.length; line++) this.mark(line, x, frame);
  }

  mark(line, x, frame) {
    const y = this.marks[line][frame];
    const value = this.legend.children[line].lastChild;
    if (value.textContent !== this.texts[line][frame]) value.textContent = this.texts[line][frame];
    if (!this.isDrawn(y)) return;
    this.context.fillStyle = lineColour(this.theme, this.spec.lines[line]);
    this.context.beginPath();
    this.context.arc(x, this.plot.toY(y), 4, 0, 2 * Math.PI);
    this.context.fill();
  }
}

const short = (y, digits) =>
  Math.abs(y) >= 0.01 && Math.abs(y) < 1000 ? number(y, digits) : written(Number(y.toPrecision(2)));
