// A film in a loop: a drop of ink dissolves, a plain fade leads to dots, and out of them comes what the server's network
// draws. Without ink it begins with the dots and stops at the picture. All of it is asked for once.

import { themeOf } from "../shared/player/assets/colours.js";
import { canvas2d, icon, make, sizeCanvas } from "../shared/player/assets/dom.js";
import { FrameStream } from "../shared/player/assets/stream.js";

// ms. Within five seconds a newcomer has to see the picture rise, or leaves with dots.
const PACE = { hold: 300, ink: 2200, fade: 700, dots: 300, step: 110, rest: 5500, out: 1400 };
const CELL = 64; // pixels of the picture
const HEAD = 150; // of the screen's height: what stands above a picture, and its buttons
const LONGEST_GAP = 100; // ms; after a hidden tab the film goes on where it was
const SPECK = 0.007; // radius of a speck, as a share of the glass
const SEEN = 0.6; // share of a run after which everybody sees what it draws
const PLAY = "M8 5v14l11-7z";
const PAUSE = "M7 5h4v14H7zm6 0h4v14h-4z";
const DIE = "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zm3 3.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3zm8 0a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3zm-4 4a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3zm-4 4a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3zm8 0a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z";
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// What stands on the screen at a time of the film. ink: its share that has passed; dots: how far the picture covers the
// ink; step: of the run; until: the time at which the film ends or begins anew.
export function momentOf(time, { frames, hasInk }) {
  let left = time;
  const during = (length) => {
    const share = Math.min(1, Math.max(0, left / length));
    left -= length;
    return share;
  };
  const begun = hasInk ? during(PACE.hold) : 1;
  const ink = hasInk ? during(PACE.ink) : 1;
  const dots = hasInk ? during(PACE.fade) : 1;
  during(PACE.dots);
  const step = Math.min(frames - 1, Math.max(0, Math.ceil(left / PACE.step)));
  during((frames - 1) * PACE.step);
  during(PACE.rest);
  const out = hasInk ? during(PACE.out) : 0;
  return { begun, ink: out > 0 ? 0 : ink, dots: dots * (1 - out), step };
}

// When the dots begin, and when all is over.
export function timesOf({ frames, hasInk }) {
  const dots = hasInk ? PACE.hold + PACE.ink : 0;
  const drawn = dots + (hasInk ? PACE.fade : 0) + PACE.dots;
  const ready = drawn + (frames - 1) * PACE.step;
  return { dots, drawn, ready, end: ready + (hasInk ? PACE.rest + PACE.out : 0) };
}

export class Film {
  constructor(parent) {
    this.glass = make("canvas");
    this.picture = make("canvas", { class: "pixels" });
    this.stage = make("div", { class: "stage", role: "img" }, this.glass, this.picture);
    this.words = make("p", { class: "words" });
    this.play = make("button", { type: "button", class: "play" });
    this.again = make("button", { type: "button", class: "again", title: "Again, from other dots" }, icon(DIE), "Again");
    const bar = make("div", { class: "bar" }, this.words, this.play, this.again);
    this.root = make("section", { class: "film" }, this.stage, bar);
    parent.append(this.root);
    this.play.addEventListener("click", () => this.turn(!this.playing));
    for (const one of [this.stage, this.again]) one.addEventListener("click", () => this.anew());
    Object.assign(this, { time: 0, take: 0, frame: -1, painted: false, seen: false, playing: !calm(), urls: [] });
    this.tick = this.tick.bind(this);
    this.observe();
  }

  observe() {
    this.sizes = new ResizeObserver(() => this.root.clientWidth !== this.width && this.fit());
    this.sizes.observe(this.root);
    this.sight = new IntersectionObserver(([entry]) => {
      this.seen = entry.isIntersecting;
      if (this.seen && !this.stream) this.fetch();
      this.run();
    }, { threshold: 0.2 });
    this.sight.observe(this.stage);
  }

  update({ header, arrays }) {
    const { frames, urls, alt, most, shape } = header;
    const other = String(urls) !== String(this.urls);
    const hasInk = Boolean(arrays.specks);
    Object.assign(this, { header, urls, frames, hasInk, most });
    if (hasInk) this.adoptInk(arrays);
    const [height, width] = shape;
    if (height && (this.picture.height !== height || this.picture.width !== width)) {
      Object.assign(this.picture, { height, width }); // which empties it
      this.frame = -1;
    }
    this.stage.setAttribute("aria-label", alt);
    this.again.hidden = urls.length < 2;
    this.stage.classList.toggle("tap", urls.length > 1);
    if (other && this.begun) this.change(0);
    else if (hasInk && !this.stream) this.fetch();
    this.begun = true;
    this.fit();
  }

  adoptInk({ specks, shade }) {
    [this.moments, this.count] = specks.shape;
    this.specks = specks.data;
    const [, height, width] = shade.shape;
    this.shade = shade.data;
    this.cells = canvas2d(width, height);
    this.cellImage = this.cells.getContext("2d").createImageData(width, height);
  }

  // --- the run

  anew() {
    if (this.urls.length > 1) this.change((this.take + 1) % this.urls.length);
  }

  // Another run: its dots come at once, by whatever stood there.
  change(take) {
    this.take = take;
    this.fetch();
    this.time = timesOf(this).drawn - PACE.dots;
    if (!calm()) this.turn(true);
  }

  fetch() {
    if (this.stream) this.stream.abort();
    if (!this.urls.length) return;
    const { track, shape } = this.header;
    const spec = { url: this.urls[this.take], frames: this.frames, unit: "", names: [track] };
    this.stream = new FrameStream(spec, { [track]: shape }, () => this.streamed());
    this.frame = -1;
    this.stream.start();
  }

  streamed() {
    const { stream } = this;
    if (stream.done && !this.playing && calm()) this.time = timesOf(this).ready;
    this.draw();
    this.run();
  }

  // --- the clock

  turn(on) {
    this.playing = on;
    if (on && !this.hasInk && this.time >= timesOf(this).end) this.time = 0;
    this.run();
    this.showPlaying();
  }

  run() {
    cancelAnimationFrame(this.request);
    this.before = 0;
    if (this.playing && this.seen) this.request = requestAnimationFrame(this.tick);
  }

  tick(now) {
    const gap = this.before ? Math.min(LONGEST_GAP, now - this.before) : 0;
    this.before = now;
    this.time = this.next(this.time + gap);
    this.draw();
    if (!this.hasInk && this.time >= timesOf(this).end && (this.stream?.done || this.stream?.error)) this.turn(false);
    else this.request = requestAnimationFrame(this.tick);
  }

  // As far as the frames that have arrived allow; then round again.
  next(time) {
    const { stream, hasInk } = this;
    const { dots, drawn, end } = timesOf(this);
    const arrived = stream ? stream.arrived : 0;
    if (!arrived && stream && !stream.error) return Math.min(time, this.painted ? drawn - PACE.dots : dots);
    if (!arrived) {
      // nothing will come: the ink goes round alone, and asks once more
      if (time < dots + PACE.hold) return time;
      if (stream && hasInk) stream.start();
      return 0;
    }
    if (!stream.done) return Math.min(time, drawn + (arrived - 1) * PACE.step);
    return hasInk && time >= end ? time - end : Math.min(time, end);
  }

  // --- the picture

  fit() {
    const density = window.devicePixelRatio || 1;
    const cell = CELL / Math.max(1, Math.floor(density)); // whole pixels of the screen, so of the picture
    const room = Math.min((this.width = this.root.clientWidth), this.most, Math.max(5 * CELL, innerHeight - HEAD));
    if (!this.width) return;
    this.side = Math.max(CELL, Math.floor(room / cell) * cell);
    this.theme = themeOf(this.root);
    this.root.classList.toggle("dark", this.theme.dark);
    this.root.style.setProperty("--side", `${this.side}px`);
    this.pen = sizeCanvas(this.glass, this.side, this.side, density);
    this.draw();
    this.showPlaying();
  }

  showPlaying() {
    this.play.replaceChildren(icon(this.playing ? PAUSE : PLAY));
    this.play.setAttribute("aria-label", this.playing ? "Pause" : "Play");
  }

  draw() {
    if (!this.side) return;
    const moment = momentOf(this.time, this);
    if (this.hasInk && moment.dots < 1) this.drawInk(moment);
    const there = this.stream && this.stream.arrived > 0;
    if (there) this.drawPicture(Math.min(moment.step, this.stream.arrived - 1));
    // what an overtaken run has left stands until the new one has arrived
    this.picture.style.opacity = there || this.painted ? moment.dots : 0;
    this.moment = moment;
    this.say(moment);
  }

  say({ dots, step }) {
    const [ink, noise, drawn] = this.header.words;
    const seen = this.stream?.arrived ? step > SEEN * this.frames : this.painted;
    const text = this.stream?.error || (dots < 0.5 ? ink : seen ? drawn : noise);
    if (this.words.textContent !== text) this.words.textContent = text;
  }

  drawInk({ ink, begun }) {
    const { pen, side, count, specks, moments } = this;
    const at = ink * (moments - 1);
    const first = Math.min(moments - 2, Math.floor(at));
    const share = at - first;
    pen.clearRect(0, 0, side, side);
    this.drawShade(first, share);
    pen.fillStyle = this.theme.roles.ink;
    pen.globalAlpha = 0.75;
    pen.beginPath();
    const scale = side / 65535;
    for (let i = first * count * 2, end = i + count * 2, on = count * 2; i < end; i += 2) {
      const x = scale * (specks[i] + share * (specks[i + on] - specks[i]));
      const y = scale * (specks[i + 1] + share * (specks[i + 1 + on] - specks[i + 1]));
      pen.moveTo(x + SPECK * side, y);
      pen.arc(x, y, SPECK * side, 0, 2 * Math.PI);
    }
    pen.fill();
    pen.globalAlpha = 1;
    this.glass.style.opacity = this.painted ? 1 : begun;
  }

  // Water has no cells, so none are to be seen: this alone is drawn smooth.
  drawShade(first, share) {
    const { cells, cellImage, shade, pen, side, theme } = this;
    const size = cells.width * cells.height;
    const [red, green, blue] = theme.roles.ink.match(/\w\w/g).map((two) => parseInt(two, 16));
    for (let i = 0, o = 0, from = first * size; i < size; i++, o += 4) {
      cellImage.data[o] = red;
      cellImage.data[o + 1] = green;
      cellImage.data[o + 2] = blue;
      cellImage.data[o + 3] = shade[from + i] + share * (shade[from + size + i] - shade[from + i]);
    }
    cells.getContext("2d").putImageData(cellImage, 0, 0);
    pen.drawImage(cells, 0, 0, side, side);
  }

  drawPicture(step) {
    if (step === this.frame) return;
    this.frame = step;
    this.painted = true;
    const context = this.picture.getContext("2d");
    const image = context.createImageData(this.picture.width, this.picture.height);
    const pixels = this.stream.pixels[this.header.track];
    const count = image.data.length / 4;
    for (let i = 0, at = step * count * 3; i < count; i++, at += 3) {
      image.data.set([pixels[at], pixels[at + 1], pixels[at + 2], 255], 4 * i);
    }
    context.putImageData(image, 0, 0);
  }

  unmount() {
    cancelAnimationFrame(this.request);
    if (this.stream) this.stream.abort();
    this.sizes.disconnect();
    this.sight.disconnect();
    this.root.remove();
  }
}
