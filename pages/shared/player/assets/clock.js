// The one clock. It knows nothing of pictures: it calls moved() when the frame changes and turned() when it starts or
// stops. `available` is how many frames have arrived; at its edge the clock waits while `open` (more are coming).

const LONGEST_GAP = 250; // ms; after a hidden tab the film goes on where it was instead of jumping

export class Clock {
  constructor(moved, turned) {
    Object.assign(this, { moved, turned, frame: 0, frames: 1, available: 1, open: false });
    Object.assign(this, { fps: 12, direction: 1, playing: false, stopAt: null });
    this.tick = this.tick.bind(this);
  }

  get last() {
    return Math.max(0, this.available - 1);
  }

  play() {
    if (this.playing || (this.frames < 2 && !this.open)) return;
    if (!this.open && this.atEnd()) this.seek(this.direction > 0 ? 0 : this.last);
    this.playing = true;
    this.before = performance.now();
    this.saved = 0;
    this.request = requestAnimationFrame(this.tick);
    this.turned();
  }

  pause() {
    cancelAnimationFrame(this.request);
    if (!this.playing) return;
    this.playing = false;
    // what was played up to a frame, forwards or backwards, is over: from here on it goes forwards
    if (this.stopAt !== null) this.direction = 1;
    this.stopAt = null;
    this.turned();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  seek(frame) {
    const next = Math.min(this.last, Math.max(0, Math.round(frame)));
    if (next === this.frame) return;
    this.frame = next;
    this.moved();
  }

  atEnd() {
    return this.frame === (this.direction > 0 ? this.last : 0);
  }

  tick(now) {
    if (!this.playing) return;
    this.request = requestAnimationFrame(this.tick);
    const period = 1000 / this.fps;
    this.saved += Math.min(LONGEST_GAP, Math.max(0, now - this.before));
    this.before = now;
    const due = Math.floor(this.saved / period);
    if (due < 1) return;
    this.saved -= due * period;
    this.advance(due);
  }

  advance(due) {
    const left = this.stopAt === null ? due : Math.max(0, (this.stopAt - this.frame) * this.direction);
    // a busy machine leaves frames out, but never the one at which to stop
    if (!this.atEnd()) this.seek(this.frame + this.direction * Math.min(due, left || due));
    if (this.frame === this.stopAt) this.pause();
    else if (this.atEnd() && !this.open) this.pause();
  }
}
