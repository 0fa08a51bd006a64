// A glass of water, drawn around a box that is its water: walls, a thick bottom, the water line and the rim.

const ROUND_WATER = { side: 0.055, top: 0.09, bottom: 0.02 }; // shares of the picture around the water, which stays square
const THICK = 0.012;
const RIM = 0.028; // half as high as the rim, seen from a little above

// Where the water is in a picture so large: left, top, width and height.
export function waterOf(width, height, glass) {
  if (!glass) return { left: 0, top: 0, width, height };
  return {
    left: ROUND_WATER.side * width,
    top: ROUND_WATER.top * height,
    width: (1 - 2 * ROUND_WATER.side) * width,
    height: (1 - ROUND_WATER.top - ROUND_WATER.bottom) * height,
  };
}

// What stands behind the ink: the water, a little blue, and the far half of rim and water line.
export function drawBehind(context, width, height, theme) {
  const { left, top, right, bottom, thick, rim } = wallsIn(width, height);
  context.fillStyle = theme.dark ? "#8ec5ff14" : "#2a86d612";
  context.beginPath();
  context.moveTo(left, top);
  context.lineTo(left, bottom);
  context.lineTo(right, bottom);
  context.lineTo(right, top);
  context.ellipse((left + right) / 2, top, (right - left) / 2, rim, 0, 0, 2 * Math.PI);
  context.fill("evenodd");
  context.fillStyle = theme.dark ? "#8ec5ff26" : "#2a86d622";
  halfOval(context, left, right, top, rim).fill();
  context.strokeStyle = theme.text;
  context.globalAlpha = 0.35;
  context.lineWidth = Math.max(1, thick / 3);
  halfOval(context, left - thick, right + thick, 2 * rim, rim, Math.PI, 2 * Math.PI).stroke();
  context.globalAlpha = 1;
}

// What stands before it: the walls, the bottom, the near half of the rim, and a gleam on the left.
export function drawBefore(context, width, height, theme) {
  const { left, top, right, bottom, thick, rim } = wallsIn(width, height);
  const [outer, low] = [thick / 2, bottom + thick / 2];
  context.strokeStyle = theme.text;
  context.globalAlpha = 0.5;
  context.lineWidth = thick;
  context.lineJoin = "round";
  context.beginPath();
  context.moveTo(left - outer, 2 * rim);
  context.lineTo(left - outer, low);
  context.lineTo(right + outer, low);
  context.lineTo(right + outer, 2 * rim);
  context.stroke();
  context.lineWidth = Math.max(1, thick / 3);
  halfOval(context, left - thick, right + thick, 2 * rim, rim, 0, Math.PI).stroke();
  context.globalAlpha = 1;
  context.strokeStyle = theme.dark ? "#8ec5ff88" : "#2a86d677";
  halfOval(context, left, right, top, rim, 0, Math.PI).stroke();
  context.strokeStyle = theme.dark ? "#ffffff2e" : "#ffffffcc";
  context.lineWidth = thick;
  context.lineCap = "round";
  context.beginPath();
  context.moveTo(left + 3 * thick, top + 5 * rim);
  context.lineTo(left + 3 * thick, top + 0.45 * (bottom - top));
  context.stroke();
  context.lineCap = "butt";
}

function wallsIn(width, height) {
  const water = waterOf(width, height, true);
  return {
    left: water.left,
    top: water.top,
    right: water.left + water.width,
    bottom: water.top + water.height,
    thick: THICK * width,
    rim: RIM * height,
  };
}

function halfOval(context, left, right, middle, rim, from = 0, to = 2 * Math.PI) {
  context.beginPath();
  context.ellipse((left + right) / 2, middle, (right - left) / 2, rim, 0, from, to);
  return context;
}
