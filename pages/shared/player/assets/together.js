// One frame round all that is to be compared: marked figures between which no other one stands.

import { make } from "./dom.js";

const ROOM = 6; // px from what is framed to the frame
const ABOVE = 3; // the same, where a heading stands close

// marked, others: boxes of figures in the window; null where another one stands between those that are marked.
function around(marked, others) {
  const ends = (side, end) => end(...marked.map((one) => one[side]));
  const box = { left: ends("left", Math.min), right: ends("right", Math.max), top: ends("top", Math.min), bottom: ends("bottom", Math.max) };
  const inside = (one) => one.left < box.right && one.right > box.left && one.top < box.bottom && one.bottom > box.top;
  return others.some(inside) ? null : box;
}

// A figure with its title and legend; below a picture is only room for the numbers under the pointer.
function boxOf({ inner, holder, track }) {
  const { left, right, top, bottom } = inner.getBoundingClientRect();
  return { left, right, top, bottom: track.grid ? holder.getBoundingClientRect().bottom : bottom };
}

// stage: whose child the frame is. Each figure keeps a frame of its own where one round all is not to be had.
export function frameTogether(stage, figures) {
  const boxes = (wanted) => figures.filter(({ element }) => element.classList.contains("evidence") === wanted).map(boxOf);
  const marked = boxes(true);
  const box = marked.length > 1 ? around(marked, boxes(false)) : null;
  const frame = stage.querySelector(".together") || (box && stage.appendChild(make("div", { class: "together" })));
  stage.classList.toggle("as-one", Boolean(box));
  if (!box) return void frame?.remove();
  const { left, top } = stage.getBoundingClientRect();
  const place = { left: box.left - left - ROOM, top: box.top - top - ABOVE };
  const size = { width: box.right - box.left + 2 * ROOM, height: box.bottom - box.top + ABOVE + ROOM };
  for (const [side, value] of Object.entries({ ...place, ...size })) frame.style[side] = `${value}px`;
}
