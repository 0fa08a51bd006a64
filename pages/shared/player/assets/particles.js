// Specks in a box, with the shade that they make beneath them.

import { rgb } from "./colours.js";
import { canvas2d, make, sizeCanvas } from "./dom.js";

export class ParticleTrack {
  constructor(spec, arrays) {
    this.spec = spec;
    this.canvas = make("canvas", { class: "drawn boxed" });
    [this.frames, this.count] = arrays.positions.shape;
    this.positions = arrays.positions.data;
    this.groups = arrays.groups ? arrays.groups.data : null;
    this.shade = arrays.shade || null;
    if (this.shade) this.prepareShade();
  }

  prepareShade() {
    const [, height, width] = this.shade.shape;
    this.shadeCanvas = canvas2d(width, height);
    this.shadeContext = this.shadeCanvas.getContext("2d");
    this.shadeImage = this.shadeContext.createImageData(width, height);
    this.shadeWords = new Uint32Array(this.shadeImage.data.buffer);
  }

  fit(available, density, theme) {
    // as wide as a picture of 64 pixels beside it, where that is large
    this.width = available >= 256 ? 64 * Math.floor(available / 64) : available;
    this.height = Math.round(this.width / this.spec.aspect);
    this.context = sizeCanvas(this.canvas, this.width, this.height, density);
    this.context.imageSmoothingEnabled = this.spec.smooth;
    this.radius = Math.max(0.75, (this.spec.radius * this.width) / 1000);
    this.sprites = this.spec.colours.map((role) => this.sprite(theme.roles[role], density));
    const [red, green, blue] = rgb(theme.roles[this.spec.role]);
    this.tint = (blue << 16) | (green << 8) | red;
    return this.width;
  }

  // A disc drawn once and stamped for each speck: far cheaper than thousands of arcs a frame.
  sprite(colour, density) {
    const reach = this.radius + 1 / density;
    const disc = canvas2d(Math.ceil(2 * reach * density), Math.ceil(2 * reach * density));
    const context = disc.getContext("2d");
    context.scale(density, density);
    context.globalAlpha = this.spec.opacity;
    context.fillStyle = colour;
    context.beginPath();
    context.arc(reach, reach, this.radius, 0, 2 * Math.PI);
    context.fill();
    this.reach = reach;
    this.spriteSize = disc.width / density;
    return disc;
  }

  draw(frame) {
    const { context, positions, groups, sprites, reach, spriteSize } = this;
    context.clearRect(0, 0, this.width, this.height);
    if (this.shade) this.drawShade(frame);
    const stepX = this.width / 65535;
    const stepY = this.height / 65535;
    let at = frame * this.count * 2;
    for (let i = 0; i < this.count; i++, at += 2) {
      const sprite = sprites[groups ? groups[i] % sprites.length : 0];
      context.drawImage(sprite, positions[at] * stepX - reach, positions[at + 1] * stepY - reach, spriteSize, spriteSize);
    }
  }

  drawShade(frame) {
    const { shadeWords, tint } = this;
    const { data, shape } = this.shade;
    let at = (shape[0] === 1 ? 0 : frame) * shadeWords.length * shape[3];
    if (shape[3] === 1) {
      for (let i = 0; i < shadeWords.length; i++) shadeWords[i] = (data[at++] << 24) | tint;
    } else {
      for (let i = 0; i < shadeWords.length; i++, at += 3) {
        shadeWords[i] = 0xff000000 | (data[at + 2] << 16) | (data[at + 1] << 8) | data[at];
      }
    }
    this.shadeContext.putImageData(this.shadeImage, 0, 0);
    this.context.drawImage(this.shadeCanvas, 0, 0, this.width, this.height);
  }
}
