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
const ROUND_SHEET = 8.6; // the same for a sheet, which wants more room for its many pictures
const CAPTION = 2.5; // rem of a wall's title and the gap above it
const LEGEND = 10; // px above a chart's legend, at least
const BAR = 64; // px that Streamlit's bar covers
const LEAST = 320;
const STACKED = 256; // px of a sheet beside a large one, at least
// in present mode: rem and px of the heading, a caption and the controls; px and share of the window's width of a picture
const PRESENTED = { rem: 7.5, px: 44, most: 768, wide: 0.4, chart: 14 };
const TERM = 128; // px of a term of a sum, at least; three of them are as high as what they make

const NARROW_WINDOW = 760; // CSS px
const isPicture = (track) => Boolean(track.grid || track.spec.aspect);
const isPresented = () => document.documentElement.classList.contains("presenting");

function presentedHeight(rem) {
  const { px, most, wide } = PRESENTED;
  return Math.min(window.innerHeight - PRESENTED.rem * rem - px, Math.max(most, wide * window.innerWidth));
}

// A sheet of sixteen is not halved for want of a little height: each picture in it is as large as a term at least.
function leastOf({ size, track: { spec, grid } }, room) {
  const cells = grid ? grid.width : spec.cells || 0;
  return size === "large" && !spec.tiles ? Math.min(room, 2 * cells) : 0;
}

// Pictures of one row stand level, also where one title takes a line more than the others.
function levelCaptions(figures) {
  const captions = figures.map(({ inner }) => inner.querySelector("figcaption"));
  for (const one of captions) one.style.minHeight = "";
  // on a phone a title that comes with a bet would push the picture beside it
  if (window.innerWidth <= NARROW_WINDOW) return;
  const tops = figures.map(({ element }) => element.offsetTop);
  const heights = captions.map((one) => one.offsetHeight);
  captions.forEach((one, i) => {
    const highest = Math.max(...heights.filter((_, j) => tops[j] === tops[i]));
    if (highest > heights[i]) one.style.minHeight = `${highest}px`;
  });
}

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
  fit(density = window.devicePixelRatio || 1) {
    this.theme = themeOf(this.element);
    this.element.parentNode.classList.toggle("dark", this.theme.dark);
    this.density = density;
    this.element.classList.toggle("reading", this.readout !== "none");
    this.element.classList.toggle("signed", this.readout === "signed"); // longer: on a phone on two lines
    const room = this.element.clientWidth;
    if (!room) return false;
    const charts = this.figures.filter(({ track }) => !isPicture(track));
    for (const { element } of charts) element.style.flex = "";
    this.below = this.heightOfWalls(room);
    const pictures = this.figures.filter(({ track }) => isPicture(track));
    for (const figure of pictures) this.fitOne(figure, Math.max(this.roomOf(figure, room), leastOf(figure, room)));
    this.stack(room);
    levelCaptions(this.figures.filter(({ track }) => isPicture(track) && !track.spec.sign));
    const widths = charts.map(({ element }) => element.clientWidth || 1);
    const highs = charts.map((figure) => this.heightBeside(figure));
    charts.forEach((figure, i) => this.fitOne(figure, widths[i], highs[i]));
    frameTogether(this.element, this.figures);
    return true;
  }

  // Beside a large sheet that leaves room, two others stand one above the other, together as high as it is.
  stack(room) {
    const [sheet, ...others] = this.figures;
    const stacks = sheet.size === "large" && others.length === 2 && others.every(({ track }) => track.grid) && !isPresented();
    const high = stacks ? (sheet.used - GAP - 2 * CAPTION * this.theme.rem) / 2 : 0;
    const width = Math.min(room - sheet.used - GAP, high);
    this.element.classList.toggle("stacked", width >= STACKED);
    if (width >= STACKED) for (const figure of others) this.fitOne(figure, width);
  }

  // A wall is to be seen together with the pictures above it, so they leave it room.
  heightOfWalls(room) {
    const walls = this.figures.filter(({ track }) => track.spec.kind === "windows");
    for (const figure of walls) this.fitOne(figure, room);
    return walls.reduce((sum, { track }) => sum + track.height + CAPTION * this.theme.rem, 0);
  }

  // Of the pictures in a chart's row, less what stands below the chart; 0 where there is none.
  heightBeside({ element, track }) {
    const row = this.figures.filter((one) => isPicture(one.track) && one.element.offsetTop === element.offsetTop);
    const highest = Math.max(0, ...row.map(({ holder }) => holder.offsetHeight));
    return isPresented() ? 0 : Math.max(0, highest - (track.legend ? track.legend.offsetHeight + LEGEND : 0));
  }

  // Equal columns by size, no higher than what the window holds beside its head, the title and the controls.
  roomOf({ size, track: { spec, grid, broad: own } }, room) {
    const columns = (room < PHONE ? NARROW : COLUMNS)[size];
    const presented = isPresented();
    const highest = (presented ? presentedHeight(this.theme.rem) : window.innerHeight - BAR - (size === "large" ? ROUND_SHEET : ROUND_ABOUT) * this.theme.rem) - this.below;
    const broad = grid ? Math.max(1, grid.width / grid.height) : own || 1;
    const gap = room < PHONE ? NARROW_GAP : GAP;
    const shared = (room - gap * (columns - 1)) / columns;
    const found = Math.min(presented ? this.presentedWidth(size, shared, room - gap) : shared, Math.max(LEAST, highest) * broad);
    return spec.sign ? Math.max(TERM, found / 3) : found;
  }

  // In present mode the one main picture takes what a chart, or a lesser picture, can spare; before others come, all of it.
  presentedWidth(size, shared, room) {
    const pictures = this.figures.filter(({ track }) => isPicture(track));
    const main = pictures.filter((figure) => figure.size === "main");
    const spared = PRESENTED.chart * this.theme.rem;
    if (pictures.length === 1 || (size === "main" && main.length === 1)) return Math.max(shared, room - spared);
    return size === "medium" && main.length === 1 && main[0] === pictures[0] ? Math.min(shared, Math.max(spared, room - main[0].used)) : shared;
  }

  fitOne(figure, width, beside = 0) {
    const used = figure.track.fit(width, this.density, { ...this.theme, beside });
    figure.used = used;
    figure.inner.style.width = `${used}px`;
    figure.shown = -1;
    if (isPicture(figure.track)) figure.element.style.flex = `0 0 ${used}px`;
    if (figure.track.grid) figure.track.canvas.tabIndex = this.readout === "none" ? -1 : 0;
  }

  // The evidence of a bet: these tracks are ringed; of a sheet the dots below it, if it has any, since they measure it.
  get evidence() {
    return this.element.querySelector(".ringed");
  }

  mark(names) {
    for (const { element, holder, track } of this.figures) {
      const marked = names.includes(track.spec.name);
      element.classList.toggle("evidence", marked);
      (track.tiles?.element || holder).classList.toggle("ringed", marked);
    }
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
      // what isn't seen yet has no size: it is drawn once it has one
      if (figure.shown === at || figure.track.pixels === null || figure.used === undefined) continue;
      figure.track.draw(at);
      figure.element.classList.toggle("awaited", at < (figure.track.spec.since || 0));
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
    if (!stream.arrived && !stream.early.length) return;
    this.element.classList.toggle("waiting", !stream.arrived);
    for (const figure of this.figures) {
      const { track } = figure;
      const early = stream.early.includes(track.spec.name);
      figure.element.classList.toggle("early", early);
      if (!track.spec.incoming || (!stream.arrived && !early)) continue;
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
