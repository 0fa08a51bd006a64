// The other end of wire.py: one packed message, or a stream of chunks.

const VIEWS = { uint8: Uint8Array, uint16: Uint16Array, int16: Int16Array, float32: Float32Array };
const text = new TextDecoder();

// The header and, by name, the arrays {data, shape}. Slices are copied, so that every view is aligned.
export function unpack(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(text.decode(bytes.subarray(4, 4 + length)));
  const arrays = {};
  for (const [name, place] of Object.entries(header.arrays)) {
    const View = VIEWS[place.dtype];
    const count = place.shape.reduce((a, b) => a * b, 1);
    const start = 4 + length + place.start;
    const part = bytes.slice(start, start + count * View.BYTES_PER_ELEMENT);
    arrays[name] = { data: new View(part.buffer), shape: place.shape };
  }
  return { header, arrays };
}

// Chunks out of whatever pieces the network delivers: feed(piece) returns those that are complete.
export class Chunks {
  constructor() {
    this.pieces = [];
    this.size = 0;
  }

  feed(piece) {
    this.pieces.push(piece);
    this.size += piece.length;
    const found = [];
    for (let next = this.next(); next; next = this.next()) found.push(next);
    return found;
  }

  next() {
    if (this.size < 4) return null;
    const head = this.joined(4);
    const length = new DataView(head.buffer, head.byteOffset).getUint32(0, true);
    if (this.size < 4 + length) return null;
    const all = this.joined(4 + length);
    this.pieces[0] = all.subarray(4 + length);
    this.size -= 4 + length;
    return all.subarray(4, 4 + length);
  }

  // Makes the first piece at least `size` long; pieces are joined only when a chunk is complete.
  joined(size) {
    if (this.pieces[0].length >= size) return this.pieces[0];
    const all = new Uint8Array(this.size);
    let at = 0;
    for (const piece of this.pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    this.pieces = [all];
    return all;
  }
}

export const parsed = (chunk) => JSON.parse(text.decode(chunk));
