// How bright each picture of a sheet is: a dot a picture on a line from black to white.

import { make, sizeCanvas } from "./dom.js";
import { stroke, typeSize } from "./axes.js";

const DARKEST = 0;
const BRIGHTEST = 255;

export class TileLine {
  // count: pictures of the sheet, row by row.
  constructor([, count]) {
    this.count = count;
    this.element = make("canvas", { class: "drawn tiles", role: "img" });
  }

  // columns: pictures side by side; side: of a picture, in pixels.
  layOut(columns, side) {
    Object.assign(this, { columns, side });
  }

  fit(width, density, theme) {
    this.theme = theme;
    this.type = typeSize(theme);
    this.width = width;
    this.height = 3 * this.type;
    this.context = sizeCanvas(this.element, width, this.height, density);
  }

  // The mean of all numbers of each picture, from 0 to 255. words: the sheet's pixels, 0xAABBGGRR.
  means(words) {
    const { columns, side } = this;
    return Array.from({ length: this.count }, (_, tile) => {
      const left = (tile % columns) * side;
      const top = Math.floor(tile / columns) * side;
      let sum = 0;
      for (let y = top; y < top + side; y++) {
        for (let x = left; x < left + side; x++) {
          const word = words[y * columns * side + x];
          sum += (word & 255) + ((word >> 8) & 255) + ((word >> 16) & 255);
        }
      }
      return sum / (3 * side * side);
    });
  }

  draw(words) {
    const { context, width, height, theme, type } = this;
    if (!context) return;
    const means = this.means(words).map(Math.round);
    const ends = [Math.min(...means), Math.max(...means)];
    const toX = (value) => type + (value / (BRIGHTEST - DARKEST)) * (width - 2 * type);
    const line = height / 2;
    context.clearRect(0, 0, width, height);
    context.strokeStyle = context.fillStyle = theme.text;
    context.lineWidth = 1;
    context.globalAlpha = 0.4;
    stroke(context, toX(DARKEST), line, toX(BRIGHTEST), line);
    stroke(context, toX(127.5), line - 0.6 * type, toX(127.5), line + 0.6 * type);
    context.globalAlpha = 0.55;
    for (const mean of means) {
      context.beginPath();
      context.arc(toX(mean), line, 0.4 * type, 0, 2 * Math.PI);
      context.fill();
    }
    context.globalAlpha = 1;
    context.font = `${type}px ${getComputedStyle(this.element).fontFamily}`;
    context.textBaseline = "bottom";
    this.write([`darkest ${ends[0]}`, `brightest ${ends[1]}`], ends.map(toX));
    context.textBaseline = "bottom";
    context.textAlign = "center";
    context.globalAlpha = 0.7;
    context.fillText("middle grey", toX(127.5), height);
    context.textAlign = "left";
    context.fillText("black", 0, height);
    context.textAlign = "right";
    context.fillText("white", width, height);
    context.globalAlpha = 1;
    this.element.setAttribute("aria-label", `brightness of each picture: the darkest ${ends[0]}, the brightest ${ends[1]} of 255`);
    this.element.dataset.means = means.join(" ");
  }

  // Two words above the line, the one ending and the other beginning at its dot; kept within the strip, and apart.
  write(texts, [from, to]) {
    const { context, type, width } = this;
    const [first, second] = texts.map((text) => context.measureText(text).width);
    const right = Math.min(Math.max(to - type / 2, first + type), width - second);
    const left = Math.max(0, Math.min(from + type / 2 - first, right - type - first));
    context.textAlign = "left";
    context.fillText(texts[0], left, 1.05 * type);
    context.fillText(texts[1], right, 1.05 * type);
  }
}
