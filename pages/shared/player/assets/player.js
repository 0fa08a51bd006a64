// One player: the stage, the clock, the controls, and what is remembered when the visitor turns the page.

import { momentOf, writeMoment } from "./address.js";
import { Clock } from "./clock.js";
import { Controls } from "./controls.js";
import { Cursor } from "./cursor.js";
import { make } from "./dom.js";
import { Save } from "./save.js";
import { Stage } from "./stage.js";
import { FrameStream } from "./stream.js";
import { tappable } from "./tap.js";

const PROVEN = 2.5; // seconds that the evidence of a bet takes at most; the visitor can play it at leisure after
const LOOK = 400; // ms in which the eye finds the film, before it plays what proves the answer
const REST = 250; // ms without a change before the address is written
const SAID = "label"; // among the marks of a proof: the line below the pictures
const HEAD = 75; // px of the screen that Streamlit's head covers, and the gap above the controls
const memory = new Map(); // by key: frame, frames, run, stream; outlives the component
const proven = new Set(); // turns of bets whose film was played
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export class Player {
  constructor(parent, key) {
    this.key = key;
    this.stage = new Stage();
    this.clock = new Clock(() => this.moved(), () => this.turned());
    this.controls = new Controls(this.clock, { retry: () => this.retry(), stop: () => this.stream.cancel(), rested: () => this.rested() });
    this.cursor = new Cursor(this.stage, (track, place) => this.pick(track, place));
    this.save = new Save(this);
    this.dock = make("div", { class: "dock" }, this.controls.element);
    this.root = make("section", { class: "player" }, this.stage.element, this.dock);
    for (const kind of ["pointerdown", "keydown"]) this.root.addEventListener(kind, () => (this.touched = true), true);
    this.root.addEventListener("keydown", (event) => this.pressed(event));
    parent.append(this.root);
    this.observe();
    this.generation = 0;
    this.stream = null;
  }

  observe() {
    this.sizes = new ResizeObserver(() => {
      this.sayHeight();
      cancelAnimationFrame(this.resizing);
      this.resizing = requestAnimationFrame(() => this.stage.element.clientWidth !== this.width && this.refit());
    });
    this.sizes.observe(this.root);
    this.away = new AbortController();
    document.addEventListener("ink:present", () => this.refit(), { signal: this.away.signal });
    // seen is what stands above the controls, which on a phone keep to the bottom of the screen and hide what is there
    const seen = { threshold: 0.4, rootMargin: "0px 0px -90px" };
    this.sight = new IntersectionObserver(([entry]) => entry.isIntersecting && this.firstSeen(), seen);
  }

  // How high all of a scene's stage is, for the style sheet (site.css): this player, and what stands below it.
  sayHeight() {
    const whole = this.root.getRootNode().host?.closest('[class*="st-key-stage-"]')?.parentElement;
    if (!whole) return;
    whole.style.setProperty("--high", `${whole.offsetHeight}px`);
    if (whole !== this.whole) this.sizes.observe((this.whole = whole));
  }

  update(header, arrays) {
    const first = !this.header;
    const other = header.pick && this.header?.run !== header.run;
    this.header = header;
    this.arrays = arrays;
    this.root.style.maxWidth = header.maxWidth ? `${header.maxWidth}px` : "";
    this.root.setAttribute("aria-label", header.alt || header.tracks.map((track) => track.title).join(", "));
    this.stage.update(header, arrays, (figure) => this.attach(figure));
    this.setPixel(header.pixel, other);
    this.setClock(header, first);
    this.setStream(header.stream);
    if (this.stream && this.stream.done) this.clock.frames = this.stream.arrived;
    this.configure();
    const marks = header.proof ? header.proof.marks : [];
    this.stage.mark(marks);
    this.controls.label.classList.toggle("ringed", marks.includes(SAID));
    this.refit();
    this.turned(false);
    if (!this.stream || this.stream.done) this.prove();
    else if (this.proves(header)) this.lead(); // it proves while it arrives
    if (!first) this.noted();
  }

  proves({ proof }) {
    return Boolean(proof && proof.turn && !proven.has(proof.turn));
  }

  // Right after a bet the film plays the evidence by itself, once.
  prove() {
    const { clock } = this;
    const { proof } = this.header;
    if (!this.proves(this.header)) return;
    proven.add(proof.turn);
    this.lead();
    clock.pause();
    const [start, end] = [proof.start, proof.end ?? clock.last].map((frame) => Math.min(frame, clock.last));
    if (calm()) {
      clock.seek(end);
      return;
    }
    // soon, or the picture says something else for long than the words beside it
    const fps = Math.max(proof.fps || clock.fps, Math.abs(end - start) / PROVEN);
    Object.assign(clock, { direction: end < start ? -1 : 1, fps });
    clock.seek(start);
    this.proving = setTimeout(() => {
      clock.stopAt = end;
      clock.play();
    }, LOOK);
  }

  // The card of a bet brings itself and its evidence into sight.
  lead() {
    const evidence = this.stage.evidence || this.stage.element;
    document.dispatchEvent(new CustomEvent("ink:proof", { detail: evidence }));
  }

  // A page that sets a control itself makes Streamlit write the address anew, without the moment.
  noted() {
    const { header, clock } = this;
    clearTimeout(this.noting);
    if (!this.touched || !header.moment || clock.playing) return;
    this.noting = setTimeout(() => writeMoment(header.moment, clock.frame), REST);
  }

  // The pixel that the page marks; the visitor's own mark stays until the page names another, or until other pictures
  // are to be picked from.
  setPixel(pixel, other) {
    if (!other && String(pixel) === String(this.marked)) return;
    this.marked = pixel;
    this.cursor.mark(pixel);
  }

  // The frame stays where it is when settings change, and begins anew with a new run.
  setClock({ frames, fps, run, start, moment, autoplay, stream }, first) {
    const { clock } = this;
    const before = memory.get(this.key);
    const asked = first ? momentOf(moment) : null;
    const same = before && before.run === run;
    Object.assign(clock, { frames, fps });
    if (!stream) Object.assign(clock, { available: frames, open: false });
    this.asked = asked;
    if (asked !== null) clock.frame = asked;
    else if (same) clock.frame = before.frames === frames ? before.frame : carried(before, frames);
    else clock.frame = start;
    clock.frame = Math.min(frames - 1, clock.frame);
    if (autoplay && asked === null && !same && !stream && !calm()) this.sight.observe(this.stage.element);
  }

  setStream(spec) {
    const kept = (memory.get(this.key) || {}).stream;
    if (this.stream && (!spec || spec.url !== this.stream.url)) this.stream.abort();
    if (!spec) this.stream = null;
    else if (!this.stream || spec.url !== this.stream.url) this.adopt(spec, kept);
    this.remember();
  }

  // A stream that has arrived already is shown as it was; any other is fetched.
  adopt(spec, kept) {
    const shapes = Object.fromEntries(this.header.tracks.map((track) => [track.name, track.incoming]));
    if (kept && kept.url === spec.url && kept.done) {
      this.stream = kept;
      this.pour();
      return;
    }
    this.stream = new FrameStream(spec, shapes, () => this.streamed());
    this.begin();
  }

  begin() {
    const { clock, stream } = this;
    Object.assign(clock, { frame: 0, available: 0, open: true, direction: 1, stopAt: this.asked });
    this.stage.hold();
    stream.start();
    if (!calm()) clock.play();
    this.controls.showStream(stream);
  }

  retry() {
    this.clock.pause();
    this.begin();
  }

  streamed() {
    cancelAnimationFrame(this.pouring);
    this.pouring = requestAnimationFrame(() => {
      this.pour();
      // Whoever asked for less motion gets the end instead of the way there.
      if (this.stream.done && calm()) this.clock.seek(this.asked ?? this.clock.last);
      if (this.stream.done) proven.add((this.header.proof || {}).turn);
      this.draw();
    });
  }

  pour() {
    const { stream, clock } = this;
    clock.available = stream.arrived;
    clock.open = !stream.done && !stream.error;
    if (stream.expected && stream.done && stream.arrived < clock.frames) clock.frames = stream.arrived;
    this.stage.pour(stream);
    this.configure();
    const told = stream.error || (stream.wait && stream.status);
    if (told && this.controls.announce.textContent !== told) this.controls.announce.textContent = told;
  }

  configure() {
    this.controls.configure(this.header, this.stream);
    this.save.place(this.controls.row, this.stage.figures);
  }

  label(frame = this.clock.frame) {
    const { header, stream, clock } = this;
    if (stream && !stream.arrived && !stream.early.length) return "";
    const labels = stream && stream.labels.length ? stream.labels : header.labels;
    if (labels[frame] !== undefined) return labels[frame];
    return clock.frames > 1 ? `frame ${frame + 1} of ${clock.frames}` : "";
  }

  refit() {
    this.width = this.stage.element.clientWidth;
    if (!this.stage.fit()) return;
    const content = this.stage.contentWidth;
    this.controls.element.style.maxWidth = content ? `${Math.max(content, 240)}px` : "";
    this.draw();
    this.keepControlsInSight();
  }

  // Where the figure is taller than the screen, the slider would lie below what it moves: it sticks to the bottom of the
  // screen, but no higher than the end of the first track, or of what the screen holds of that.
  keepControlsInSight() {
    const [height, bar] = [this.stage.element.offsetHeight, this.controls.element.offsetHeight];
    const room = window.innerHeight - HEAD - bar;
    const tall = height > room;
    this.root.classList.toggle("tall", tall);
    this.dock.style.setProperty("--reach", `${tall ? height - Math.min(this.stage.firstHeight, room) : 0}px`);
  }

  draw() {
    this.stage.draw(this.clock.frame);
    this.controls.showFrame(this.label());
    if (!this.clock.playing) this.stage.describe(this.label());
    if (this.cursor.place) this.cursor.refresh();
  }

  moved() {
    this.draw();
    this.remember();
  }

  turned(told = true) {
    this.controls.showPlaying();
    if (this.clock.playing) return;
    this.stage.describe(this.label());
    if (!told) return;
    this.controls.announce.textContent = this.label();
    this.rested();
  }

  // The visitor let go: the address is written. A film that plays by itself writes nothing.
  rested() {
    const { header, clock } = this;
    clearTimeout(this.writing);
    if (!this.touched || !header.moment) return;
    this.writing = setTimeout(() => writeMoment(header.moment, clock.frame), REST);
  }

  // The first frame is held for a moment, so that the eye finds it.
  firstSeen() {
    this.sight.disconnect();
    this.proving = setTimeout(() => this.clock.play(), LOOK);
  }

  attach(figure) {
    if (figure.track.grid) this.cursor.attach(figure);
    if (figure.track.spec.tap) tappable(figure, (track) => this.dropped(track));
  }

  // A drop was tapped: its film begins here and now, the server hears of it meanwhile.
  dropped(track) {
    const { clock, stage } = this;
    clearTimeout(this.proving);
    this.sight.disconnect();
    clock.pause();
    clock.direction = 1;
    clock.fps = this.header.fps;
    clock.seek(0);
    stage.anew(track);
    this.draw();
    if (!calm()) this.proving = setTimeout(() => clock.play(), LOOK);
    const [x, y] = track.asked;
    this.setState("pick", { track: track.spec.name, frame: 0, x, y });
  }

  pick(track, { x, y }) {
    if (this.header.pick) this.setState("pick", { track, frame: this.clock.frame, x, y, run: this.header.run });
  }

  pressed(event) {
    const onButton = event.target.tagName === "BUTTON";
    const onRange = event.target.tagName === "INPUT";
    const keys = {
      " ": () => this.clock.toggle(),
      ArrowLeft: () => this.controls.step(-1),
      ArrowRight: () => this.controls.step(1),
      Home: () => this.controls.step(-Infinity),
      End: () => this.controls.step(Infinity),
    };
    if (!keys[event.key] || (onButton && event.key === " ") || (onRange && event.key !== " ")) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  }

  remember() {
    const { clock, header, stream } = this;
    memory.set(this.key, { frame: clock.frame, frames: clock.frames, run: header.run, stream });
  }

  unmount() {
    clearTimeout(this.writing);
    clearTimeout(this.proving);
    this.clock.pause();
    this.save.unmount();
    clearTimeout(this.writing);
    if (this.stream) this.stream.abort();
    this.sizes.disconnect();
    this.sight.disconnect();
    this.away.abort();
    this.root.remove();
  }
}

const carried = (before, frames) => Math.round((before.frame / Math.max(1, before.frames - 1)) * (frames - 1));
