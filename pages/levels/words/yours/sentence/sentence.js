// A line to type in, and the picture that follows. One question is under way at a time; what was typed meanwhile is
// asked when its answer has come. Who pauses gets the same picture in more steps, and the sentence word by word.

import { make } from "../player/assets/dom.js";
import { unpack } from "../player/assets/wire.js";

const PAUSE = 650; // ms without a key
const [SIDE, CELL, MOST_CELLS] = [64, 64, 9]; // pixels of a picture; CSS pixels that it is a multiple of, and how many
const [BESIDE, WIDE, PALETTE, HEAD] = [720, 1300, 300, 250]; // px: of room for two columns, and for larger ones; of the words; above the picture
const [UNSEEN, SURE] = [14, 48]; // shades: up to here a dot counts as unchanged, from there as changed
const STATES = { quick: "a quick sketch", fine: "drawn in twenty steps", waiting: "…" };
const UNREACHED = "The server cannot be reached. Check the connection and try again.";
const mounted = new WeakMap(); // by parent

class Sentence {
  constructor(parent) {
    this.input = make("input", { type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "done" });
    this.said = make("p", { class: "said", "aria-live": "polite" });
    this.canvas = make("canvas", { class: "pixels", role: "img", width: SIDE, height: SIDE });
    this.words = make("span", { class: "words" });
    this.state = make("span", { class: "state" });
    this.palette = make("div", { class: "palette" });
    this.strip = make("div", { class: "strip" });
    const big = make("figure", { class: "big" }, this.canvas, make("figcaption", {}, this.words, this.state));
    const label = make("label", { class: "line" }, make("span", { class: "title" }, "Tell it what you'd like"), this.input);
    const grown = make("div", { class: "grown" }, make("p", { class: "title" }, "The same sentence, word by word, from the same noise. Point at one, or tap it."), this.strip);
    this.root = make("div", { class: "sentence" }, label, this.said, make("div", { class: "both" }, big, this.palette), grown);
    parent.append(this.root);
    Object.assign(this, { queue: [], busy: false, own: null, grown: null, answers: 0, took: [] });
    this.input.addEventListener("input", () => this.changed());
    this.input.addEventListener("keydown", (event) => event.key === "Enter" && this.rest());
    new ResizeObserver(() => this.fit()).observe(this.root);
  }

  update(header, tell) {
    this.tell = tell;
    const first = !this.header;
    const other = first || header.seed !== this.header.seed;
    this.header = header;
    if (first) {
      this.input.value = header.text;
      this.input.maxLength = header.longest;
      this.fill();
    }
    this.fit();
    if (other) this.changed();
  }

  // --- asking

  changed() {
    clearTimeout(this.pausing);
    this.keyed = performance.now();
    this.queue = ["quick"];
    this.long?.abort(); // what takes longer makes way
    this.mark();
    this.go();
    this.pausing = setTimeout(() => this.rest(), PAUSE);
  }

  rest() {
    clearTimeout(this.pausing);
    this.queue.push("fine", "growing");
    this.go();
    if (this.input.value !== this.told) this.tell("text", (this.told = this.input.value));
  }

  async go() {
    if (this.busy || !this.queue.length) return;
    const [how, text, { seed }] = [this.queue.shift(), this.input.value, this.header];
    this.busy = true;
    this.long = how === "quick" ? null : new AbortController();
    const answer = await this.ask(how, text, seed, this.long?.signal);
    this.busy = false;
    // an answer to what no longer stands there still shows that something comes
    if (answer && seed === this.header.seed) this.show(how, answer, text === this.input.value);
    this.go();
  }

  async ask(how, text, seed, signal) {
    const query = new URLSearchParams({ how, pass: this.header.pass, seed, text });
    try {
      const answer = await fetch(`${this.header.url}?${query}`, { signal });
      if (answer.ok) return unpack(new Uint8Array(await answer.arrayBuffer()));
      this.say(await answer.text());
    } catch {
      if (signal?.aborted) return null;
      this.say(UNREACHED);
    }
    this.queue = [];
    return null;
  }

  show(how, { header, arrays }, current) {
    this.answers += 1;
    if (how === "growing") {
      if (current) this.grow(header.told, arrays.pixels.data);
      return;
    }
    const other = header.caption !== this.own?.caption;
    this.own = { pixels: arrays.pixels.data, caption: header.caption, how };
    if (how === "quick" && header.caption !== this.grown?.caption) this.root.classList.add("stale");
    this.paint();
    if (!current) return;
    if (how === "quick" && other) this.took = [...this.took.slice(-99), performance.now() - this.keyed];
    this.explain(header);
  }

  // --- what it could read

  explain({ caption, unknown, unfinished, too_many: tooMany }) {
    const parts = [];
    for (const [word, near] of unknown) {
      if (!near) parts.push(`It has never met “${word}”, and knows no word near it. `);
      else parts.push(`It has never met “${word}”. The nearest word it knows: `, this.instead(word, near), " ");
    }
    if (tooMany) parts.push("It reads 16 words at most. The others are left out. ");
    if (!parts.length && unfinished) parts.push(`It waits for the rest of “${unfinished}”.`);
    if (!parts.length) parts.push(caption ? "It knows all these words." : "Told nothing, it lets the noise decide.");
    this.said.replaceChildren(...parts);
  }

  instead(word, near) {
    const button = make("button", { type: "button", class: "instead" }, near);
    button.addEventListener("click", () => {
      const pieces = this.input.value.split(/(\s+)/);
      this.input.value = pieces.map((piece) => (piece.toLowerCase().replace(/[^\p{L}&-]/gu, "") === word ? near : piece)).join("");
      this.changed();
      this.input.focus();
    });
    return button;
  }

  say(text) {
    this.said.textContent = text;
  }

  // --- words to tap

  fill() {
    this.palette.replaceChildren(...this.header.groups.map(([what, label, options, pictures]) => {
      const row = make("div", { class: "row", role: "group", "aria-label": label });
      row.style.setProperty("--pictures", `url("${pictures}")`);
      options.forEach((word, place) => word && row.append(this.chip(what, word, place)));
      return make("div", { class: "group" }, make("p", { class: "title" }, label), row);
    }));
  }

  chip(what, word, place) {
    const picture = make("span", { class: "picture", "aria-hidden": "true" });
    picture.style.setProperty("--place", place);
    const chip = make("button", { type: "button", class: "chip", "data-word": word }, picture, make("span", { class: "name" }, word));
    chip.addEventListener("click", () => {
      this.input.value = this.with(what, word);
      this.changed();
    });
    return chip;
  }

  typed() {
    return this.input.value.toLowerCase().split(/[^\p{L}]+/u).filter(Boolean);
  }

  // The sentence with this word in its place, or without it where it stood there; of two critters it goes to the end.
  with(what, word) {
    const words = this.typed();
    const { groups, phrases } = this.header;
    if (words.includes("and")) return `${this.input.value.trim()} ${phrases[word] || word}`;
    const chosen = Object.fromEntries(groups.map(([name, , options]) => [name, words.find((one) => options.includes(one))]));
    chosen[what] = chosen[what] === word && what !== "animal" ? null : word;
    const who = [chosen.mood, chosen.colour, chosen.animal].filter(Boolean);
    const article = who.length ? [/^[aeiou]/.test(who[0]) ? "an" : "a"] : [];
    return [...article, ...who, phrases[chosen.worn], phrases[chosen.place]].filter(Boolean).join(" ");
  }

  mark() {
    const words = new Set(this.typed());
    for (const chip of this.palette.querySelectorAll(".chip")) chip.setAttribute("aria-pressed", words.has(chip.dataset.word));
  }

  // --- word by word

  grow(told, pixels) {
    const size = SIDE * SIDE * 3;
    const pictures = told.map((_, i) => pixels.subarray(i * size, (i + 1) * size));
    this.grown = { told, pictures, caption: told[told.length - 1] };
    this.root.classList.remove("stale");
    this.strip.replaceChildren(...told.map((words, i) => this.stage(i)));
  }

  stage(i) {
    const { told, pictures } = this.grown;
    const added = i ? told[i].slice(told[i - 1].length).trim() : "no words";
    const canvas = make("canvas", { class: "pixels", width: SIDE, height: SIDE, "aria-hidden": "true" });
    paint(canvas, pictures[i]);
    const button = make("button", { type: "button", class: "stage" }, canvas, make("span", { class: "name" }, i ? `+ ${added}` : added));
    button.setAttribute("aria-label", i ? `told “${told[i]}”: what “${added}” changed` : "told nothing");
    const look = () => this.look(i, added);
    const away = () => this.look(null);
    for (const event of ["pointerenter", "focus", "click"]) button.addEventListener(event, look);
    for (const event of ["pointerleave", "blur"]) button.addEventListener(event, away);
    return button;
  }

  look(i, added = "") {
    this.looking = i;
    if (i === null) return this.paint();
    const { told, pictures } = this.grown;
    const light = i ? changed(pictures[i - 1], pictures[i]) : null;
    paint(this.canvas, pictures[i], light, luminance(this.root) < 0.4);
    this.words.textContent = i ? `“${added}” changed what lights up` : "no words: only the noise decided";
    this.state.textContent = light ? `${Math.round((100 * light.filter((one) => one > 0.5).length) / light.length)} % of the dots` : "";
    this.canvas.setAttribute("aria-label", i ? `what “${added}” changed` : `what it draws when it is told nothing`);
  }

  paint() {
    if (!this.own) return;
    const { pixels, caption, how } = this.own;
    paint(this.canvas, pixels);
    this.words.textContent = caption ? `“${caption}”` : "told nothing";
    this.state.textContent = STATES[how];
    this.root.dataset.how = how;
    this.canvas.setAttribute("aria-label", `what it draws for “${caption}”`);
  }

  fit() {
    const room = this.root.clientWidth;
    if (!room) return;
    const two = room >= BESIDE;
    this.root.classList.toggle("two", two);
    this.root.classList.toggle("wide", room >= WIDE);
    const most = Math.min(two ? room - PALETTE - 24 : room, Math.max(320, innerHeight - HEAD), MOST_CELLS * CELL);
    this.root.style.setProperty("--side", `${Math.max(4, Math.floor(most / CELL)) * CELL}px`);
  }
}

// How much each dot changed, in [0, 1].
function changed(before, after) {
  return Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const most = Math.max(...[0, 1, 2].map((c) => Math.abs(after[3 * i + c] - before[3 * i + c])));
    return Math.min(1, Math.max(0, (most - UNSEEN) / (SURE - UNSEEN)));
  });
}

// light: what stays bright; the rest goes grey and pale.
function paint(canvas, pixels, light = null, dark = false) {
  const context = canvas.getContext("2d");
  const image = context.createImageData(SIDE, SIDE);
  const ground = dark ? 24 : 244;
  for (let i = 0; i < SIDE * SIDE; i++) {
    const [red, green, blue] = [0, 1, 2].map((c) => pixels[3 * i + c]);
    const pale = 0.25 * (0.3 * red + 0.59 * green + 0.11 * blue) + 0.75 * ground;
    const share = light ? light[i] : 1;
    [red, green, blue].forEach((value, c) => (image.data[4 * i + c] = share * value + (1 - share) * pale));
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

function luminance(element) {
  const found = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  const digits = found.startsWith("#") ? found.slice(1) : "ffffff";
  const wide = digits.length < 6 ? [...digits].map((d) => d + d).join("") : digits;
  return [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => sum + (weight * parseInt(wide.slice(2 * i, 2 * i + 2), 16)) / 255, 0);
}

export default function ({ data, parentElement, setStateValue }) {
  let line = mounted.get(parentElement);
  if (!line) mounted.set(parentElement, (line = new Sentence(parentElement)));
  const { header } = unpack(data);
  line.update(header, setStateValue);
  // for tests and for curious visitors, as the player's window.__player
  window.__sentence = { ...window.__sentence, [header.key]: line };
}
