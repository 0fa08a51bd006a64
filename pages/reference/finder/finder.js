// Questions that fold out, and a field that finds those in which all the words stand that were typed.

import { make } from "./dom.js";

const mounted = new WeakMap(); // by the element that Streamlit gives

const plain = (text) => text.toLowerCase().replaceAll("’", "'").replaceAll("*", "");
const stressed = (text) =>
  text.split(/(\*[^*]+\*)/).map((part) => (/^\*.+\*$/.test(part) ? make("em", {}, part.slice(1, -1)) : part));

class Finder {
  constructor(parent) {
    this.field = make("input", { type: "search", id: "find-a-question", autocomplete: "off", placeholder: "blur, copy, prompt …" });
    this.count = make("p", { class: "count", role: "status" });
    this.list = make("div", {});
    const label = make("label", { for: "find-a-question" }, "Find a question");
    this.root = make("div", { class: "finder" }, make("div", { class: "find" }, label, this.field, this.count), this.list);
    this.field.addEventListener("input", () => this.find());
    this.arrive = () => this.open(decodeURIComponent(location.hash.slice(1)), true);
    addEventListener("hashchange", this.arrive);
    parent.append(this.root);
  }

  update(data) {
    const text = JSON.stringify(data);
    if (this.text === text) return;
    const opened = new Set((this.entries || []).filter(({ fold }) => fold.open).map(({ fold }) => fold.id));
    const first = this.text === undefined;
    this.text = text;
    this.entries = [];
    this.groups = data.groups.map((group) => this.group(group));
    this.list.replaceChildren(...this.groups.map(({ root }) => root));
    for (const { fold } of this.entries) fold.open = opened.has(fold.id);
    if (first) this.arrive();
    this.find();
  }

  group({ title, entries }) {
    const made = entries.map((entry) => this.entry(entry));
    this.entries.push(...made);
    return { root: make("section", {}, make("h2", {}, title), ...made.map(({ fold }) => fold)), made };
  }

  entry({ anchor, question, answer, address, title, where, picture }) {
    const link = make("a", { href: address }, title, make("span", {}, ` · ${where}`));
    const shown = picture ? [make("a", { href: address, class: "thumbnail", tabindex: "-1", "aria-hidden": "true" }, make("img", { src: picture, alt: "", width: "128", height: "128" }))] : [];
    const said = make("div", { class: "said" }, make("p", {}, ...stressed(answer)), make("p", { class: "try" }, "Try it: ", link));
    const fold = make("details", { id: anchor }, make("summary", {}, make("h3", {}, question)), make("div", { class: "answer" }, ...shown, said));
    // the address of an open question leads to it
    fold.addEventListener("toggle", () => fold.open && fold.isConnected && history.replaceState(history.state, "", `#${anchor}`));
    return { fold, words: plain(`${question} ${answer} ${title}`) };
  }

  find() {
    const words = plain(this.field.value).split(/\s+/).filter(Boolean);
    for (const { fold, words: said } of this.entries) fold.hidden = !words.every((word) => said.includes(word));
    for (const { root, made } of this.groups) root.hidden = made.every(({ fold }) => fold.hidden);
    const left = this.entries.filter(({ fold }) => !fold.hidden).length;
    this.count.textContent = left ? `${left} of ${this.entries.length} questions` : "Nobody asked that yet. Try another word.";
  }

  open(name) {
    const entry = this.entries.find(({ fold }) => fold.id === name);
    if (!entry) return;
    if (entry.fold.hidden) {
      this.field.value = "";
      this.find();
    }
    entry.fold.open = true;
    entry.fold.scrollIntoView();
  }

  unmount() {
    removeEventListener("hashchange", this.arrive);
    this.root.remove();
  }
}

export default function ({ data, parentElement }) {
  const finder = mounted.get(parentElement) || new Finder(parentElement);
  mounted.set(parentElement, finder);
  finder.update(data);
  const generation = (finder.generation = (finder.generation || 0) + 1);
  return () => {
    if (finder.generation !== generation) return;
    finder.unmount();
    mounted.delete(parentElement);
  };
}
