// Values by label, already written out by the server.

import { make } from "./dom.js";

export class NumberTrack {
  constructor(spec) {
    this.spec = spec;
    this.frames = Math.max(1, ...spec.rows.map((row) => row.texts.length));
    this.values = spec.rows.map((row) => make("dd", { class: row.role }));
    const pairs = spec.rows.map((row, i) => make("div", {}, make("dt", {}, row.label), this.values[i]));
    this.element = make("dl", { class: "numbers" }, ...pairs);
    // Room for the longest, so that nothing jumps while it plays; a digit is 0.62rem wide. On a phone long ones wrap.
    spec.rows.forEach((row, i) => {
      const longest = Math.max(...row.texts.map((text) => text.length));
      pairs[i].style.minWidth = `min(${0.62 * longest}rem, 100%)`;
    });
  }

  fit(available) {
    return available;
  }

  draw(frame) {
    this.spec.rows.forEach((row, i) => {
      const text = row.texts[Math.min(frame, row.texts.length - 1)];
      if (this.values[i].textContent !== text) this.values[i].textContent = text;
    });
  }
}
