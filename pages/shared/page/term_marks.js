// A term is explained where it first stands on the page. React owns the page's text and trips over foreign hands in it, so
// the text stays as it is: an empty button is laid over the word. It is the last child of the word's paragraph, so that
// the Tab key comes by in reading order, and it goes when the paragraph goes.

const PROSE = ["stMarkdownContainer", "stCaptionContainer"]
  .map((name) => `[data-testid=stMain] [data-testid=${name}] :is(p, li, td)`)
  .join();
const NOT_IN = "label, button, a, summary, code, pre, .katex, [role=button], [data-testid=stWidgetLabel], [class*=st-key-door-], .st-key-next";
const REST = 200; // ms without a change before the page is read again
const GRACE = 250; // ms in which the pointer may cross from the word to its explanation
const EDGE = 12;

const mounted = new WeakMap(); // by parent

export default function ({ data, parentElement }) {
  const marks = mounted.get(parentElement) || new Marks(parentElement);
  mounted.set(parentElement, marks);
  marks.learn(data.terms);
  const generation = ++marks.generation;
  return () => {
    if (marks.generation !== generation) return;
    marks.unmount();
    mounted.delete(parentElement);
  };
}

class Marks {
  constructor(parent) {
    this.generation = 0;
    this.buttons = new Map(); // by term
    this.tip = new Tip(parent);
    this.page = document.querySelector("[data-testid=stMain]");
    this.changes = new MutationObserver(() => this.later());
    this.sizes = new ResizeObserver(() => this.later());
    this.changes.observe(this.page, { subtree: true, childList: true, characterData: true, attributeFilter: ["open"] });
    this.sizes.observe(this.page);
    document.fonts.ready.then(() => this.later());
  }

  learn(terms) {
    this.byWord = new Map(terms.flatMap((term) => term.words.map((word) => [keyOf(word), term])));
    const words = [...this.byWord.keys()].sort((one, other) => other.length - one.length);
    const any = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
    this.pattern = new RegExp(`(?<![\\p{L}\\p{N}'’])(?:${any})(?![\\p{L}\\p{N}])`, "giu");
    this.later();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.mark(), REST);
  }

  mark() {
    const places = this.firstPlaces();
    for (const [term, button] of this.buttons) {
      if (places.get(term)?.block === button.parentElement) continue;
      button.remove();
      this.buttons.delete(term);
    }
    for (const [term, place] of places) if (!this.buttons.has(term)) this.buttons.set(term, this.button(term, place));
    // all are measured before any is laid: in turns, each would have the page laid out anew
    const lines = Array.from(places, ([term, place]) => [this.buttons.get(term), lineOf(place)]);
    for (const [button, line] of lines) if (line) lay(button, line);
    if (this.tip.button && !this.tip.button.isConnected) this.tip.hide();
    this.changes.takeRecords();
    document.dispatchEvent(new Event("ink:still")); // for others who wait until the page has come to rest
  }

  // Where each term first stands, in what can be seen.
  firstPlaces() {
    const places = new Map();
    for (const block of this.page.querySelectorAll(PROSE)) {
      if (block.querySelector("p, li") || block.closest(NOT_IN) || !block.checkVisibility()) continue;
      const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        if (!texts.currentNode.parentElement.closest(NOT_IN)) this.read(texts.currentNode, block, places);
      }
    }
    return places;
  }

  read(text, block, places) {
    for (const match of text.data.matchAll(this.pattern)) {
      const term = this.byWord.get(keyOf(match[0]));
      if (term && !places.has(term)) places.set(term, { block, text, start: match.index, word: match[0] });
    }
  }

  button(term, { block, word }) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "term-mark";
    button.setAttribute("aria-label", `${word}: ${term.sentence}`);
    button.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && this.tip.show(button, term));
    button.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && this.tip.hideSoon());
    button.addEventListener("focus", () => button.matches(":focus-visible") && this.tip.show(button, term));
    button.addEventListener("blur", () => this.tip.hide());
    button.addEventListener("click", () => this.tip.toggle(button, term));
    block.append(button);
    return button;
  }

  unmount() {
    clearTimeout(this.timer);
    this.changes.disconnect();
    this.sizes.disconnect();
    for (const button of this.buttons.values()) button.remove();
    this.tip.unmount();
  }
}

// The explanation of one term at a time. Screen readers have it as the button's name already.
class Tip {
  constructor(parent) {
    this.element = document.createElement("div");
    this.element.className = "term-tip";
    this.element.popover = "manual";
    this.element.setAttribute("aria-hidden", "true");
    this.element.addEventListener("pointerenter", () => clearTimeout(this.timer));
    this.element.addEventListener("pointerleave", () => this.hideSoon());
    parent.append(this.element);
    this.away = new AbortController();
    const { signal } = this.away;
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.hide(), { signal });
    document.addEventListener("scroll", () => this.button && this.place(), { signal, capture: true, passive: true });
    document.addEventListener("pointerdown", ({ target }) => this.outside(target) && this.hide(), { signal });
  }

  outside(target) {
    return this.button && target !== this.button && !this.element.contains(target);
  }

  show(button, term) {
    clearTimeout(this.timer);
    if (this.button === button) return;
    this.hide();
    this.button = button;
    this.shownAt = performance.now();
    button.classList.add("open");
    const level = document.createElement("small");
    level.textContent = `Level ${term.level}`;
    const name = document.createElement("b");
    name.textContent = term.name;
    this.element.replaceChildren(name, `: ${term.sentence}`, level);
    this.element.showPopover();
    this.place();
  }

  // A mouse shows it before it clicks: that click is no wish to have it gone.
  toggle(button, term) {
    if (this.button !== button) this.show(button, term);
    else if (performance.now() - this.shownAt > 600) this.hide();
  }

  place() {
    const word = this.button.getBoundingClientRect();
    const { width, height } = this.element.getBoundingClientRect();
    const below = word.bottom + 6;
    const top = below + height + EDGE < innerHeight ? below : word.top - height - 6;
    const left = Math.min(Math.max(word.left, EDGE), document.documentElement.clientWidth - width - EDGE);
    this.element.style.top = `${top}px`;
    this.element.style.left = `${left}px`;
  }

  hideSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hide(), GRACE);
  }

  hide() {
    clearTimeout(this.timer);
    if (!this.button) return;
    this.button.classList.remove("open");
    this.button = null;
    this.element.hidePopover();
  }

  unmount() {
    this.away.abort();
    clearTimeout(this.timer);
    this.element.remove();
  }
}

// A single letter counts in its own case only: t is not T.
const keyOf = (word) => (word.length === 1 || word === "CLIP" ? word : word.toLowerCase()); // to clip is another word

// The word's first line, measured from its paragraph; nothing where it can't be seen.
function lineOf({ block, text, start, word }) {
  const range = document.createRange();
  range.setStart(text, start);
  range.setEnd(text, start + word.length);
  const [line] = range.getClientRects();
  const box = block.getBoundingClientRect();
  return line && { left: line.left - box.left, top: line.top - box.top, width: line.width, height: line.height };
}

function lay(button, line) {
  for (const [name, size] of Object.entries(line)) button.style[name] = `${size.toFixed(1)}px`;
}
