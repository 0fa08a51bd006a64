// A histogram a frame, and a line to compare it with.

import { Plot, chartHeight, polyline, typeSize } from "./axes.js";
import { make, sizeCanvas } from "./dom.js";

export class BarTrack {
  constructor(spec, arrays) {
    this.spec = spec;
    this.canvas = make("canvas", { class: "drawn" });
    this.counts = arrays.counts.data;
    [this.frames, this.bars] = arrays.counts.shape;
    this.edges = arrays.edges.data;
    this.reference = arrays.reference ? arrays.reference.data : null;
    this.points = arrays.reference ? arrays.reference.shape[1] : 0;
    this.top = spec.top || Math.max(this.highest(0, this.counts.length), this.highestReference()) || 1;
    this.legend = spec.reference_label ? this.makeLegend() : null;
  }

  makeLegend() {
    const sample = make("span", { class: "sample" });
    return make("ul", { class: "legend" }, make("li", {}, sample, this.spec.reference_label));
  }

  highest(from, to) {
    let top = 0;
    for (let i = from; i < to; i++) if (this.counts[i] > top) top = this.counts[i];
    return top;
  }

  highestReference() {
    let top = 0;
    for (let i = this.points; i < 2 * this.points; i++) if (this.reference[i] > top) top = this.reference[i];
    return top;
  }

  fit(available, density, theme) {
    const height = chartHeight(available, theme, 0.6);
    this.context = sizeCanvas(this.canvas, available, height, density);
    const x = [this.edges[0], this.edges[this.bars]];
    this.plot = new Plot(available, height, { size: typeSize(theme), x, y: [0, this.top], yAxis: false });
    this.back = this.plot.backdrop(density, theme, { xLabel: this.spec.x_label, yLabel: "" }).canvas;
    this.colour = theme.roles[this.spec.role];
    this.ink = theme.text;
    return available;
  }

  draw(frame) {
    const { context, plot } = this;
    const start = frame * this.bars;
    if (this.spec.scale === "frame") plot.y1 = this.highest(start, start + this.bars) || 1;
    context.clearRect(0, 0, plot.width, plot.height);
    context.drawImage(this.back, 0, 0, plot.width, plot.height);
    context.fillStyle = this.colour;
    for (let i = 0; i < this.bars; i++) {
      const left = plot.toX(this.edges[i]);
      const width = plot.toX(this.edges[i + 1]) - left;
      const top = Math.max(plot.box.top, plot.toY(this.counts[start + i]));
      context.fillRect(left, top, Math.max(0.5, width - (width > 4 ? 1 : 0)), plot.box.bottom - top);
    }
    if (this.reference) this.drawReference();
  }

  drawReference() {
    const { context } = this;
    context.strokeStyle = this.ink;
    context.lineWidth = 1.5;
    polyline(context, this.plot, this.reference, this.reference, this.points, this.points);
  }
}
