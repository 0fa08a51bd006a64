// A picture with words in it: PNG's own chunks for text (iTXt), put before its end.

const TABLE = Uint32Array.from({ length: 256 }, (_, i) => {
  let rest = i;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});
const LAST = 12; // bytes of the chunk with which a PNG ends
export const encoder = new TextEncoder();

function checksum(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

function chunk(name, words) {
  const body = encoder.encode(`iTXt${name}\0\0\0\0\0${words}`);
  const whole = new Uint8Array(body.length + 8);
  const view = new DataView(whole.buffer);
  view.setUint32(0, body.length - 4);
  whole.set(body, 4);
  view.setUint32(body.length + 4, checksum(body));
  return whole;
}

export async function png(canvas, told) {
  const plain = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const [start, end] = [plain.slice(0, plain.size - LAST), plain.slice(plain.size - LAST)];
  return new Blob([start, ...Object.entries(told).map(([name, words]) => chunk(name, words)), end], { type: "image/png" });
}
