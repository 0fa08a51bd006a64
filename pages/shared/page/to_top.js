// What a visitor has just chosen stands at the top of the page: with each new turn the page goes there.

let before = 0;

export default function ({ data }) {
  if (data.turn === before) return;
  before = data.turn;
  if (!data.turn) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const main = document.querySelector("[data-testid=stMain]");
  main.focus({ preventScroll: true }); // for the Tab key, too, it goes on from there
  main.scrollTo({ top: 0, behavior: calm ? "auto" : "smooth" });
}
