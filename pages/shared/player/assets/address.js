// The moment in the page's address: ?moment=<name>.<frame>, several joined by "~". The address is read anew at each
// write, because Streamlit rewrites it too.

const PAIR = /^([a-z0-9_]+)\.(\d{1,6})$/;

function momentsIn(query) {
  const found = new Map();
  for (const part of (new URLSearchParams(location.search).get(query) || "").split("~")) {
    const match = PAIR.exec(part);
    if (match) found.set(match[1], Number(match[2]));
  }
  return found;
}

// The frame that the address names, or null.
export function momentOf(query, name) {
  return (name && momentsIn(query).get(name)) ?? null;
}

export function writeMoment(query, name, frame) {
  const moments = momentsIn(query).set(name, frame);
  const url = new URL(location.href);
  url.searchParams.set(query, [...moments].map(([each, at]) => `${each}.${at}`).join("~"));
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}
