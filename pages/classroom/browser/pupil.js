// A seat: who you are, the bet, and what came out.

import { make } from "../../shared/player/assets/dom.js";
import { ask, at, marked, untilThrough } from "../../shared/page/class_line.js";
import { LETTERS, about, button, line, question } from "./parts.js";

const NOT_YET = "Your bet isn't through yet. Trying again …";
const CLOSED = ["closed", "closed again"];

export class Pupil {
  constructor(room) {
    Object.assign(this, { room, sent: null, trouble: "" });
  }

  parts(view) {
    const { you, round } = view;
    const head = make("div", { class: "you" }, make("img", { src: at(you.picture), alt: "" }), make("div", {}, line("You are"), make("h2", {}, you.name)));
    const leave = button("Give up this seat", "leave", () => this.leave(), "quiet");
    return [head, ...(round ? this.bet(round) : [line("The first bet comes in a moment. Look at the board!", "large")]), this.complaint(), leave];
  }

  complaint() {
    return make("p", { class: "trouble", role: "alert" }, this.trouble);
  }

  bet(round) {
    if (this.sent && (this.sent.round !== round.id || this.sent.turn !== round.turn)) this.sent = null;
    const own = this.sent || round.own;
    const answers = make("div", { class: "answers" }, ...round.options.map((words, place) => this.answer(round, words, place, own)));
    return [question(round), about(round), this.above(round), answers, ...this.below(round, own)];
  }

  above(round) {
    if (round.state === "open again") return line("**Second round.** You've talked about it. What do you say now?");
    return null;
  }

  answer(round, words, place, own) {
    const chosen = own?.answer === place;
    const found = button("", `answer ${place}`, () => this.send(round, { answer: place, sure: chosen ? own.sure : null }), "answer");
    found.append(make("b", {}, LETTERS[place]), make("span", {}, ...marked(words)), make("i", {}, place === round.right ? "✓" : ""));
    found.disabled = !round.turn;
    found.setAttribute("aria-pressed", String(chosen));
    found.classList.toggle("right", place === round.right);
    found.classList.toggle("faded", round.right !== undefined && place !== round.right && !chosen);
    return found;
  }

  below(round, own) {
    if (round.turn) return own ? this.sure(round, own) : [line("Choose one. Nobody sees what you choose.")];
    if (CLOSED.includes(round.state)) {
      const talk = round.state === "closed" ? " Talk to your neighbour: why do you think so?" : "";
      return [line(own ? `The bets are closed.${talk}` : `The bets are closed, and you haven't bet this time.${talk}`, "large")];
    }
    return this.verdict(round, own);
  }

  sure(round, own) {
    const row = this.room.data.sure.map((words, place) => {
      const found = button(words, `sure ${place}`, () => this.send(round, { answer: own.answer, sure: place }));
      found.setAttribute("aria-pressed", String(own.sure === place));
      return found;
    });
    const said = own.sure === null ? "Your bet is in. How sure are you?" : "Your bet is in. You can still change it.";
    return [line(said), make("div", { class: "row" }, ...row)];
  }

  verdict(round, own) {
    const lead = !own ? "Here it is:" : own.answer === round.right ? "Yes!" : "Not quite.";
    const said = make("p", { class: "verdict", role: "status" }, `${lead} `, ...marked(round.says || ""));
    const watch = round.state === "run" ? make("a", { class: "primary", href: at(round.run.address) }, "See it happen") : null;
    return [said, round.why ? line(round.why) : null, watch];
  }

  // The bet stands at once; as long as it doesn't come through, the pupil is told, and it is sent again.
  async send(round, { answer, sure }) {
    const made = (this.sent = { round: round.id, turn: round.turn, answer, sure });
    const wanted = () => this.sent === made && this.room.root.isConnected;
    this.complain("");
    try {
      await untilThrough(() => ask("bet", made, this.room.member.token), wanted, () => this.complain(NOT_YET));
      if (wanted() && this.trouble) this.complain("");
    } catch (wrong) {
      if (this.sent !== made) return; // another one has taken its place
      this.sent = null;
      this.complain(wrong.message);
    }
  }

  complain(words) {
    this.trouble = words;
    this.room.draw();
  }

  async leave() {
    try {
      await ask("leave", {}, this.room.member.token);
    } catch (wrong) {
      this.complain(wrong.message);
      return;
    }
    this.room.leave("");
  }
}
