// Named lines whose shapes change with the clock, over axes that stand still.

import { Plot, chartHeight, polyline, stroke, typeSize } from "./axes.js";
import { colourLegend, dashesOf, lineColour } from "./colours.js";
import { make, sizeCanvas } from "./dom.js";

export class MovingTrack {
  constructor(spec, arrays) {
    this.spec = spec;
    this.canvas = make("canvas", { class: "drawn" });
    this.x = arrays.x.data;
    this.points = this.x.length;
    this.at = arrays.at ? arrays.at.data : null;
    this.lines = spec.lines.map((line, i) => ({ ...line, y: arrays[`y${i}`].data, frames: arrays[`y${i}`].shape[0] }));
    this.frames = Math.max(...this.lines.map((line) => line.frames), this.at ? this.at.length : 1);
    const stroke = spec.at_name ? [legendItem({ name: spec.at_name, role: "plain", dash: spec.speck ? "speck" : "upright" })] : [];
    const items = [...this.lines.map(legendItem), ...stroke];
    this.legend = items.length > 1 ? make("ul", { class: "legend" }, ...items) : null; // of one line the title tells
  }

  range() {
    if (this.spec.y_range) return this.spec.y_range;
    let [low, high] = [Infinity, -Infinity];
    for (const { y } of this.lines) {
      for (const value of y) {
        if (!Number.isFinite(value)) continue;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return low < high ? [low, high] : [low - 1, low + 1];
  }

  fit(available, density, theme) {
    const height = chartHeight(available, theme, 0.45);
    this.context = sizeCanvas(this.canvas, available, height, density);
    const labels = { xLabel: this.spec.x_label, yLabel: this.spec.y_label };
    const x = [this.x[0], this.x[this.points - 1]];
    // heights mean something only where they are named
    this.plot = new Plot(available, height, { size: typeSize(theme), x, y: this.range(), yAxis: Boolean(labels.yLabel), yLabel: labels.yLabel });
    this.back = this.plot.backdrop(density, theme, labels).canvas;
    this.theme = theme;
    if (this.legend) colourLegend(this.legend, theme, this.lines);
    return available;
  }

  draw(frame) {
    const { context, plot } = this;
    context.clearRect(0, 0, plot.width, plot.height);
    context.drawImage(this.back, 0, 0, plot.width, plot.height);
    for (const line of this.lines) this.line(line, Math.min(frame, line.frames - 1) * this.points);
    if (!this.at) return;
    const x = plot.toX(this.at[Math.min(frame, this.at.length - 1)]);
    if (this.spec.speck) this.speck(x);
    else this.stroke(x);
  }

  line({ role, hue, dash, y }, start) {
    const { context, plot } = this;
    context.strokeStyle = context.fillStyle = lineColour(this.theme, { role, hue });
    context.lineWidth = 1.75;
    if (this.spec.filled) this.fill(y, start);
    context.setLineDash(dashesOf(dash, role));
    polyline(context, plot, this.x, y, start, this.points);
    context.setLineDash([]);
  }

  fill(y, start) {
    const { context, plot } = this;
    context.beginPath();
    context.moveTo(plot.toX(this.x[0]), plot.box.bottom);
    for (let i = 0; i < this.points; i++) context.lineTo(plot.toX(this.x[i]), plot.toY(y[start + i] || 0));
    context.lineTo(plot.toX(this.x[this.points - 1]), plot.box.bottom);
    context.globalAlpha = 0.14;
    context.fill();
    context.globalAlpha = 1;
  }

  speck(x) {
    const { context, plot } = this;
    const radius = 0.5 * typeSize(this.theme);
    context.beginPath();
    context.arc(x, plot.box.bottom - radius, radius, 0, 2 * Math.PI);
    context.fillStyle = this.theme.text;
    context.fill();
  }

  stroke(x) {
    const { context, plot } = this;
    context.globalAlpha = 0.5;
    context.strokeStyle = this.theme.text;
    context.lineWidth = 1;
    stroke(context, x, plot.box.top, x, plot.box.bottom);
    context.globalAlpha = 1;
  }
}

const legendItem = ({ name, role, dash }) =>
  make("li", { class: role }, make("span", { class: `sample ${role} ${dash}` }), name);
