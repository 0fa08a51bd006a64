// What the teacher's and the pupil's views are made of.

import { make } from "../../shared/player/assets/dom.js";
import { at, marked } from "../../shared/page/class_line.js";

export const LETTERS = ["A", "B", "C", "D"];

export const line = (words, kind = "") => make("p", { class: kind || false }, ...marked(words));

// A button; name: by which the focus finds it again when all is drawn anew.
export function button(words, name, press, kind = "") {
  const found = make("button", { type: "button", "data-name": name, class: kind || false }, words);
  found.addEventListener("click", press);
  return found;
}

export const question = (round) => make("h2", { class: "question" }, ...marked(round.question));

export const about = (round) => make("img", { class: "about", src: at(round.picture), width: round.width, height: round.height, alt: `What is asked about: ${round.title}` });

let wanted = null; // the name that had the focus when its part went, and nothing came in its place yet

// Whoever comes with no focus yet begins there.
export const beginAt = (name) => (wanted = name);

// Puts new parts in the place of the old ones; what had the focus has it again, or what comes in its place.
export function fill(root, parts) {
  const held = root.getRootNode().activeElement;
  const lost = !held && document.activeElement === document.body;
  const name = root.contains(held) ? held.dataset.name : lost ? wanted : null;
  root.replaceChildren(...parts.filter(Boolean));
  const again = name && (root.querySelector(`[data-name="${name}"]:not([disabled])`) || root.querySelector(".primary:not([disabled])"));
  wanted = again ? null : name;
  if (again) again.focus();
}
