// The room's page: one component that lives by itself. It hears news from the server, and Streamlit draws it once.

import { make } from "../../shared/player/assets/dom.js";
import { Line, OVER, followed, keep, member } from "../../shared/page/class_line.js";
import { fill } from "./parts.js";
import { Pupil } from "./pupil.js";
import { start } from "./start.js";
import { Teacher } from "./teacher.js";

const KEY = /^#key=(k[\w-]+)$/;

class Room {
  constructor(root, data) {
    Object.assign(this, { root, data, member: null, view: null, wanted: null });
    this.lost = make("p", { class: "trouble", role: "status" });
    this.body = make("div", { class: "body" });
    root.append(this.lost, this.body);
    this.arrive();
  }

  // In a room the page's own head gives way: the bet is to be seen at once.
  set member(one) {
    this.who = one;
    document.body.classList.toggle("in-class", Boolean(one));
  }

  get member() {
    return this.who;
  }

  // By a link to a room, by the link of a remote, by a lesson's, back again, or as nobody yet.
  arrive() {
    const key = KEY.exec(location.hash)?.[1];
    const asked = new URLSearchParams(location.search);
    const code = asked.get("room") || "";
    const plan = this.data.lessons.find((one) => one.plan === asked.get("plan"))?.plan;
    if (key || code || plan) history.replaceState(history.state, "", location.pathname);
    const known = member();
    if (key) return this.welcome({ token: key, code: "", teacher: true, remote: true });
    if (known && (!code || known.teacher || known.code === code.toUpperCase())) {
      this.wanted = plan;
      return this.welcome(known);
    }
    this.begin({ code, plan });
  }

  // code, plan: where a link named them, so that nothing need be pressed here.
  begin({ said, code, plan }) {
    const { parts, sit, open } = start((one) => this.welcome(one), { lessons: this.data.lessons, plan: plan || this.data.usual, said, code });
    fill(this.body, parts);
    if (code) sit();
    else if (plan) open();
  }

  welcome(one) {
    keep(one);
    this.member = one;
    this.side = one.teacher ? new Teacher(this) : new Pupil(this);
    fill(this.body, [make("p", {}, "A moment …")]);
    this.line = new Line(one.token, (view) => this.hear(view), (well) => this.say(well));
  }

  hear(view) {
    if (!this.root.isConnected) return this.line.stop(); // the visitor went to another page
    if (!view) return this.leave(OVER);
    if (!this.member.remote && followed(view, this.member)) return this.line.stop();
    this.view = view;
    this.draw();
  }

  draw() {
    if (this.view) fill(this.body, this.side.parts(this.view));
  }

  say(well) {
    this.lost.textContent = well ? "" : "No connection to the server. Trying again …";
  }

  // plan: of the room that is opened instead.
  leave(said, plan) {
    this.line?.stop();
    keep(null);
    Object.assign(this, { member: null, view: null, wanted: null });
    this.say(true);
    this.begin({ said, plan });
  }
}

const rooms = new WeakMap(); // by the element that Streamlit gives

export default function ({ data, parentElement }) {
  if (rooms.has(parentElement)) return;
  const root = make("div", { class: "room" });
  parentElement.append(root);
  rooms.set(parentElement, new Room(root, data));
}
