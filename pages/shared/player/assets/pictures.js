// Tracks made of picture pixels: frames that were sent, and mixtures computed here.

import { make } from "./dom.js";
import { columnsThatFit, laidOut } from "./sheet.js";
import { TileLine } from "./tiles.js";

// Shared by both: a canvas of exactly the picture's pixels, enlarged by whole device pixels.
class PixelTrack {
  constructor(spec, height, width, channels) {
    this.spec = spec;
    this.grid = { width, height, channels };
    this.canvas = make("canvas", { class: "pixels" });
    this.context = this.canvas.getContext("2d");
    this.size(width, height);
  }

  size(width, height) {
    Object.assign(this.grid, { width, height });
    Object.assign(this.canvas, { width, height });
    this.image = this.context.createImageData(width, height);
    this.words = new Uint32Array(this.image.data.buffer).fill(0xff000000);
  }

  fit(available, density) {
    const factor = Math.floor((available * density) / this.grid.width);
    const width = factor >= 1 ? (this.grid.width * factor) / density : available;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${(width * this.grid.height) / this.grid.width}px`;
    return width;
  }

  draw(frame) {
    this.paint(frame);
    this.context.putImageData(this.image, 0, 0);
  }
}

export class PictureTrack extends PixelTrack {
  constructor(spec, arrays) {
    const [frames, height, width, channels] = arrays.pixels ? arrays.pixels.shape : [0, ...spec.incoming];
    super(spec, height, width, channels);
    this.frameSize = height * width * channels;
    this.order = arrays.order ? arrays.order.data : null; // of pictures that are shown more than once
    this.frames = this.order ? this.order.length : frames;
    this.pixels = arrays.pixels ? arrays.pixels.data : null;
    this.exact = arrays.exact ? arrays.exact.data : null;
    this.sent = { ...this.grid };
    this.tiles = spec.tiles ? new TileLine(spec.tiles) : null;
    this.legend = this.tiles && this.tiles.element;
  }

  fit(available, density, theme) {
    if (!this.tiles) return super.fit(available, density);
    this.layOut(columnsThatFit(this.spec.tiles[0], this.sent.width / this.spec.tiles[0], available, density));
    const width = super.fit(available, density);
    this.tiles.fit(width, density, theme);
    return width;
  }

  // The pictures of a sheet in so many columns.
  layOut(columns) {
    const [sent, count] = this.spec.tiles;
    if (this.tiles.columns === columns) return;
    const side = this.sent.width / sent;
    this.tiles.layOut(columns, side);
    this.places = laidOut(this.sent, this.spec.tiles, columns);
    this.size(columns * side, Math.ceil(count / columns) * side);
    this.words.fill(0); // a place without picture is the page's ground
  }

  draw(frame) {
    super.draw(frame);
    if (this.tiles) this.tiles.draw(this.words);
  }

  // Where a frame begins among the pixels.
  begins(frame) {
    return (this.order ? this.order[frame] : frame) * this.frameSize;
  }

  paint(frame) {
    const { pixels, words, places } = this;
    const count = this.sent.width * this.sent.height;
    let at = this.begins(frame);
    if (this.grid.channels === 1) {
      for (let i = 0; i < count; i++) words[i] = 0xff000000 | (pixels[at++] * 0x10101);
      return;
    }
    for (let i = 0; i < count; i++, at += 3) {
      const to = places ? places[i] : i;
      if (to >= 0) words[to] = 0xff000000 | (pixels[at + 2] << 16) | (pixels[at + 1] << 8) | pixels[at];
    }
  }

  // Whether what stands at this pixel was sent as it is, not in the screen's 256 steps.
  known(x, y) {
    return this.exact && x === this.spec.exact[0] && y === this.spec.exact[1];
  }

  // On the scale of [-1, 1].
  valueAt(frame, x, y, channel) {
    if (this.known(x, y)) return this.exact[frame * this.grid.channels + channel];
    const at = this.begins(frame) + (y * this.grid.width + x) * this.grid.channels + channel;
    return this.pixels[at] / 127.5 - 1;
  }

  // What stands before a value that may have been further out.
  beyond(value, x, y) {
    return !this.spec.clipped || this.known(x, y) || Math.abs(value) < 1 ? "" : value < 0 ? "≤" : "≥";
  }
}

export class MixtureTrack extends PixelTrack {
  constructor(spec, arrays) {
    const [parts, height, width, channels] = arrays.parts.shape;
    super(spec, height, width, channels);
    const count = height * width * channels;
    this.first = arrays.parts.data.subarray(0, count);
    this.second = arrays.parts.data.subarray((parts - 1) * count);
    this.frames = arrays.table.shape[0];
    this.a = arrays.table.data.filter((_, i) => i % 2 === 0);
    this.b = arrays.table.data.filter((_, i) => i % 2 === 1);
  }

  // ImageData rounds and clips by itself: only the display is clipped.
  paint(frame) {
    const { first, second } = this;
    const out = this.image.data;
    const a = this.a[frame] * 127.5;
    const b = this.b[frame] * 127.5;
    if (this.grid.channels === 1) {
      for (let i = 0, o = 0; i < first.length; i++, o += 4) {
        out[o] = out[o + 1] = out[o + 2] = a * first[i] + b * second[i] + 127.5;
      }
      return;
    }
    for (let i = 0, o = 0; i < first.length; i += 3, o += 4) {
      out[o] = a * first[i] + b * second[i] + 127.5;
      out[o + 1] = a * first[i + 1] + b * second[i + 1] + 127.5;
      out[o + 2] = a * first[i + 2] + b * second[i + 2] + 127.5;
    }
  }

  valueAt(frame, x, y, channel) {
    const at = (y * this.grid.width + x) * this.grid.channels + channel;
    return this.a[frame] * this.first[at] + this.b[frame] * this.second[at];
  }

  beyond() {
    return "";
  }
}
