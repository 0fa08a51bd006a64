// A film as GIF: the frames go to the server, which has a library for it, and come back as one file.

const ADDRESS = "api/film";
const MOST_SENT = 5_500_000; // bytes
const MOST_PIXELS = 8_000_000; // of all frames together
const WIDTHS = [800, 640, 480, 360, 320, 256]; // CSS px
const BUSY = "This film is too large for a GIF. Try the other kinds.";

// Few enough pixels in all: the film is laid out anew in less room, so that its pixels stay whole.
export function gifWidth(room, count, sized) {
  const smaller = [room, ...WIDTHS.filter((width) => width < room)];
  return smaller.find((width) => sized(width) * count <= MOST_PIXELS) || smaller.at(-1);
}

async function packed(pieces) {
  const stream = new Blob(pieces).stream().pipeThrough(new CompressionStream("deflate"));
  return new Response(stream).blob();
}

// Red, green and blue of each pixel.
function rgbOf({ context, canvas }) {
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const found = new Uint8Array((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    found[to++] = data[from];
    found[to++] = data[from + 1];
    found[to++] = data[from + 2];
  }
  return found;
}

export async function gif(copy, frames, fps, told, { tell, wanted, refuse }) {
  const pieces = [];
  for (let frame = 0; frame < frames && wanted(); frame++) {
    copy.draw(frame);
    pieces.push(await packed([rgbOf(copy)]));
    tell(`drawing ${frame + 1} of ${frames}`);
  }
  if (!wanted()) return null;
  const { width, height } = copy.canvas;
  const sizes = pieces.map((piece) => piece.size);
  const comment = Object.entries(told).map(([name, words]) => `${name}: ${words}`).join("\n");
  const header = new TextEncoder().encode(JSON.stringify({ width, height, ms: Math.round(1000 / fps), sizes, comment }));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, header.length, true);
  const body = new Blob([length, header, ...pieces]);
  if (body.size > MOST_SENT) refuse(BUSY);
  tell("the server puts them together");
  const answer = await fetch(new URL(ADDRESS, location.href), { method: "POST", body });
  if (!answer.ok) refuse(await answer.text());
  return answer.blob();
}
