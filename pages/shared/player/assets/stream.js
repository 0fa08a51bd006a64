// Frames that arrive while the server computes them.

import { Chunks, parsed } from "./wire.js";

const BROKEN = "The connection broke off. What has arrived can still be looked at.";
const SILENT = "The server cannot be reached. Check the connection and try again.";
const OTHER = "The server sent another kind of picture than announced.";

class Refused extends Error {}

// Fetches one url into the tracks' pixels. Calls changed() after each frame, the header, the end and an error; its
// state is read from arrived, frames, labels, done, error.
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
    Object.assign(this, { arrived: 0, labels: [], done: false, error: "" });
  }

  async start() {
    this.abort();
    this.restart();
    const stop = (this.stop = new AbortController());
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
    if (chunk.length !== this.frameSize || this.arrived >= this.frames) throw new Refused(OTHER);
    let at = 0;
    this.names.forEach((name, i) => {
      this.pixels[name].set(chunk.subarray(at, at + this.sizes[i]), this.arrived * this.sizes[i]);
      at += this.sizes[i];
    });
    if (record.label !== undefined) this.labels[this.arrived] = record.label;
    this.arrived += 1;
    this.changed();
  }

  finish() {
    if (this.arrived < this.expected || !this.arrived) throw new Refused(BROKEN);
    this.done = true;
  }

  get status() {
    if (this.error) return this.error;
    if (this.done) return "";
    if (!this.arrived) return "waiting for the first picture";
    return this.unit ? `${this.unit} ${this.arrived} of ${this.expected}` : "more is coming";
  }
}

// A plain sentence as it is; a page of HTML or nothing becomes one of ours.
function sentence(body) {
  const plain = body.trim();
  return plain && plain.length < 300 && !plain.startsWith("<") && !plain.startsWith("{") ? plain : SILENT;
}
