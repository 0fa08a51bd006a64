// The way through the site. A drop for each bet of the page, filled when the bet is made, beside the parts; on a phone also
// in a bar at the bottom, between the link back and what comes next: the next bet or heading below, then the next part.
// And which pages this browser has seen.
//
// Bets say themselves when they come or change ("ink:bet"): nothing here watches the page.

const SEEN = "ink.seen";
const READ = 120; // ms of rest after the page was scrolled
const LATE = [400, 1500, 4000]; // ms after a page was turned, when what stood on the page before has gone
const DROP = '<svg viewBox="0 0 16 20" aria-hidden="true"><path d="M8 1.2c2.6 4 6 7 6 11a6 6 0 0 1-12 0c0-4 3.4-7 6-11z"/></svg>';
const MAIN = "[data-testid=stMain]";
const COVERED = 140; // px of the window that the bars at its top and, on a phone, at its bottom cover
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const mounted = new WeakMap(); // by parent

export default function ({ data, parentElement }) {
  const way = mounted.get(parentElement) || new Way(parentElement);
  mounted.set(parentElement, way);
  way.show(data);
  const generation = ++way.generation;
  return () => {
    if (way.generation !== generation) return;
    way.unmount();
    mounted.delete(parentElement);
  };
}

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// The pages seen, of those there are. A browser that keeps nothing, or was made to keep nonsense, has seen none.
function seen(paths) {
  try {
    const kept = JSON.parse(localStorage.getItem(SEEN));
    return paths.filter((path) => kept.includes(path));
  } catch {
    return [];
  }
}

function remember(path, paths) {
  const kept = [...new Set([...seen(paths), path])];
  try {
    localStorage.setItem(SEEN, JSON.stringify(kept));
  } catch {
    // a private window keeps nothing
  }
  return kept;
}

// "open", "made" or "looked up", where the answer was shown to somebody who gave none. No bet is one that is still to come.
// What was made stays so while a further round of it waits.
function stateOf(bet) {
  if (!["placed", "revealed"].includes(bet?.dataset.state)) return bet?.dataset.again ? "made" : "open";
  return bet.querySelector(".answer.own") ? "made" : "looked up";
}

// A bet names those that it will open: they have their drops from the start.
function withThoseToCome(bets) {
  const there = new Set(bets.map((bet) => bet.dataset.key));
  const toCome = (bet) => (bet.dataset.opens || "").split(" ").filter((key) => key && !there.has(key));
  return bets.flatMap((bet) => [bet, ...toCome(bet).map(() => undefined)]);
}

class Way {
  constructor(parent) {
    this.generation = 0;
    this.bets = []; // of the page, undefined for one that another will open
    this.style = make("style");
    this.drops = make("div", { class: "way-drops", role: "group" });
    this.count = make("span", { class: "way-count" });
    this.bar = make("nav", { class: "way-bar", "aria-label": "The way" });
    this.root = make("div", { class: "way" }, this.style, this.count, this.drops, this.bar);
    parent.append(this.root);
    this.away = new AbortController();
    const { signal } = this.away;
    document.addEventListener("ink:bet", () => this.soon(), { signal });
    document.addEventListener("ink:still", reachWide, { signal }); // what was folded out may be wide
    // what comes next on a phone depends on how far the page has been read
    document.addEventListener("scroll", () => {
      clearTimeout(this.read);
      this.read = setTimeout(() => this.draw(), READ);
    }, { signal, capture: true, passive: true });
  }

  show({ path, paths, place, ends }) {
    const turned = this.path !== path;
    this.path = path;
    this.style.textContent = marks(remember(path, paths), path);
    this.drawBar(place, ends);
    if (!turned) return;
    this.bets = [];
    this.draw();
    this.soon();
    this.later = LATE.map((late) => setTimeout(() => this.soon(), late));
  }

  soon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.bets = withThoseToCome([...document.querySelectorAll(".bet")]);
      this.draw();
      reachWide();
    });
  }

  draw() {
    const { bets, drops } = this;
    while (drops.children.length > bets.length) drops.lastChild.remove();
    while (drops.children.length < bets.length) drops.append(this.drop(drops.children.length));
    bets.forEach((bet, place) => {
      drops.children[place].dataset.state = stateOf(bet);
      drops.children[place].setAttribute("aria-label", `Bet ${place + 1} of ${bets.length}: ${stateOf(bet)}`);
    });
    const made = bets.filter((bet) => stateOf(bet) !== "open").length;
    const said = bets.length ? `${made} of ${bets.length} bets` : "";
    this.count.textContent = said;
    drops.setAttribute("aria-label", said || "Bets");
    this.drawMiddle(said);
  }

  drop(place) {
    const button = make("button", { type: "button", class: "way-drop" });
    button.innerHTML = DROP;
    button.addEventListener("click", () => lead(this.bets[place] || this.next));
    return button;
  }

  // ← where we are, the drops, what comes next. Drops are too many for fingers there: the whole leads to the next bet.
  drawBar(place, ends) {
    document.documentElement.classList.toggle("with-way-bar", Boolean(place));
    this.bar.hidden = !place;
    if (!place || this.bar.dataset.ends === String(ends)) return;
    this.bar.dataset.ends = String(ends);
    this.middle = make("button", { type: "button", class: "way-middle" }, make("span", {}, place), make("span", { class: "way-dots" }));
    this.bet = make("button", { type: "button", class: "way-bet" });
    this.middle.addEventListener("click", () => lead(this.next));
    this.bet.addEventListener("click", () => (this.unread ? go(this.unread, "start") : lead(this.next)));
    this.on = end(ends[1], "Next part →", "Next part", "next");
    this.bar.replaceChildren(end(ends[0], "←", "Back", "beside"), this.middle, this.bet, this.on);
  }

  // The first bet that is open after the last one that was made, else the first that is open.
  get next() {
    const bets = this.bets.filter(Boolean);
    const open = bets.map((bet) => stateOf(bet) === "open");
    const after = bets[open.indexOf(true, open.lastIndexOf(false) + 1)];
    return after || bets[open.indexOf(true)];
  }

  // The next heading below, where no open bet comes before it: what has none isn't passed over, nor what stands last.
  get unread() {
    const { next } = this;
    const heading = [...document.querySelectorAll(`${MAIN} h2`)].find((one) => one.getBoundingClientRect().top > COVERED);
    if (!next || !heading) return heading;
    const below = next.getBoundingClientRect().top > 0;
    return below && heading !== headingOf(next) && follows(next, heading) ? heading : undefined;
  }

  drawMiddle(said) {
    if (!this.middle) return;
    const dots = this.bets.map((bet) => {
      const dot = make("i", { "data-state": stateOf(bet) });
      dot.innerHTML = DROP;
      return dot;
    });
    const [place, drops] = this.middle.children;
    drops.replaceChildren(...dots);
    const { next, unread } = this;
    this.bet.hidden = !next && !unread;
    this.on.hidden = !this.bet.hidden;
    this.bet.textContent = unread ? "Go on ↓" : `Next bet ${next?.getBoundingClientRect().bottom < 0 ? "↑" : "↓"}`;
    this.middle.setAttribute("aria-label", said ? `${place.textContent}, ${said}. To the next bet` : `${place.textContent}. To the top`);
  }

  unmount() {
    this.away.abort();
    cancelAnimationFrame(this.frame);
    for (const timer of [this.read, ...(this.later || [])]) clearTimeout(timer);
    this.root.remove();
  }
}

// A tick on the parts that were seen. As a style, since the links belong to React.
function marks(paths, here) {
  const others = paths.filter((path) => path && path !== here);
  const links = others.map((path) => `.st-key-way a[data-testid]:is([href="${path}"], [href$="/${path}"])::after`);
  return links.length ? `${links.join()} { content: "✓"; }` : "";
}

// A table, formula or code too wide for the screen is scrolled (way.css), by keyboard too.
function reachWide() {
  for (const wide of document.querySelectorAll(`${MAIN} :is(table, .katex-display, pre)`)) {
    if (wide.scrollWidth > wide.clientWidth || wide.scrollHeight > wide.clientHeight) wide.tabIndex = 0;
    else wide.removeAttribute("tabindex");
  }
}

// A link that goes where one of the page's own does, through it: so the page is turned without being loaded anew.
function end(path, arrow, name, row) {
  const link = make("a", { href: path || "./", "aria-label": name, class: `way-${row}` }, arrow);
  link.addEventListener("click", (event) => {
    const own = document.querySelector(`.st-key-${row} a`);
    if (!own || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    own.click();
  });
  return link;
}

const follows = (later, earlier) => Boolean(earlier.compareDocumentPosition(later) & Node.DOCUMENT_POSITION_FOLLOWING);
const headingOf = (bet) => [...document.querySelectorAll(`${MAIN} h2`)].filter((one) => follows(bet, one)).at(-1);
const go = (element, block) => element.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });

// To a bet: to the heading above it, since what is told there belongs to the question, where both fit the window and no
// other bet stands between them.
function lead(bet) {
  if (!bet) return document.querySelector(MAIN).scrollTo({ top: 0, behavior: calm() ? "auto" : "smooth" });
  const before = [...document.querySelectorAll(`${MAIN} :is(h2, .bet)`)].filter((one) => follows(bet, one));
  const heading = before.at(-1)?.tagName === "H2" ? before.at(-1) : null;
  const height = heading && bet.getBoundingClientRect().bottom - heading.getBoundingClientRect().top;
  if (heading && height < innerHeight - COVERED) go(heading, "start");
  else go(bet, "center");
  const first = bet.querySelector(":is(button, input, [tabindex='0']):not(:disabled)");
  first?.focus({ preventScroll: true });
}
