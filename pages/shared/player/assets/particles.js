// Specks in a box, or in a glass, with the shade that they make beneath them, and the paths of those that are followed.

import { rgb } from "./colours.js";
import { canvas2d, make, sizeCanvas } from "./dom.js";
import { drawBefore, drawBehind, waterOf } from "./glass.js";

const HAZE = 7; // times as wide as a speck is the water that it colours
const LARGER = 1.6; // times as wide as the others is a speck that is followed

export class ParticleTrack {
  constructor(spec, arrays) {
    this.spec = spec;
    this.canvas = make("canvas", { class: spec.glass ? "drawn" : "drawn boxed" });
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
    this.width = available >= 256 ? 64 * Math.floor(available / 64) : Math.floor(available);
    this.height = Math.round(this.width / this.spec.aspect);
    this.context = sizeCanvas(this.canvas, this.width, this.height, density);
    this.context.imageSmoothingEnabled = this.spec.smooth;
    this.theme = theme;
    this.box = waterOf(this.width, this.height, this.spec.glass);
    this.radius = Math.max(0.75, (this.spec.radius * this.box.width) / 1000);
    this.sprites = this.spec.colours.map((role) => this.sprite(theme.roles[role], density));
    this.haze = this.spec.haze ? this.hazeSprite(theme) : null;
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

  // The water around a speck, coloured a little: where specks are many, much.
  hazeSprite(theme) {
    const reach = Math.ceil(HAZE * this.radius);
    const cloud = canvas2d(2 * reach, 2 * reach);
    const context = cloud.getContext("2d");
    const colour = context.createRadialGradient(reach, reach, 0, reach, reach, reach);
    const ink = theme.roles[this.spec.role];
    for (const [at, share] of [[0, "1c"], [0.5, "0d"], [1, "00"]]) colour.addColorStop(at, ink + share);
    context.fillStyle = colour;
    context.fillRect(0, 0, 2 * reach, 2 * reach);
    return cloud;
  }

  draw(frame) {
    const { context, box, spec } = this;
    context.clearRect(0, 0, this.width, this.height);
    if (spec.glass) drawBehind(context, this.width, this.height, this.theme);
    context.save();
    if (spec.glass) {
      context.beginPath();
      context.rect(box.left, box.top - box.height / 50, box.width, 1.02 * box.height);
      context.clip();
    }
    context.translate(box.left, box.top);
    if (this.shade) this.drawShade(frame);
    this.drawSpecks(frame);
    for (let i = 0; i < spec.followed; i++) this.drawPath(i, frame);
    context.restore();
    if (spec.glass) drawBefore(context, this.width, this.height, this.theme);
  }

  drawSpecks(frame) {
    const { context, positions, groups, sprites, reach, spriteSize, box, spec, haze } = this;
    const [stepX, stepY] = [box.width / 65535, box.height / 65535];
    const start = frame * this.count * 2;
    const end = start + this.count * 2;
    if (haze) {
      const half = haze.width / 2;
      for (let at = start; at < end; at += 2) {
        context.drawImage(haze, positions[at] * stepX - half, positions[at + 1] * stepY - half);
      }
    }
    for (let at = start + 2 * spec.followed, i = spec.followed; at < end; at += 2, i++) {
      const sprite = sprites[groups ? groups[i] % sprites.length : 0];
      context.drawImage(sprite, positions[at] * stepX - reach, positions[at + 1] * stepY - reach, spriteSize, spriteSize);
    }
  }

  // A speck that is followed, at the end of the path that it took.
  drawPath(i, frame) {
    const { context, positions, box, spec, theme } = this;
    const [stepX, stepY] = [box.width / 65535, box.height / 65535];
    const place = (at) => [positions[(at * this.count + i) * 2] * stepX, positions[(at * this.count + i) * 2 + 1] * stepY];
    context.strokeStyle = context.fillStyle = theme.text;
    context.lineWidth = Math.max(1.5, this.radius / 2);
    context.lineJoin = "round";
    context.globalAlpha = 0.75;
    context.beginPath();
    for (let at = Math.max(0, frame - spec.trail); at <= frame; at++) context.lineTo(...place(at));
    context.stroke();
    context.globalAlpha = 1;
    context.beginPath();
    context.arc(...place(frame), Math.max(3, LARGER * this.radius), 0, 2 * Math.PI);
    context.fill();
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
    this.context.drawImage(this.shadeCanvas, 0, 0, this.box.width, this.box.height);
  }
}
