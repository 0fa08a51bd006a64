// Where Streamlit comes in: one call for every message.

import { Player } from "./player.js";
import { dress, sheetOf } from "./style.js";
import { unpack } from "./wire.js";

const mounted = new WeakMap(); // by parent
const STYLE = sheetOf("STYLE_SHEET");
let made = 0;

// For tests and for curious visitors: window.__player["noise.stage"].frame
function expose(player) {
  const { clock, stage } = player;
  window.__player = window.__player || {};
  window.__player[player.key] = {
    get frame() { return clock.frame; },
    get frames() { return clock.frames; },
    get available() { return clock.available; },
    get playing() { return clock.playing; },
    get drawn() { return stage.drawn; },
    get number() { return player.number; },
    get label() { return player.label(); },
    // what a link says of it: "" where it has no name, or stands where it began
    get moment() {
      const { moment, start } = player.header;
      return moment && clock.frame !== start ? `${moment}.${clock.frame}` : "";
    },
    get status() { return player.stream ? player.stream.status : ""; },
    seek: (frame) => clock.seek(frame),
    toggle: () => clock.toggle(),
  };
}

// Called for every message and every change of theme. Only the latest call's cleanup counts, because an overtaken
// call is cleaned up although its successor is already on screen.
export default function ({ data, parentElement, setStateValue }) {
  const { header, arrays } = unpack(data);
  let player = mounted.get(parentElement);
  if (!player) {
    dress(parentElement, STYLE);
    player = new Player(parentElement, header.key);
    player.number = ++made;
    mounted.set(parentElement, player);
  }
  player.setState = setStateValue;
  player.update(header, arrays);
  expose(player);
  const generation = ++player.generation;
  return () => {
    if (player.generation !== generation) return;
    player.unmount();
    mounted.delete(parentElement);
  };
}
