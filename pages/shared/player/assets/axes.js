// What charts share: a plain frame of thin lines, round ticks, a scale.

import { canvas2d, number } from "./dom.js";

// in heights of the type
const LEFT = 3.4;
const RIGHT = 0.8;
const TOP = 0.6;
const LABELLED_TOP = 1.9;
const BOTTOM = 3;
const SMALLEST = 14; // px of type

export const typeSize = (theme) => Math.max(SMALLEST, Math.round(0.8 * theme.rem));

// As high as a share of its width, within what can be seen at once; beside a picture as high as that, but no pillar.
export function chartHeight(width, theme, share) {
  const usual = Math.min(16 * theme.rem, Math.max(10 * theme.rem, width * share));
  return Math.round(Math.max(usual, Math.min(theme.beside || 0, 0.8 * width)));
}

// Round numbers between two limits, about `wanted` of them.
export function ticks(low, high, wanted) {
  const rough = (high - low) / wanted || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999);
  const found = [];
  for (let i = Math.ceil(low / step - 1e-6); i * step <= high + step * 1e-6; i++) found.push(i * step);
  return found;
}

// Two of them at least: one number alone is no scale.
function scale(low, high, wanted) {
  const found = ticks(low, high, wanted);
  return found.length > 1 ? found : ticks(low, high, 2 * wanted);
}

export function decades(low, high) {
  if (high / low < 30) return ticks(low, high, 4);
  const first = Math.ceil(Math.log10(low) - 1e-6);
  const last = Math.floor(Math.log10(high) + 1e-6);
  const every = Math.max(1, Math.ceil((last - first) / 5));
  const found = [];
  for (let power = first; power <= last; power += every) found.push(10 ** power);
  return found;
}

export function written(value) {
  const size = Math.abs(value);
  // so far written out: an axis that goes past a million has one way of writing for all of its numbers
  if (size >= 1000 && size < 1e7) return number(value, 0);
  if (size !== 0 && (size >= 1e7 || size < 0.001)) return power(value);
  return number(value, 10).replace(/\.?0+$/, "") || "0";
}

function power(value) {
  const exponent = Math.floor(Math.log10(Math.abs(value)) + 1e-9);
  const digits = [...String(exponent)].map((d) => (d === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[d])).join("");
  const factor = value / 10 ** exponent;
  return Math.abs(factor - 1) < 1e-6 ? `10${digits}` : `${number(factor, 1)}·10${digits}`;
}

// A plot's inner rectangle and the two maps from values to CSS pixels.
export class Plot {
  constructor(width, height, { x, y, size, log = false, yAxis = true, yLabel = "" }) {
    Object.assign(this, { width, height, log, yAxis, size });
    const [left, top] = [yAxis ? LEFT : RIGHT, yLabel ? LABELLED_TOP : TOP];
    this.box = { left: left * size, right: width - RIGHT * size, top: top * size, bottom: height - BOTTOM * size };
    [this.x0, this.x1] = x;
    [this.y0, this.y1] = log ? y.map(Math.log10) : y;
  }

  toX(value) {
    return this.box.left + ((value - this.x0) / (this.x1 - this.x0 || 1)) * (this.box.right - this.box.left);
  }

  toY(value) {
    const share = ((this.log ? Math.log10(value) : value) - this.y0) / (this.y1 - this.y0 || 1);
    return this.box.bottom - share * (this.box.bottom - this.box.top);
  }

  // An empty canvas of the chart's size, drawn on in CSS px.
  sheet(density) {
    const canvas = canvas2d(Math.round(this.width * density), Math.round(this.height * density));
    const context = canvas.getContext("2d");
    context.setTransform(density, 0, 0, density, 0, 0);
    return { canvas, context };
  }

  // The part that never moves, drawn once for a size and a theme.
  backdrop(density, theme, { xLabel, yLabel }) {
    const { canvas, context } = this.sheet(density);
    context.font = `${this.size}px ${theme.font}`;
    context.fillStyle = context.strokeStyle = theme.text;
    context.lineWidth = 1;
    this.drawX(context, xLabel);
    if (this.yAxis) this.drawY(context, yLabel);
    return { canvas, context };
  }

  drawX(context, label) {
    const { left, right, bottom } = this.box;
    context.globalAlpha = 0.45;
    stroke(context, left, bottom + 0.5, right, bottom + 0.5);
    context.globalAlpha = 0.8;
    context.textBaseline = "top";
    for (const value of scale(this.x0, this.x1, Math.max(2, (right - left) / (6 * this.size)))) {
      const x = this.toX(value);
      context.textAlign = x > right - this.size ? "right" : x < left + this.size / 2 ? "left" : "center";
      context.fillText(written(value), x > right - this.size ? right : x, bottom + this.size / 2);
    }
    context.textAlign = "right";
    if (label) context.fillText(label, right, bottom + 1.75 * this.size);
  }

  drawY(context, label) {
    const { left, right, top, bottom } = this.box;
    const low = this.log ? 10 ** this.y0 : this.y0;
    const high = this.log ? 10 ** this.y1 : this.y1;
    const values = this.log ? decades(low, high) : scale(low, high, Math.max(2, (bottom - top) / (3.5 * this.size)));
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const value of values) {
      const y = Math.round(this.toY(value)) + 0.5;
      context.globalAlpha = 0.13;
      if (y < bottom - 1) stroke(context, left, y, right, y);
      context.globalAlpha = 0.8;
      context.fillText(written(value), left - 6, y);
    }
    context.textAlign = "left";
    context.textBaseline = "top";
    context.globalAlpha = 0.8;
    if (label) context.fillText(label, 0, 0);
  }
}

export function stroke(context, x0, y0, x1, y1) {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

// Strokes y over x from `from` to `to`, lifting the pen where there is no value.
export function polyline(context, plot, xs, ys, start, to) {
  let down = false;
  context.beginPath();
  for (let i = 0; i < to; i++) {
    const y = ys[start + i];
    if (!Number.isFinite(y) || (plot.log && y <= 0)) {
      down = false;
      continue;
    }
    if (down) context.lineTo(plot.toX(xs[i]), plot.toY(y));
    else context.moveTo(plot.toX(xs[i]), plot.toY(y));
    down = true;
  }
  context.stroke();
}
