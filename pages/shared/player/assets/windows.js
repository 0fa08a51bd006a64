// A wall of small pictures, each of which has a light of its own in every frame.

import { canvas2d, make, sizeCanvas } from "./dom.js";

const WINDOW = 44; // px of a window, as of whatever a finger finds
const SASH = 4; // px between two of them
const WIDE = 16; // in a row, where there is room
const SCREEN = 2.2; // a screen's light grows with this power of a value: half the light is 186 of 255
const NIGHT = "#0b0d12";
const LAMP = "#ffb627";

export class WindowTrack {
  constructor(spec, arrays) {
    this.spec = spec;
    this.canvas = make("canvas", { class: "drawn" });
    const [count, height, width] = arrays.pixels.shape;
    Object.assign(this, { count, side: width, frames: arrays.light.shape[0], light: arrays.light.data });
    this.windows = Array.from({ length: count }, (_, i) => windowOf(arrays.pixels.data, i, width, height));
  }

  // Whole multiples of a picture's pixels: as large as leaves WIDE in a row, else as small as a finger still finds; and
  // as many in a row as leave no row half empty.
  fit(available, density) {
    const least = Math.ceil((WINDOW * density) / this.side);
    const times = Math.max(least, Math.floor(((available / WIDE - SASH) * density) / this.side));
    const cell = (this.side * times) / density;
    let columns = Math.max(1, Math.min(Math.floor((available + SASH) / (cell + SASH)), this.count));
    while (this.count % columns) columns -= 1;
    const rows = this.count / columns;
    // the edges of windows lie on the screen's pixels
    this.step = Math.round((cell + SASH) * density) / density;
    Object.assign(this, { cell, columns, width: columns * this.step, height: rows * this.step });
    this.context = sizeCanvas(this.canvas, this.width, this.height, density);
    this.context.imageSmoothingEnabled = false;
    return this.width;
  }

  draw(frame) {
    const { context, cell, columns, step } = this;
    context.clearRect(0, 0, this.width, this.height);
    for (let i = 0; i < this.count; i++) {
      const light = this.light[frame * this.count + i] / 255;
      const [left, top] = [(i % columns) * step + SASH / 2, Math.floor(i / columns) * step + SASH / 2];
      context.fillStyle = LAMP;
      context.globalAlpha = light;
      context.fillRect(left - SASH / 2, top - SASH / 2, cell + SASH, cell + SASH);
      context.globalAlpha = 1;
      context.drawImage(this.windows[i], left, top, cell, cell);
      context.fillStyle = NIGHT;
      context.globalAlpha = 1 - light ** (1 / SCREEN);
      context.fillRect(left, top, cell, cell);
    }
    context.globalAlpha = 1;
  }
}

function windowOf(pixels, index, width, height) {
  const canvas = canvas2d(width, height);
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const start = index * width * height * 3;
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = pixels[start + 3 * i + c];
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
