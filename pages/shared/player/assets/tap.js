// Tapping a glass, by mouse, finger or keys: the drop falls there.

const AIMS = { ArrowLeft: [-0.05, 0], ArrowRight: [0.05, 0], ArrowUp: [0, -0.05], ArrowDown: [0, 0.05] };
const within01 = (share) => Math.min(1, Math.max(0, share));

// dropped(track): after it fell. Arrows move a cross over the glass, and Enter lets the drop fall there.
export function tappable({ track, holder }, dropped) {
  const { canvas, mark } = track;
  let aim = null;
  holder.append(mark);
  canvas.classList.add("tap");
  canvas.tabIndex = 0;
  const show = () => {
    mark.hidden = !aim;
    if (!aim) return;
    const { box, width, height } = track;
    mark.style.left = `${(100 * (box.left + aim[0] * box.width)) / width}%`;
    mark.style.top = `${(100 * (box.top + aim[1] * box.height)) / height}%`;
  };
  const fall = (place) => {
    aim = null;
    show();
    track.fall(...place.map(within01));
    dropped(track);
  };
  canvas.addEventListener("click", (event) => fall(track.placeOf(event)));
  canvas.addEventListener("blur", () => {
    aim = null;
    show();
  });
  canvas.addEventListener("keydown", (event) => {
    const step = AIMS[event.key];
    if (step) aim = (aim || track.at).map((share, axis) => within01(share + step[axis]));
    else if (event.key === "Enter") fall(aim || track.at);
    else return;
    show();
    event.preventDefault();
    event.stopPropagation();
  });
}
