// How bright each picture of a sheet is: a dot a picture on a line from black to white.

import { make, sizeCanvas } from "./dom.js";
import { stroke, typeSize } from "./axes.js";

const DARKEST = 0;
const BRIGHTEST = 255;

export class TileLine {
  // columns: pictures side by side in the sheet; count: pictures, row by row.
  constructor([columns, count], grid) {
    this.columns = columns;
    this.count = count;
    this.side = grid.width / columns;
    this.grid = grid;
    this.element = make("canvas", { class: "drawn tiles", role: "img" });
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
    const { columns, side, grid } = this;
    return Array.from({ length: this.count }, (_, tile) => {
      const left = (tile % columns) * side;
      const top = Math.floor(tile / columns) * side;
      let sum = 0;
      for (let y = top; y < top + side; y++) {
        for (let x = left; x < left + side; x++) {
          const word = words[y * grid.width + x];
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
    this.write(`darkest ${ends[0]}`, toX(ends[0]), "right");
    this.write(`brightest ${ends[1]}`, toX(ends[1]), "left");
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

  // A word above the line, kept within the strip.
  write(text, x, align) {
    const { context, type, width } = this;
    const room = context.measureText(text).width;
    context.textAlign = "left";
    const left = align === "right" ? x - room + type / 2 : x - type / 2;
    context.fillText(text, Math.min(Math.max(0, left), width - room), 1.05 * type);
  }
}
