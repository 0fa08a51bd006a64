// The tracks side by side: figures that are kept while their data stays, sized to the room there is.

import { ROLE_WORDS, themeOf } from "./colours.js";
import { make } from "./dom.js";
import { KINDS, USUAL_SIZE } from "./kinds.js";
import { frameTogether } from "./together.js";

const COLUMNS = { large: 1, main: 2, medium: 2, small: 3, tiny: 4, full: 1 };
const NARROW = { large: 1, main: 1, medium: 2, small: 2, tiny: 2, full: 1 };
const PHONE = 480; // px of room below which columns are NARROW
const [GAP, NARROW_GAP] = [16, 14]; // px between figures, at least as in the style sheet
const ROUND_ABOUT = 10.4; // rem of an experiment's title, a caption and the controls
const CAPTION = 2.5; // rem of a wall's title and the gap above it
const BAR = 64; // px that Streamlit's bar covers
const LEAST = 320;
const TERM = 128; // px of a term of a sum, at least; three of them are as high as what they make

const isPicture = (track) => Boolean(track.grid || track.spec.aspect);

export class Stage {
  constructor() {
    this.element = make("div", { class: "stage" });
    this.figures = [];
    this.readout = "none";
    this.drawn = 0;
    this.frame = 0;
  }

  // Tracks whose digest is unchanged keep their figure, so that focus and picture stay.
  update(header, arrays, attach) {
    const old = new Map(this.figures.map((figure) => [figure.digest, figure]));
    this.readout = header.readout;
    this.figures = header.tracks.map((spec, index) => {
      const kept = old.get(spec.digest);
      old.delete(spec.digest);
      return kept || this.makeFigure(spec, ownArrays(arrays, index), attach);
    });
    for (const figure of old.values()) figure.element.remove();
    const terms = header.tracks.filter((spec) => spec.sign).length;
    this.element.classList.toggle("sum", terms > 0);
    this.element.style.setProperty("--terms", terms);
    this.figures.forEach((figure, i) => {
      const there = this.element.children[i];
      if (there !== figure.element) this.element.insertBefore(figure.element, there || null);
    });
  }

  makeFigure(spec, arrays, attach) {
    const track = new KINDS[spec.kind](spec, arrays);
    const figure = { digest: spec.digest, track, shown: -1 };
    const surface = track.canvas || track.element;
    figure.readout = make("div", { class: "readout" });
    figure.holder = make("div", { class: "holder" }, surface);
    figure.times = make("span", { class: "times" });
    figure.inner = make("div", { class: "inner" }, caption(spec, figure.times), figure.holder, track.legend || "");
    if (track.grid) figure.inner.append(figure.readout);
    figure.size = spec.size === "auto" ? USUAL_SIZE[spec.kind] : spec.size;
    const names = [spec.kind, figure.size, spec.role, spec.incoming ? "incoming" : "", spec.sign ? "term" : ""].join(" ");
    figure.element = make("figure", { class: names, "data-track": spec.name }, figure.inner);
    if (track.canvas) track.canvas.setAttribute("role", "img");
    attach(figure);
    return figure;
  }

  // Sizes every figure; true when there was room to draw on. Pictures first: charts take what is left beside them.
  fit() {
    this.theme = themeOf(this.element);
    this.element.parentNode.classList.toggle("dark", this.theme.dark);
    this.density = window.devicePixelRatio || 1;
    this.element.classList.toggle("reading", this.readout !== "none");
    const room = this.element.clientWidth;
    if (!room) return false;
    const charts = this.figures.filter(({ track }) => !isPicture(track));
    for (const { element } of charts) element.style.flex = "";
    this.below = this.heightOfWalls(room);
    for (const figure of this.figures) if (isPicture(figure.track)) this.fitOne(figure, this.roomOf(figure, room));
    const widths = charts.map(({ element }) => element.clientWidth || 1);
    charts.forEach((figure, i) => this.fitOne(figure, widths[i]));
    frameTogether(this.element, this.figures);
    return true;
  }

  // A wall is to be seen together with the pictures above it, so they leave it room.
  heightOfWalls(room) {
    const walls = this.figures.filter(({ track }) => track.spec.kind === "windows");
    for (const figure of walls) this.fitOne(figure, room);
    return walls.reduce((sum, { track }) => sum + track.height + CAPTION * this.theme.rem, 0);
  }

  // Equal columns by size, no higher than what the window holds beside its head, the title and the controls.
  roomOf({ size, track: { spec, grid, broad: own } }, room) {
    const columns = (room < PHONE ? NARROW : COLUMNS)[size];
    const highest = window.innerHeight - BAR - ROUND_ABOUT * this.theme.rem - this.below;
    const broad = grid ? Math.max(1, grid.width / grid.height) : own || 1;
    const gap = room < PHONE ? NARROW_GAP : GAP;
    const found = Math.min((room - gap * (columns - 1)) / columns, Math.max(LEAST, highest) * broad);
    return spec.sign ? Math.max(TERM, found / 3) : found;
  }

  fitOne(figure, width) {
    const used = figure.track.fit(width, this.density, this.theme);
    figure.inner.style.width = `${used}px`;
    figure.shown = -1;
    if (isPicture(figure.track)) figure.element.style.flex = `0 0 ${used}px`;
    if (figure.track.grid) figure.track.canvas.tabIndex = this.readout === "none" ? -1 : 0;
  }

  // The evidence of a bet: these tracks are ringed.
  get evidence() {
    return this.element.querySelector(".evidence .holder");
  }

  mark(names) {
    for (const { element, track } of this.figures) element.classList.toggle("evidence", names.includes(track.spec.name));
    frameTogether(this.element, this.figures);
  }

  // The width of what is shown when that is pictures alone, so that the controls can be as wide as they are.
  get contentWidth() {
    if (!this.figures.every(({ track }) => track.grid || track.broad)) return null;
    const edges = this.figures.map((figure) => figure.element.getBoundingClientRect());
    return Math.max(...edges.map((edge) => edge.right)) - Math.min(...edges.map((edge) => edge.left));
  }

  // From the top of the stage to the end of its first track.
  get firstHeight() {
    const [first] = this.figures;
    return first.element.getBoundingClientRect().bottom - this.element.getBoundingClientRect().top;
  }

  frameOf(track) {
    if (track.held !== undefined) return track.held;
    return track.frames > 1 ? Math.min(this.frame, track.frames - 1) : 0;
  }

  draw(frame) {
    let painted = false;
    this.frame = frame;
    for (const figure of this.figures) {
      const at = this.frameOf(figure.track);
      if (figure.shown === at || figure.track.pixels === null) continue;
      figure.track.draw(at);
      figure.times.textContent = (figure.track.spec.times || [])[at] || "";
      figure.shown = at;
      painted = true;
    }
    if (painted) this.drawn += 1;
  }

  // What a track shows has changed, though its frame has not.
  anew(track) {
    for (const figure of this.figures) if (figure.track === track) figure.shown = -1;
  }

  describe(label) {
    for (const { track } of this.figures) {
      const { spec } = track;
      const { title, alt } = spec;
      const chosen = spec.tap ? "where the drop falls" : track.grid && this.readout !== "none" ? "a pixel" : "";
      const keys = chosen && `arrow keys and Enter choose ${chosen}`;
      if (track.canvas) track.canvas.setAttribute("aria-label", [alt || title, label, keys].filter(Boolean).join(", "));
    }
  }

  // Until a new stream's first picture is there, the last picture of the old one stays, dimmed.
  hold() {
    this.element.classList.add("waiting");
    for (const { track, shown } of this.figures) if (track.spec.incoming && shown >= 0) track.held = shown;
  }

  // The pixels of a stream into the tracks that wait for them.
  pour(stream) {
    if (!stream.arrived) return;
    this.element.classList.remove("waiting");
    for (const figure of this.figures) {
      const { track } = figure;
      if (!track.spec.incoming) continue;
      if (track.pixels !== stream.pixels[track.spec.name] || track.held !== undefined) figure.shown = -1;
      track.pixels = stream.pixels[track.spec.name];
      track.frames = Math.max(2, stream.arrived);
      track.held = undefined;
    }
  }
}

function caption(spec, times) {
  const word = spec.note === null ? ROLE_WORDS[spec.role] : spec.note;
  const known = word && spec.title.toLowerCase().includes(word.toLowerCase());
  const title = make("span", { class: "title" }, spec.title);
  const factor = spec.sign ? make("span", { class: "factor" }, spec.sign, " ", times) : "";
  return make("figcaption", {}, factor, title, word && !known ? make("span", { class: "role" }, word) : "");
}

function ownArrays(arrays, index) {
  const own = {};
  const prefix = `${index}.`;
  for (const name of Object.keys(arrays)) if (name.startsWith(prefix)) own[name.slice(prefix.length)] = arrays[name];
  return own;
}
