// Each line of a chart bears its name, in its own colour, where it stands clear of the others.

const PLACES = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];
const SAMPLES = [-0.5, -0.25, 0, 0.25, 0.5]; // along a name, in its widths
const COVERS = 1000; // what it costs that a name lies over another line
const NEAR = 4; // heights of the type: what is further away is no neighbour

// lines: [{ text, colour, at }], at(x) the height of the line there in px, not a number where it has none. Draws nothing,
// and returns false, where there is one line alone, or no room for all names: then the legend says which line is which.
export function nameLines(context, plot, theme, lines) {
  context.font = `600 ${plot.size}px ${theme.font}`;
  const widths = lines.map(({ text }) => context.measureText(text).width);
  if (lines.length < 2 || Math.max(...widths) > (plot.box.right - plot.box.left) / 2) return false;
  const placed = [];
  lines.forEach((line, i) => placed.push(clearPlace(line, widths[i], lines, placed, plot)));
  if (placed.some(({ cost }) => cost >= 2 * COVERS)) return false;
  Object.assign(context, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 4, globalAlpha: 1 });
  placed.forEach(({ x, y }, i) => {
    context.strokeStyle = theme.background;
    context.strokeText(lines[i].text, x, y);
    context.fillStyle = lines[i].colour;
    context.fillText(lines[i].text, x, y);
  });
  return true;
}

function clearPlace(line, width, lines, placed, { box, size }) {
  let found = { cost: Infinity, x: box.right - width / 2, y: box.top + size };
  for (const place of PLACES) {
    const middle = box.left + place * (box.right - box.left);
    const x = Math.min(Math.max(middle, box.left + width / 2 + 4), box.right - width / 2 - 2);
    const along = SAMPLES.map((share) => x + share * width);
    const own = along.map(line.at).filter(Number.isFinite);
    if (!own.length) continue;
    const [top, bottom] = [Math.min(...own), Math.max(...own)];
    const others = lines.filter((one) => one !== line).flatMap((one) => along.map(one.at)).filter(Number.isFinite);
    for (const y of [top - 0.75 * size, bottom + 0.75 * size]) {
      const hit = others.filter((other) => Math.abs(other - y) < 0.7 * size).length;
      const outside = y < box.top + size / 2 || y > box.bottom - size / 2;
      const meets = placed.some((one) => Math.abs(one.y - y) < 1.1 * size && Math.abs(one.x - x) < (one.width + width) / 2 + 6);
      const nearest = Math.min(NEAR * size, ...others.map((other) => Math.abs(other - (top + bottom) / 2)));
      const cost = COVERS * (hit + 5 * outside + 5 * meets) + (bottom - top) - nearest;
      if (cost < found.cost) found = { cost, x, y, width };
    }
  }
  return found;
}
