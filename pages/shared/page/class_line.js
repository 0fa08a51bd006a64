// The line to a room: what a browser remembers of its place there, what it asks the server, and the news that it hears.

import { make } from "./dom.js";

export const OVER = "This lesson has ended, and everything about it is deleted.";
const STORE = "ink.class";
const API = "api/class/";
const FIRST = 5000; // ms in which a stream has to say something; else something on the way holds it back
const SILENT = 25000; // ms after which one that says nothing has broken
const LOOK = 1000; // ms between two looks where no stream comes through
const HELD = 60000; // ms after which a stream is tried again
const ANEW = 1000; // ms before what didn't come through is sent anew
const REST = [300, 1500]; // ms, at random, before a broken line is opened anew: not by a whole class at one moment

// An address of this site, from any of its pages: each is one segment deep.
export const at = (path) => new URL(path, location.href.replace(/[?#].*/, "")).href;
const rest = (ms) => new Promise((done) => setTimeout(done, ms));

// Who this browser is in a room: { token, code, teacher, remote }; null for nobody.
export function member() {
  try {
    const found = JSON.parse(localStorage.getItem(STORE));
    return found && typeof found.token === "string" ? found : null;
  } catch {
    return null;
  }
}

export function keep(one) {
  try {
    if (one) localStorage.setItem(STORE, JSON.stringify(one));
    else localStorage.removeItem(STORE);
  } catch {
    // no storage: the place lasts as long as the page
  }
}

// What this tab has done already, so that it does it once: true the first time.
export function firstTime(what, mark) {
  const name = `ink.class.${what}`;
  try {
    if (sessionStorage.getItem(name) === mark) return false;
    sessionStorage.setItem(name, mark);
  } catch {
    // no storage
  }
  return true;
}

// Raises an Error whose message is a sentence for the visitor; `away` says that a moment later it may come through.
async function answered(name, what, token) {
  const headers = { "Content-Type": "application/json", ...(token ? { "X-Class": token } : {}) };
  let answer;
  try {
    answer = await fetch(at(API + name), what ? { method: "POST", headers, body: JSON.stringify(what) } : { headers });
  } catch {
    throw Object.assign(new Error("The server can't be reached. Please try again in a moment."), { away: true });
  }
  if (answer.ok) return answer;
  const said = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(said.error || "That didn't work. Please try again in a moment."), { status: answer.status, away: answer.headers.has("Retry-After") });
}

// What was asked for, and a file; both raise what `answered` does.
export const ask = async (name, what, token = "") => (await answered(name, what, token)).json().catch(() => ({}));
export const askFile = async (name, token) => (await answered(name, null, token)).blob();

// Does what may be done twice until it comes through, as long as it is wanted; told(): it didn't this time.
export async function untilThrough(work, wanted, told) {
  for (;;) {
    try {
      return await work();
    } catch (wrong) {
      if (!wrong.away || !wanted()) throw wrong;
      told();
      await rest(ANEW);
    }
  }
}

// Hears of a room until it is over or `stop` is called. heard(view): at first and after each change, null once it is
// over; well(true or false): whether the line is there.
export class Line {
  constructor(token, heard, well = () => {}) {
    Object.assign(this, { token, heard, well, last: "", held: 0 });
    this.go();
  }

  stop() {
    this.over = true;
    this.control?.abort();
  }

  async go() {
    while (!this.over) {
      const streams = Date.now() >= this.held;
      const how = await (streams ? this.stream() : this.look());
      if (this.over) return;
      if (how === "over") {
        this.over = true;
        this.heard(null);
      } else if (how === "held") this.held = Date.now() + HELD;
      else if (how === "broken") {
        this.well(false);
        await rest(REST[0] + Math.random() * (REST[1] - REST[0]));
      } else await rest(LOOK);
    }
  }

  say(text) {
    this.well(true);
    if (text === this.last || this.over) return;
    this.last = text;
    this.heard(JSON.parse(text));
  }

  async stream() {
    const control = (this.control = new AbortController());
    let said = false;
    let timer = setTimeout(() => control.abort(), FIRST);
    try {
      const answer = await this.fetch("news");
      if (answer.status === 410) return "over";
      if (!answer.ok) return "broken";
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let text = ""; ; ) {
        const { value, done } = await reader.read();
        if (done) return "broken";
        said = true;
        clearTimeout(timer);
        timer = setTimeout(() => control.abort(), SILENT);
        const parts = (text + value).split("\n\n");
        text = parts.pop();
        for (const part of parts) {
          if (part.startsWith("event: over")) return "over";
          if (part.startsWith("data: ")) this.say(part.slice(6));
        }
      }
    } catch {
      return control.signal.aborted && !said ? "held" : "broken";
    } finally {
      clearTimeout(timer);
      control.abort();
    }
  }

  async look() {
    this.control = new AbortController();
    try {
      const answer = await this.fetch("now");
      if (answer.status === 410) return "over";
      if (!answer.ok) return "broken";
      this.say(await answer.text());
      return "looked";
    } catch {
      return "broken";
    }
  }

  fetch(name) {
    return fetch(at(API + name), { headers: { "X-Class": this.token }, signal: this.control.signal, cache: "no-store" });
  }
}

// Where the teacher leads everybody. Returns true when this page is left for it.
export function followed(view, one) {
  const { round, lead } = view;
  const here = location.pathname.split("/").pop();
  if (lead) {
    const there = lead.to.split(/[?#]/)[0];
    const isNew = firstTime("led", `${one.code}.${lead.time}`);
    // a pupil stays where the teacher leads; the teacher may look around
    if (isNew || (here !== there && !one.teacher)) return go(lead.to);
  } else if (round && round.turn && here !== "class") {
    if (firstTime("asked", `${round.id}.${round.turn}`)) return go("class");
  }
  if (round && round.turn && here === "class") firstTime("asked", `${round.id}.${round.turn}`);
  return false;
}

export function go(address) {
  location.assign(at(address));
  return true;
}

// **strong** and *stressed* words, as elements.
export const marked = (text) =>
  text.split(/(\*\*[^*]+\*\*|\*[^*]+\*)/).map((part) => {
    if (part.startsWith("**")) return make("strong", {}, part.slice(2, -2));
    return part.startsWith("*") && part.length > 2 ? make("em", {}, part.slice(1, -1)) : part;
  });
