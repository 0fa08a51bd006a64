// Drops that fill: what this browser remembers of a level. Nothing of it is sent anywhere.

const DROP = "M12 2.5c4.4 5.2 6.8 8.6 6.8 12a6.8 6.8 0 0 1-13.6 0c0-3.4 2.4-6.8 6.8-12z";
const SVG = "http://www.w3.org/2000/svg";
const listening = new WeakMap(); // by parent

// What stands under a name, or `otherwise` where that is nothing of its kind.
function remembered(name, otherwise) {
  try {
    const found = JSON.parse(localStorage.getItem(name));
    return found && Array.isArray(found) === Array.isArray(otherwise) && typeof found === "object" ? found : otherwise;
  } catch {
    return otherwise;
  }
}

function drop(full) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.toggle("full", full);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", DROP);
  svg.append(path);
  return svg;
}

function show(parent, { parts, bets }) {
  const seen = remembered("ink.seen", []);
  const been = parts.filter((part) => seen.includes(part)).length;
  const made = Object.keys(remembered("ink.bets", {})).filter((key) => bets.includes(key.split(".")[0])).length;
  const drops = document.createElement("span");
  drops.setAttribute("role", "img");
  drops.setAttribute("aria-label", `${been} of ${parts.length} parts visited`);
  drops.append(...parts.map((part) => drop(seen.includes(part))));
  const words = document.createElement("span");
  const count = `${been ? `${been} of ${parts.length}` : parts.length} parts`;
  words.textContent = [count, made && `${made} ${made === 1 ? "bet" : "bets"} made`].filter(Boolean).join(" · ");
  parent.replaceChildren(drops, words);
}

export default function ({ data, parentElement }) {
  let holder = parentElement.querySelector(".progress");
  if (!holder) {
    holder = document.createElement("div");
    holder.className = "progress";
    parentElement.append(holder);
  }
  const again = () => show(holder, data);
  again();
  const before = listening.get(parentElement);
  if (before) removeEventListener("storage", before);
  addEventListener("storage", again);
  listening.set(parentElement, again);
  return () => removeEventListener("storage", again);
}
