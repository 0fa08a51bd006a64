// The row under the stage: label, buttons, scrubber, status. All of it real buttons and one real range input.

import { icon, make } from "./dom.js";

const PLAY = "M7 4.5v15l12-7.5z";
const PAUSE = "M7 5h3.5v14H7zM13.5 5H17v14h-3.5z";
const BACK = "M6 5h2v14H6zM19 5v14l-9.5-7z";
const FORWARD = "M16 5h2v14h-2zM5 5v14l9.5-7z";

export class Controls {
  constructor(clock, { retry, stop, rested }) {
    this.clock = clock;
    this.label = make("div", { class: "label" });
    this.status = make("div", { class: "status" });
    this.announce = make("div", { class: "unseen", role: "status" });
    this.playButton = button("play", PLAY, () => clock.toggle());
    this.back = button("one frame back", BACK, () => this.step(-1));
    this.forward = button("one frame forward", FORWARD, () => this.step(1));
    this.range = make("input", { type: "range", min: 0, step: 1, "aria-label": "moment" });
    this.reverse = make("button", { type: "button", class: "word", "aria-pressed": "false" }, "play backwards");
    this.retry = make("button", { type: "button", class: "word retry", hidden: true }, "try again");
    this.stop = make("button", { type: "button", class: "word stop", hidden: true }, "stop");
    this.ticks = make("div", { class: "ticks" });
    this.bar = make("div", { class: "bar" }, this.range, this.ticks);
    this.reached = make("div", { class: "reached" });
    this.row = make("div", { class: "row" }, this.back, this.playButton, this.forward, this.bar);
    this.extras = make("div", { class: "extras" }, this.reverse);
    const head = make("div", { class: "head" }, this.label, make("div", { class: "told" }, this.status, this.stop), this.retry);
    this.element = make("div", { class: "controls" }, head, this.row, this.reached, this.extras, this.announce);
    this.listen(retry, stop, rested);
  }

  listen(retry, stop, rested) {
    const { clock } = this;
    this.rested = rested;
    this.range.addEventListener("input", () => {
      clock.pause();
      clock.seek(Number(this.range.value));
      this.range.value = clock.frame;
    });
    this.range.addEventListener("change", rested);
    this.retry.addEventListener("click", retry);
    this.stop.addEventListener("click", stop);
    this.reverse.addEventListener("click", () => this.playBackwards());
  }

  playBackwards() {
    const { clock } = this;
    clock.direction = -clock.direction;
    this.showDirection();
    clock.play();
  }

  showDirection() {
    this.reverse.setAttribute("aria-pressed", this.clock.direction < 0);
  }

  step(by) {
    this.clock.pause();
    this.clock.seek(this.clock.frame + by);
    this.rested();
  }

  // What belongs to the data rather than to the frame.
  configure({ backwards, labels, whole, notches }, stream) {
    const { clock } = this;
    this.whole = Math.max(clock.frames, whole || 0);
    this.range.max = this.whole - 1;
    this.range.classList.toggle("early", this.whole > clock.frames);
    this.row.hidden = clock.frames < 2 || Boolean(stream && stream.error && !stream.arrived);
    this.element.hidden = clock.frames < 2 && !labels.length && !stream;
    this.extras.hidden = this.row.hidden || !backwards;
    this.notch(notches || []);
    this.showDirection();
    this.showStream(stream);
  }

  // Moments of the film that have a name: a notch in its bar, and below it a word, which comes when the film is there.
  notch(notches) {
    this.notches = notches.map(([frame, word]) => [frame, make("i"), make("span", {}, word)]);
    for (const [frame, tick] of this.notches) tick.style.setProperty("--at", frame / Math.max(1, this.whole - 1));
    this.ticks.replaceChildren(...this.notches.map(([, tick]) => tick));
    this.reached.replaceChildren(...this.notches.map(([, , word]) => word));
    this.reached.hidden = this.row.hidden || !notches.length;
    this.showReached();
  }

  showReached() {
    for (const [frame, ...both] of this.notches || []) for (const one of both) one.classList.toggle("past", this.clock.frame >= frame);
  }

  showFrame(label) {
    if (this.label.textContent !== label) this.label.textContent = label;
    this.range.value = this.clock.frame;
    this.range.setAttribute("aria-valuetext", label);
    const share = this.whole > 1 ? this.clock.frame / (this.whole - 1) : 0;
    this.range.style.setProperty("--done", `${100 * share}%`);
    this.showReached();
  }

  showPlaying() {
    const { playing } = this.clock;
    this.playButton.firstChild.firstChild.setAttribute("d", playing ? PAUSE : PLAY);
    this.playButton.setAttribute("aria-label", playing ? "pause" : "play");
    this.playButton.title = playing ? "pause" : "play";
  }

  showStream(stream) {
    const text = stream ? stream.status : "";
    if (this.status.textContent !== text) this.status.textContent = text;
    this.status.classList.toggle("wrong", Boolean(stream && stream.error));
    this.retry.hidden = !(stream && stream.error);
    this.stop.hidden = !(stream && stream.lasts);
    const there = stream && !stream.done ? [stream.arrived, stream.frames] : [this.clock.frames, this.whole];
    const here = (100 * Math.max(0, there[0] - 1)) / Math.max(1, there[1] - 1);
    this.range.style.setProperty("--here", `${here}%`);
  }
}

function button(label, path, action) {
  const element = make("button", { type: "button", "aria-label": label, title: label }, icon(path));
  element.addEventListener("click", action);
  return element;
}
