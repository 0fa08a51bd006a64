// Present mode sleeps until somebody presses P, or comes by ?present=<name>: only then is its script fetched.

const here = (window.__present ??= { told: null, script: null }); // one for all pages of a visit
const address = new URL("SCRIPT_NAME", location.href);
const woken = () => (here.script ??= import(address));
const TEXT = 'input:not([type="range"], [type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable="true"]';

if (!here.listens) {
  here.listens = true;
  document.addEventListener("keydown", (event) => {
    const pressed = event.key.toLowerCase() === "p" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
    if (!pressed || !here.told || event.composedPath()[0].closest?.(TEXT)) return;
    woken().then((script) => script.begin(here.told));
  });
}

// Only the latest call's cleanup counts: an overtaken one is cleaned up although its successor is on the page already.
export default function ({ data }) {
  here.told = data;
  const generation = (here.generation = (here.generation || 0) + 1);
  if (here.script || new URLSearchParams(location.search).has("present")) woken().then((script) => script.tell(data));
  return () => {
    if (here.generation !== generation) return;
    here.told = null;
    here.script?.then((script) => script.left());
  };
}
