// The words of a sentence in a row: dragged, moved by the arrow keys, or swapped by two taps.

const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
const [FAR, REST] = [6, 600]; // px from which a press is a drag; ms after the last key until the order is told
const rows = new WeakMap(); // by parent

class Row {
  constructor(parent) {
    this.title = document.createElement("div");
    this.title.className = "title";
    this.row = document.createElement("div");
    this.row.className = "row";
    this.row.setAttribute("role", "group");
    this.said = document.createElement("div");
    this.said.className = "said";
    this.said.setAttribute("aria-live", "polite");
    parent.append(this.title, this.row, this.said);
    this.row.addEventListener("keydown", (event) => this.pressed(event));
    this.row.addEventListener("pointerdown", (event) => this.down(event));
    this.row.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"]) this.row.addEventListener(end, () => this.up());
    this.row.addEventListener("click", (event) => this.tapped(event));
  }

  update({ label, words }) {
    this.title.textContent = label;
    this.row.setAttribute("aria-label", label);
    const order = words.join(" ");
    // what the visitor holds, or has not told yet, is not taken out of the hand
    if (this.held || this.waits || order === this.order()) return;
    this.told = order;
    this.picked = null;
    this.row.replaceChildren(...words.map((word) => this.word(word)));
    this.name();
  }

  word(text) {
    const word = document.createElement("button");
    word.type = "button";
    word.className = "word";
    word.textContent = text;
    return word;
  }

  all() {
    return [...this.row.children];
  }

  order() {
    return this.all().map((word) => word.textContent).join(" ");
  }

  // For who cannot see the row: where a word stands, and how to move it.
  name() {
    const all = this.all();
    all.forEach((word, i) => word.setAttribute("aria-label", `${word.textContent}, word ${i + 1} of ${all.length}`));
  }

  tell() {
    clearTimeout(this.waits);
    this.waits = 0;
    this.name();
    const order = this.order();
    if (order === this.told) return;
    this.told = order;
    this.send(order);
  }

  // --- by mouse or finger

  down(event) {
    const word = event.target.closest(".word");
    if (!word || event.button > 0) return;
    this.held = { word, x: event.clientX, y: event.clientY, moved: false, id: event.pointerId };
  }

  drag(event) {
    const held = this.held;
    if (!held) return;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.moved && Math.hypot(dx, dy) < FAR) return;
    if (!held.moved) {
      held.moved = true;
      held.word.setPointerCapture(held.id);
      held.word.classList.add("held");
    }
    this.makeRoom(held.word, event.clientX, event.clientY);
  }

  // The held word goes before or behind the word under the pointer, whichever half it is over.
  makeRoom(word, x, y) {
    for (const other of this.all()) {
      const box = other.getBoundingClientRect();
      if (other === word || x < box.left || x > box.right || y < box.top || y > box.bottom) continue;
      const behind = x > (box.left + box.right) / 2;
      const next = behind ? other.nextSibling : other;
      if (next !== word && word.nextSibling !== next) this.row.insertBefore(word, next);
      return;
    }
  }

  up() {
    const held = this.held;
    this.held = null;
    if (!held?.moved) return;
    held.word.classList.remove("held");
    this.dragged = true; // the click that follows is none
    setTimeout(() => (this.dragged = false), 0);
    this.tell();
  }

  // Two taps swap two words: on a phone that is easier than to drag across lines.
  tapped(event) {
    const word = event.target.closest(".word");
    if (!word || this.dragged) return;
    if (!this.picked || this.picked === word) {
      this.pick(this.picked === word ? null : word);
      return;
    }
    const other = this.picked;
    const marker = document.createElement("span");
    other.replaceWith(marker);
    word.replaceWith(other);
    marker.replaceWith(word);
    this.pick(null);
    this.tell();
  }

  pick(word) {
    this.picked?.setAttribute("aria-pressed", "false");
    this.picked = word;
    word?.setAttribute("aria-pressed", "true");
    this.said.textContent = word ? `${word.textContent} is picked up. Choose the word to swap it with.` : "";
  }

  // --- by keyboard

  pressed(event) {
    const word = event.target.closest(".word");
    const step = STEPS[event.key];
    if (!word || !step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const all = this.all();
    const to = all.indexOf(word) + step;
    if (to < 0 || to >= all.length) return;
    this.row.insertBefore(word, step > 0 ? all[to].nextSibling : all[to]);
    word.focus();
    this.said.textContent = `${word.textContent} is word ${to + 1} of ${all.length}.`;
    clearTimeout(this.waits);
    this.waits = setTimeout(() => this.tell(), REST);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  let row = rows.get(parentElement);
  if (!row) rows.set(parentElement, (row = new Row(parentElement)));
  row.send = (order) => setTriggerValue("moved", order);
  row.update(data);
}
