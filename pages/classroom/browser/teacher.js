// The teacher's view, which is on the projector, too: no bet is in it before the answer is shown.

import { make } from "../../shared/player/assets/dom.js";
import { ask, askFile, at, marked } from "../../shared/page/class_line.js";
import { busy } from "./start.js";
import { LETTERS, about, beginAt, button, line, question } from "./parts.js";

const TURNS = ["first", "after talking"];

export class Teacher {
  constructor(room) {
    Object.assign(this, { room, door: null, shown: null, trouble: make("p", { class: "trouble", role: "alert" }) });
    if (!room.member.remote) beginAt("primary"); // back from an experiment, Enter leads on
    this.findDoor();
  }

  async findDoor() {
    try {
      this.door = await ask("door", null, this.room.member.token);
      this.room.draw();
    } catch (wrong) {
      this.trouble.textContent = wrong.message;
    }
  }

  // One thing asked of the server; what follows comes as news.
  press(words, name, what, sent, kind = "") {
    const found = button(words, name, () => busy(found, this.trouble, () => ask(what, sent, this.room.member.token)), kind);
    return found;
  }

  // What only this device shows: the way in, the remote, the end.
  opens(words, name) {
    const found = button(words, name, () => this.open(this.shown === name ? null : name), "quiet");
    found.setAttribute("aria-expanded", String(this.shown === name));
    return found;
  }

  open(name) {
    this.shown = name;
    this.room.draw();
  }

  parts(view) {
    const here = make("p", { class: "here", role: "status" }, `${view.seats} ${view.seats === 1 ? "pupil is" : "pupils are"} here`);
    const code = make("p", { class: "code" }, view.code);
    const head = make("div", { class: view.round ? "head small" : "head" }, make("div", {}, line("The code:"), code), here);
    const body = view.round ? this.round(view, view.round) : this.wayIn(view);
    return [head, ...this.another(view), ...body, this.trouble, ...this.unfolded(view), this.foot(view)];
  }

  lesson(view) {
    return this.room.data.lessons.find((one) => one.plan === view.plan);
  }

  // Who came by the link of another lesson, and still has this room.
  another(view) {
    const { wanted } = this.room;
    if (!wanted || wanted === view.plan) return [];
    const anew = button(`End it, and open one for ${wanted} minutes`, "anew", () => busy(anew, this.trouble, () => this.anew(wanted)));
    const stay = button("Stay in this room", "stay", () => this.stay());
    return [make("div", { class: "panel" }, line(`**You still have this room**, for the lesson of ${view.plan} minutes.`), make("div", { class: "row" }, stay, anew))];
  }

  stay() {
    this.room.wanted = null;
    this.room.draw();
  }

  async anew(plan) {
    await ask("end", {}, this.room.member.token);
    this.room.leave("", plan);
  }

  wayIn(view) {
    const lesson = line(`**The lesson of ${view.plan} minutes:** ${this.lesson(view).bets.length} bets.`);
    return [lesson, this.join(view), this.next(view)];
  }

  join(view) {
    if (!this.door) return line("A moment …");
    if (!this.door.join)
      return line(`Other devices can't find this computer: it has no network. Whoever runs the server can name its address in PUBLIC_URL. The code is ${view.code}.`);
    const { link, qr } = this.door.join;
    const words = make("div", {}, line("**Scan this**, or open", "large"), make("p", { class: "link" }, link.replace(/\?.*/, "").replace(/^https?:\/\//, "")), line(`and type **${view.code}**.`, "large"));
    return make("div", { class: "join" }, make("img", { src: qr, alt: `The way in as a QR code: ${link}` }), words);
  }

  round(view, round) {
    const told = Boolean(round.splits);
    const rows = round.options.map((words, place) => this.answer(round, words, place));
    const counted = round.hands[round.state.endsWith("again") ? 1 : 0];
    const count = told ? null : counted ? line("The hands are counted.", "large") : make("p", { class: "count", role: "status" }, make("b", {}, `${round.bets} of ${round.of}`), " have bet");
    const left = make("div", {}, about(round), ...[count].filter(Boolean), make("div", { class: "row" }, ...this.onward(view, round)));
    const right = make("div", {}, question(round), make("div", { class: "results" }, ...rows), ...(told ? [this.verdict(round)] : []));
    return [make("div", { class: "board" }, left, right)];
  }

  answer(round, words, place) {
    const right = round.right === place;
    const bars = (round.splits || []).map((split, turn) => split && this.bar(split, place, turn));
    return make("div", { class: right ? "result right" : "result" }, make("b", {}, LETTERS[place]), make("div", {}, make("span", {}, ...marked(words), right ? " ✓" : ""), ...bars.filter(Boolean)));
  }

  bar(split, place, turn) {
    const all = split.reduce((sum, one) => sum + one, 0);
    const full = make("span", { class: `bar turn-${turn + 1}` });
    full.style.width = `${(100 * split[place]) / all}%`;
    return make("div", { class: "track" }, full, make("span", { class: "number" }, `${split[place]} ${TURNS[turn]}`));
  }

  verdict(round) {
    const few = round.splits.every((one) => !one);
    const why = few ? line(`Fewer than ${round.least} have bet, so nobody sees who chose what.`) : null;
    return make("div", {}, make("p", { class: "verdict", role: "status" }, ...marked(round.says)), ...[why].filter(Boolean));
  }

  // What comes next: one button that stands out, and perhaps another.
  onward(view, round) {
    const turn = (words, to, kind) => this.press(words, kind === "primary" ? kind : to, "turn", { round: round.id, to }, kind);
    if (round.trouble) return [line(round.trouble, "trouble"), turn("Try again", "revealed", "primary")];
    if (round.state === "open") return [turn("Close the bets", "closed", "primary")];
    if (round.state === "open again") return [turn("Close the second round", "closed again", "primary")];
    if (round.state.startsWith("closed")) return this.closed(round, turn);
    if (round.state === "revealed") return [turn("Watch it together", "run", "primary"), this.following(view)];
    return [this.next(view), this.following(view)];
  }

  closed(round, turn) {
    const show = turn("Show what came out", "revealed", "primary");
    show.disabled = !round.ready;
    const words = round.ready ? "" : " The computer is still working it out.";
    if (round.state === "closed again") return [line(`The bets are closed.${words}`), show];
    if (!round.offer) return [line(`The bets are closed.${words}`), show, turn("Let them talk, and bet once more", "open again", "")];
    show.classList.remove("primary");
    show.dataset.name = "revealed";
    return [line("Some are right and some aren't. **Let them talk to their neighbours**, then bet once more."), turn("Second round", "open again", "primary"), show];
  }

  // A bet, or what all see before it.
  next(view) {
    const { bets, shows } = this.lesson(view);
    const [bet, show] = [bets, shows].map((all) => all.find((one) => one.name === view.next));
    if (show) return this.press(`Show: ${show.title}`, "primary", "lead", { to: show.name }, "primary");
    if (bet) return this.press(`${view.round ? "Next" : "First"} bet: ${bet.title}`, "primary", "begin", { bet: bet.name }, "primary");
    return line("That was the last bet of this lesson.", "large");
  }

  following(view) {
    if (view.lead) return this.press("Let the phones go", "free", "lead", { to: "" });
    return this.press("All phones follow me to the experiment", "follow", "lead", { to: view.round.bet });
  }

  // --- below, quietly

  foot(view) {
    const way = view.round ? this.opens("The way in", "way") : null;
    return make("div", { class: "row foot" }, ...[way, view.round && !view.round.splits ? this.opens("Hands instead of phones", "hands") : null, this.opens("Other bets", "bets"), this.opens("A remote on your phone", "remote"), this.opens("End the lesson", "end")].filter(Boolean));
  }

  unfolded(view) {
    if (this.shown === "hands" && (!view.round || view.round.splits)) this.shown = null;
    const shown = { way: () => [this.join(view)], bets: () => this.others(view), hands: () => this.hands(view.round), remote: () => this.remote(), end: () => this.end(view) }[this.shown];
    return shown ? [make("div", { class: "panel" }, ...shown(), button("Close", "fold", () => this.open(null), "quiet"))] : [];
  }

  others(view) {
    const rows = this.lesson(view).bets.map(({ name, title }) => {
      const found = this.press(`${title}${view.played.includes(name) ? " (once more)" : ""}`, `bet ${name}`, "begin", { bet: name });
      found.addEventListener("click", () => (this.shown = null));
      return found;
    });
    return [make("h2", {}, "Start another bet"), line("The one on show ends as it is."), make("div", { class: "row" }, ...rows)];
  }

  // Where phones are not allowed: the teacher counts hands, or the cards that are held up.
  hands(round) {
    const turn = round.state.endsWith("again") ? 2 : 1;
    const typed = round.options.map((_, place) => {
      const input = make("input", { type: "number", min: "0", max: "500", inputmode: "numeric", "data-name": `hands ${place}`, "aria-label": `Hands for ${LETTERS[place]}` });
      input.value = this.typed?.[place] ?? "";
      input.addEventListener("input", () => ((this.typed ??= [])[place] = input.value));
      return make("label", { class: "hands" }, make("b", {}, LETTERS[place]), input);
    });
    const counts = () => round.options.map((_, place) => Math.trunc(Number(this.typed?.[place] || 0)));
    const take = button("Count them", "count", () =>
      busy(take, this.trouble, async () => {
        await ask("hands", { round: round.id, turn, counts: counts() }, this.room.member.token);
        Object.assign(this, { typed: null, shown: null });
        this.room.draw();
      }),
    );
    const said = round.hands[turn - 1] ? line("They are counted. Type again to correct them.") : null;
    const cards = make("a", { class: "quiet", href: at("class-cards"), target: "_blank" }, "Cards to print: A, B, C and D");
    const words = line("**Everybody holds up a card, or raises a hand.** How many for each answer?");
    return [make("h2", {}, turn === 2 ? "Hands, second round" : "Hands"), words, make("div", { class: "row" }, ...typed), ...[said].filter(Boolean), take, cards];
  }

  remote() {
    if (!this.door?.remote) return [line("Other devices can't find this computer.")];
    const { qr } = this.door.remote;
    return [make("h2", {}, "A remote on your phone"), line("**Turn the projector off first.** Whoever scans this can lead the lesson."), make("img", { src: qr, alt: "The remote as a QR code" })];
  }

  end(view) {
    const rows = view.sureness.filter((one) => one.bets).map((one) => make("li", {}, `Those who were ${one.sure}: ${one.right} of ${one.bets} right.`));
    const sure = rows.length ? [make("h2", {}, "How sure were you, and how often right?"), make("ul", {}, ...rows)] : [];
    const end = this.press("End it and delete everything", "end it", "end", {});
    const first = view.told ? [line("You may keep **one page of totals** first: how many chose what, without any names."), this.totals()] : [];
    return [...sure, make("h2", {}, "End the lesson?"), ...first, line("The room goes, with all seats and all bets. Nobody can bring them back."), end];
  }

  // A file that the browser keeps; the server forgets it.
  totals() {
    const keep = button("Keep the totals (PDF)", "totals", () =>
      busy(keep, this.trouble, async () => {
        const file = await askFile(`totals?west=${new Date().getTimezoneOffset()}`, this.room.member.token);
        const href = URL.createObjectURL(file);
        make("a", { href, download: "class-totals.pdf" }).click();
        setTimeout(() => URL.revokeObjectURL(href), 60_000);
      }),
    );
    return keep;
  }
}
