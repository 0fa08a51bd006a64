// The moment in the page's address: ?moment=<name>.<frame>, several joined by "~". The address is read anew at each
// write, because Streamlit rewrites it too.

const PAIR = /^([a-z0-9_]+)\.(\d{1,6})$/;

function momentsHere() {
  const found = new Map();
  for (const part of (new URLSearchParams(location.search).get("moment") || "").split("~")) {
    const match = PAIR.exec(part);
    if (match) found.set(match[1], Number(match[2]));
  }
  return found;
}

// The frame that the address names, or null.
export function momentOf(name) {
  return (name && momentsHere().get(name)) ?? null;
}

export function writeMoment(name, frame) {
  const moments = momentsHere().set(name, frame);
  const url = new URL(location.href);
  url.searchParams.set("moment", [...moments].map(([each, at]) => `${each}.${at}`).join("~"));
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}
