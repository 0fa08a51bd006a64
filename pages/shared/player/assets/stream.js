// Frames that arrive while the server computes them.

import { Chunks, parsed } from "./wire.js";

const BROKEN = "The connection broke off. What has arrived can still be looked at.";
const SILENT = "The server cannot be reached. Check the connection and try again.";
const STOPPED = "You have stopped it.";
const LONG = 1000; // ms after which a visitor may want to stop it
const OTHER = "The server sent another kind of picture than announced.";

class Refused extends Error {}

// Fetches one url into the tracks' pixels. Calls changed() after each frame, the header, the end, an error, and news of
// the line; its state is read from arrived, frames, labels, done, error, and before the first whole frame from early,
// the tracks that are there already, and wait, { place, seconds }.
export class FrameStream {
  constructor({ url, frames, unit, names }, shapes, changed) {
    Object.assign(this, { url, frames, unit, names, shapes, changed });
    this.allocate();
  }

  allocate() {
    this.sizes = this.names.map((name) => this.shapes[name].reduce((a, b) => a * b, 1));
    this.pixels = Object.fromEntries(this.names.map((name, i) => [name, new Uint8Array(this.frames * this.sizes[i])]));
    this.frameSize = this.sizes.reduce((a, b) => a + b, 0);
    this.restart();
  }

  restart() {
    Object.assign(this, { arrived: 0, labels: [], done: false, error: "", early: [], wait: null });
  }

  async start() {
    this.abort();
    this.restart();
    const stop = (this.stop = new AbortController());
    this.began = performance.now();
    try {
      await this.read(stop.signal);
      this.finish();
    } catch (error) {
      if (stop.signal.aborted) return;
      stop.abort();
      this.error = error instanceof Refused ? error.message : this.arrived ? BROKEN : SILENT;
    }
    this.changed();
  }

  abort() {
    if (this.stop) this.stop.abort();
  }

  // The visitor's own wish; what has arrived stays.
  cancel() {
    this.abort();
    this.error = STOPPED;
    this.changed();
  }

  // Whether it lasts so long that one may want to stop it.
  get lasts() {
    return !this.done && !this.error && (Boolean(this.wait && this.wait.place) || performance.now() - this.began > LONG);
  }

  async read(signal) {
    const answer = await fetch(this.url, { signal });
    if (!answer.ok) throw new Refused(sentence(await answer.text()));
    const reader = answer.body.getReader();
    const chunks = new Chunks();
    let [header, record] = [null, null];
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      for (const chunk of chunks.feed(piece.value)) {
        if (!header) this.begin((header = parsed(chunk)));
        else if (!record) record = parsed(chunk);
        else {
          this.take(record, chunk);
          record = null;
        }
      }
    }
  }

  begin(header) {
    const same = header.tracks.length === this.names.length && header.tracks.every((track, i) =>
      track.name === this.names[i] && String(track.shape) === String(this.shapes[track.name]));
    if (!same || header.frames > this.frames) throw new Refused(OTHER);
    this.expected = header.frames;
    this.changed();
  }

  take(record, chunk) {
    if (record.error) throw new Refused(record.error);
    this.wait = record.wait || null;
    if (!record.wait) this.fill(record, chunk);
    this.changed();
  }

  fill({ label, only }, chunk) {
    const there = this.names.map((name, i) => [name, this.sizes[i]]).filter(([name]) => !only || only.includes(name));
    const size = there.reduce((sum, [, size]) => sum + size, 0);
    if (chunk.length !== size || this.arrived >= this.frames) throw new Refused(OTHER);
    let at = 0;
    for (const [name, size] of there) {
      this.pixels[name].set(chunk.subarray(at, at + size), this.arrived * size);
      at += size;
    }
    if (label !== undefined) this.labels[this.arrived] = label;
    if (only) this.early = only;
    else this.arrived += 1;
  }

  finish() {
    if (this.arrived < this.expected || !this.arrived) throw new Refused(BROKEN);
    this.done = true;
  }

  get status() {
    if (this.error) return this.error;
    if (this.done) return "";
    if (this.wait) return waiting(this.wait);
    if (!this.arrived) return "waiting for the first picture";
    return this.unit ? `${this.unit} ${this.arrived} of ${this.expected}` : "more is coming";
  }
}

// Place and time as one says them: "3rd in line, about 20 s".
function waiting({ place, seconds }) {
  const time = seconds === null ? "" : seconds < 120 ? `, about ${seconds} s` : `, about ${Math.round(seconds / 60)} min`;
  return place ? `${place}${ending(place)} in line${time}` : "your turn: it is being drawn";
}

function ending(place) {
  const teen = Math.floor(place / 10) % 10 === 1;
  return (!teen && { 1: "st", 2: "nd", 3: "rd" }[place % 10]) || "th";
}

// A plain sentence as it is; a page of HTML or nothing becomes one of ours.
function sentence(body) {
  const plain = body.trim();
  return plain && plain.length < 300 && !plain.startsWith("<") && !plain.startsWith("{") ? plain : SILENT;
}
