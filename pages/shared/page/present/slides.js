// What of a page belongs to an experiment: a slide for each of its scenes, with the words that lead to that scene.

const BLOCK = "[data-testid=stMainBlockContainer]";
const SCENE = '[class*="st-key-scene-"]';
// what stands aside: a scene has its own place, and what can be folded out is for reading at home
const ASIDE = `${SCENE}, [class*="st-key-row-folds-"], [class*="st-key-open-"]`;
const follows = (one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);

// The slides that are there by now, each a list of elements, the heading first; none before the heading has come.
// number: "1.3"; others: the names of all headings of the page's experiments.
export function slidesOf({ name, number }, others) {
  const block = document.querySelector(BLOCK);
  const heading = document.getElementById(name);
  if (!heading || !block?.contains(heading)) return [];
  const top = heading.closest("[data-testid=stElementContainer]") || heading;
  const next = others.map((other) => document.getElementById(other)).find((other) => other && follows(heading, other));
  const within = (one) => follows(top, one) && !top.contains(one) && !(next && !follows(one, next));
  const scenes = [...block.querySelectorAll(SCENE)].filter((one) => within(one) && isOf(one, number));
  if (!scenes.length) return [[top, ...withoutScene(block, within)]];
  // a box is opened here only where it holds the scenes themselves
  const folded = (one) => one.closest("details") && !one.closest("details").contains(scenes[0]);
  const isWords = (one) => within(one) && !one.closest(ASIDE) && !folded(one);
  const words = [...block.querySelectorAll("[data-testid=stElementContainer]")].filter(isWords);
  return scenes.map((scene, place) => {
    const after = (one) => !place || follows(scenes[place - 1], one);
    return [top, ...words.filter((one) => after(one) && follows(one, scene)), scene];
  });
}

// Of the experiment itself or of one of its parts: scene-1-6-2, scene-one-1-1-1, scene-3-5-one-step-1.
function isOf(scene, number) {
  const kept = number.replace(".", "-");
  return [...scene.classList].some((name) => new RegExp(`^st-key-scene-(one-)?${kept}-`).test(name));
}

// An experiment that starts folded: its box.
function withoutScene(block, within) {
  return [...block.querySelectorAll("[data-testid=stExpander]")].filter(within).slice(0, 1);
}

// Folded as it is when it starts, an experiment is opened as a click would.
export function unfold(slide) {
  slide.map((one) => one.querySelector("details:not([open]) > summary")).find(Boolean)?.click();
}

// Marks what is shown, and what stands around it: the style sheet hides all else. Streamlit leaves attributes alone.
export function mark(elements) {
  const block = document.querySelector(BLOCK);
  const wanted = new Map();
  for (const shown of elements) {
    for (let one = shown.parentElement; block?.contains(one); one = one.parentElement) wanted.set(one, "around");
  }
  for (const shown of elements) wanted.set(shown, "shown");
  for (const old of document.querySelectorAll("[data-presented]")) if (!wanted.has(old)) delete old.dataset.presented;
  for (const [one, as] of wanted) if (one.dataset.presented !== as) one.dataset.presented = as;
}
