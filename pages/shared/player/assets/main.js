// Where Streamlit comes in: one call for every message.

import { hearFirst } from "./ahead.js";
import { Player } from "./player.js";
import { dress, sheetOf } from "./style.js";
import { unpack } from "./wire.js";

const mounted = new WeakMap(); // by parent
const players = new Map(); // by key, the latest of each
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
  let player = mounted.get(parentElement);
  const drawn = player?.ahead === data;
  if (player) player.ahead = null;
  if (!drawn) player = update(player, parentElement, unpack(data));
  player.bytes = data;
  player.setState = setStateValue;
  const generation = ++player.generation;
  return () => {
    if (player.generation !== generation) return;
    player.unmount();
    mounted.delete(parentElement);
    if (players.get(player.key) === player) players.delete(player.key);
  };
}

function update(player, parentElement, { header, arrays }) {
  if (!player) {
    dress(parentElement, STYLE);
    player = new Player(parentElement, header.key);
    player.number = ++made;
    mounted.set(parentElement, player);
    players.set(header.key, player);
    hearFirst(drawAhead);
  }
  player.update(header, arrays);
  expose(player);
  return player;
}

// Of a message for a player that is on the page already. Where it proves an answer, the card of the bet comes first.
function drawAhead({ componentName, bytes }) {
  if (componentName !== "ink_player" || !bytes) return false;
  const { header, arrays } = unpack(bytes);
  const player = players.get(header.key);
  if (!player?.root.isConnected || player.proves(header) || same(bytes, player.bytes)) return false;
  player.update(header, arrays);
  player.ahead = player.bytes = bytes;
  return true;
}

const same = (bytes, others) => bytes.length === others?.length && bytes.every((byte, at) => byte === others[at]);
