// "Link to this state" copies the address as it stands now, with the heading of the experiment that the link belongs to,
// and with the moments at which its films stand: a film that plays by itself writes none into the address. The same as a QR code.

import { dress, sheetOf } from "../player/assets/style.js";

const STYLE = sheetOf("STYLE_SHEET");
const SAID = 4000; // ms that a word stands: the next change makes another address

export default function ({ data, parentElement }) {
  if (parentElement.querySelector("button")) return;
  dress(parentElement, STYLE);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Link to this state";
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  const address = document.createElement("input");
  address.readOnly = true;
  address.hidden = true;
  address.setAttribute("aria-label", "The address of this state");
  button.addEventListener("click", () => copy(addressNow(data.anchor), address, status));
  parentElement.append(button, ...code(data.anchor), status, address);
}

// The same address as a QR code over the page, for a telephone. Escape, or a click beside it, shuts it.
function code(anchor) {
  if (!HTMLElement.prototype.togglePopover) return [];
  const shown = document.createElement("div");
  shown.className = "code";
  shown.popover = "auto";
  const picture = document.createElement("img");
  picture.alt = "QR code of this state";
  const words = document.createElement("p");
  words.textContent = "Point a phone at it.";
  shown.append(picture, words);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "QR code";
  button.addEventListener("click", () => {
    const { pathname, search, hash } = new URL(addressNow(anchor));
    const to = `${pathname.split("/").at(-1)}${search}${hash}`;
    picture.src = new URL(`qr.svg?${new URLSearchParams({ to })}`, location.href).href;
    shown.togglePopover();
  });
  return [button, shown];
}

// On plain http in a classroom the browser has no clipboard: then the address itself is shown.
async function copy(here, address, status) {
  try {
    await navigator.clipboard.writeText(here);
    status.textContent = "Copied.";
    setTimeout(() => (status.textContent = ""), SAID);
    address.hidden = true;
  } catch {
    address.value = here;
    address.hidden = false;
    address.focus();
    address.select();
    status.textContent = "Copy this address:";
  }
}

function addressNow(anchor) {
  const url = new URL(location.href);
  // ?moment=<name>.<frame>~<name>.<frame>, as the player's address.js reads it
  const moments = new Map();
  for (const moment of [...(url.searchParams.get("moment") || "").split("~"), ...moved(anchor)]) {
    if (moment) moments.set(moment.split(".")[0], moment);
  }
  if (moments.size) url.searchParams.set("moment", [...moments.values()].join("~"));
  url.hash = anchor;
  return url.href;
}

// The moments of the films between this heading and the next that do not stand where they began; without a heading, of
// all films on the page.
function moved(anchor) {
  const heading = anchor && document.getElementById(anchor);
  const next = [...document.querySelectorAll("[data-testid=stMain] h2")].find((other) => heading && follows(heading, other));
  const belongs = (film) => film && (!heading || follows(heading, film)) && !(next && follows(next, film));
  const films = Object.entries(window.__player || {});
  return films.filter(([key]) => belongs(boxOf(key))).map(([, film]) => film.moment);
}

const boxOf = (key) => document.querySelector(`.st-key-${key.replace(/[^a-zA-Z0-9_-]/g, "-")}`);
const follows = (one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
