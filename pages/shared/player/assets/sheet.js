// How the pictures of a sheet are laid out: in as many columns as leave each of them large enough.

const LARGE_ENOUGH = 96; // CSS px

// The columns of a sheet that was sent in `most` of them. side: of a picture, in pixels; room: in CSS px.
export function columnsThatFit(most, side, room, density) {
  const shown = (columns) => (Math.floor((room * density) / (columns * side)) * side) / density;
  for (let columns = most; columns > 2; columns--) if (shown(columns) >= LARGE_ENOUGH) return columns;
  return Math.min(2, most);
}

// For each pixel of the sheet as it was sent, where it stands in one of so many columns; -1 for a place without picture.
export function laidOut(grid, [sent, count], columns) {
  const side = grid.width / sent;
  return Int32Array.from({ length: grid.width * grid.height }, (_, i) => {
    const [x, y] = [i % grid.width, Math.floor(i / grid.width)];
    const picture = Math.floor(y / side) * sent + Math.floor(x / side);
    if (picture >= count) return -1;
    const [left, top] = [(picture % columns) * side, Math.floor(picture / columns) * side];
    return (top + (y % side)) * columns * side + left + (x % side);
  });
}
