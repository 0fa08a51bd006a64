// A film as WebM, which the browser itself records while it plays once; then its title and settings are written behind it.

import { encoder } from "./png.js";

const BITS = 8_000_000; // a second; noise cannot be told from fewer
const REST = 900; // ms for which the last frame stays
const WAIT = (ms) => new Promise((done) => setTimeout(done, ms));
// An element of Matroska, the container of WebM: its name, the length of what is in it, and that.
function element(name, ...parts) {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new Uint8Array(name.length + 8 + size);
  whole.set(name);
  new DataView(whole.buffer).setUint32(name.length + 4, size);
  whole[name.length] = 1; // a length of eight bytes follows
  let at = name.length + 8;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// Tags of the whole film (https://www.matroska.org/technical/tagging.html).
export function tags(told) {
  const simple = Object.entries(told).map(([name, words]) =>
    element([0x67, 0xc8], element([0x45, 0xa3], encoder.encode(name.toUpperCase())), element([0x44, 0x87], encoder.encode(words))));
  return element([0x12, 0x54, 0xc3, 0x67], element([0x73, 0x73], element([0x63, 0xc0]), ...simple));
}

export async function webm(copy, frames, fps, told, { tell, wanted }) {
  copy.draw(0);
  const film = copy.canvas.captureStream(0);
  const [track] = film.getVideoTracks();
  const kind = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm"].find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(film, { mimeType: kind, videoBitsPerSecond: BITS });
  const pieces = [];
  recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
  const over = new Promise((done, fail) => {
    recorder.addEventListener("stop", done);
    recorder.addEventListener("error", () => fail(new Error("recording")));
  });
  recorder.start();
  const began = performance.now();
  for (let frame = 0; frame < frames && wanted(); frame++) {
    copy.draw(frame);
    track.requestFrame();
    tell(`recording ${frame + 1} of ${frames}`);
    await WAIT(Math.max(0, began + ((frame + 1) * 1000) / fps - performance.now()));
  }
  await WAIT(REST);
  track.requestFrame();
  await WAIT(50);
  recorder.stop();
  await over;
  track.stop();
  return wanted() ? new Blob([...pieces, tags(told)], { type: "video/webm" }) : null;
}
