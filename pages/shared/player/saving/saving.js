// What the visitor takes along: the stage as a picture or a film, with its settings written in.

import { Copy } from "./copy.js";
import { gif, gifWidth } from "./gif.js";
import { png } from "./png.js";
import { webm } from "./webm.js";

const MOST_SIDE = 1600; // pixels of a film

// Where it comes from and how it was set: whoever opens the link finds the same.
function toldOf({ header, root }, frame, label) {
  const heading = headingAbove(root);
  const { title } = document;
  const url = new URL(location.href);
  if (header.moment && frame !== null) url.searchParams.set("moment", `${header.moment}.${frame}`);
  const shown = header.tracks.map((track) => track.title).filter(Boolean).join(", ");
  const told = {
    Title: [title, heading].filter(Boolean).join(": "),
    Description: [header.alt || shown, label].filter(Boolean).join("; "),
    Settings: settingsOf(header.run),
    Source: `${url.href} (what it does not name is as on arrival)`,
  };
  const said = Object.entries(told).filter(([, words]) => words);
  return Object.fromEntries(said.map(([name, words]) => [name, words.slice(0, 2000)]));
}

// Of a picture that the network drew all that it was asked for, which is what its run is named by; else the address tells.
function settingsOf(run) {
  if (!run || !run.startsWith("{")) return "";
  return Object.entries(JSON.parse(run)).map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(", ");
}

// The heading of the experiment to which a player belongs: the last one above it.
function headingAbove(root) {
  const place = root.getRootNode().host || root;
  let found = "";
  for (const heading of document.querySelectorAll("h1, h2")) {
    if (heading.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING) found = heading.textContent.trim();
  }
  return found.replace(/\s+/g, " ");
}

function hand(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function refuse(sentence) {
  throw Object.assign(new Error(sentence), { plain: true });
}

async function pictured(player, name) {
  const frame = player.clock.frame;
  const copy = new Copy(player, { width: player.width, density: window.devicePixelRatio || 1 });
  try {
    hand(await png(copy.draw(frame), toldOf(player, frame, player.label(frame))), `${name}-${frame}.png`);
  } finally {
    copy.remove();
  }
}

// So wide that no side is longer than a film should be, and for a GIF that it is small enough.
function filmCopy(player, kind, frames) {
  const sized = (width) => {
    const copy = new Copy(player, { width, density: 1 });
    copy.remove();
    return copy.canvas.width * copy.canvas.height;
  };
  const room = Math.min(player.width, MOST_SIDE);
  const width = kind === "gif" ? gifWidth(room, frames, sized) : room;
  return new Copy(player, { width, density: 1 });
}

async function filmed(kind, player, name, how) {
  const { clock, header } = player;
  const frames = clock.available;
  const copy = filmCopy(player, kind, frames);
  try {
    const write = { gif, webm }[kind];
    const file = await write(copy, frames, header.fps, toldOf(player, null, ""), { ...how, refuse });
    if (file) hand(file, `${name}.${kind}`);
  } finally {
    copy.remove();
  }
}

export async function save(kind, player, how) {
  const name = `ink-to-image-${player.key.replace(/[^a-z0-9]+/gi, "-")}`;
  if (kind === "png") await pictured(player, name);
  else await filmed(kind, player, name, how);
}
