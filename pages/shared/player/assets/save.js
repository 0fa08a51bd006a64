// "Save": a quiet button and what it offers, a picture or the film. What makes the files comes only when it is asked for.

import { icon, make } from "./dom.js";

const ARROW = "M11 4h2v8.2l3.1-3.1 1.4 1.4L12 16l-5.5-5.5 1.4-1.4 3.1 3.1zM5 18h14v2H5z";
const SCRIPT = "SAVING"; // the name of the file, which bundle.py puts here
const FAILED = "This could not be saved. Please try again.";

export class Save {
  constructor(player) {
    this.player = player;
    this.button = make("button", { type: "button", class: "save", "aria-label": "save", title: "save", "aria-expanded": "false" }, icon(ARROW));
    this.list = make("div", { class: "kinds", hidden: true });
    this.status = make("span", { class: "saved", role: "status" });
    this.element = make("div", { class: "saves" }, this.status, this.list, this.button);
    this.button.addEventListener("click", () => this.open(this.list.hidden));
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.list.hidden) return;
      event.stopPropagation();
      this.open(false);
      this.button.focus();
    });
    this.element.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !this.element.contains(event.relatedTarget)) this.open(false);
    });
    this.away = (event) => !event.composedPath().includes(this.element) && this.open(false);
    document.addEventListener("pointerdown", this.away);
  }

  // A film stands in the row of what moves it; a still picture has the button in its corner, when it is pointed at.
  place(row, figures) {
    const [first] = figures.filter(({ track }) => !["awaited", "numbers"].includes(track.spec.kind));
    this.element.hidden = !first;
    if (!first) return;
    const parent = row.hidden ? first.holder : row;
    if (this.element.parentNode !== parent) parent.append(this.element);
    this.element.classList.toggle("corner", row.hidden);
    this.film = !row.hidden;
  }

  open(wanted) {
    if (wanted) this.list.replaceChildren(...this.offers());
    this.list.hidden = !wanted;
    this.button.setAttribute("aria-expanded", wanted);
    if (wanted) this.list.firstChild.focus();
  }

  offers() {
    const kinds = [["png", "Picture (PNG)"]];
    if (this.film && window.CompressionStream) kinds.push(["gif", "Film (GIF)"]);
    if (this.film && window.MediaRecorder && MediaRecorder.isTypeSupported("video/webm")) kinds.push(["webm", "Film (WebM)"]);
    return kinds.map(([kind, words]) => {
      const one = make("button", { type: "button", class: "word", "data-kind": kind }, words);
      one.addEventListener("click", () => this.make(kind));
      return one;
    });
  }

  // One file at a time: another wish ends what is being made.
  async make(kind) {
    this.open(false);
    this.button.focus();
    const turn = (this.turn = {});
    const tell = (words) => this.turn === turn && (this.status.textContent = words);
    try {
      tell("…");
      const { save } = await import(new URL(SCRIPT, location.href));
      await save(kind, this.player, { tell, wanted: () => this.turn === turn });
      tell("");
    } catch (error) {
      tell(error.plain ? error.message : FAILED);
    }
  }

  unmount() {
    this.turn = null;
    document.removeEventListener("pointerdown", this.away);
  }
}
