// A copy of the stage beside the page, to be drawn frame by frame while the visitor goes on with the one on show.

const MARGIN = 12; // px around what is saved
const LINE = 1.7; // heights of the type that a film's label takes

export class Copy {
  // width: of the stage in CSS px; density: pixels of the file to one of them.
  constructor(player, { width, density }) {
    const stage = player.stage;
    this.player = player;
    this.density = density;
    this.stage = new stage.constructor();
    this.root = document.createElement("section");
    this.root.className = "player copy";
    this.root.inert = true;
    this.root.setAttribute("aria-hidden", "true");
    this.root.style.width = `${width}px`;
    this.root.append(this.stage.element);
    player.root.parentNode.append(this.root);
    this.stage.update(player.header, player.arrays, () => {});
    this.stage.readout = "none";
    this.follow(stage);
    this.stage.fit(density);
    this.measure(player.clock.available);
  }

  // What the visitor's own stage has beyond what it was sent: frames of a stream, and where a drop was let fall.
  follow(stage) {
    stage.figures.forEach(({ track }, i) => {
      const mine = this.stage.figures[i].track;
      if (track.spec.incoming) Object.assign(mine, { pixels: track.pixels, frames: track.frames });
      if (track.asked) mine.fall(...track.asked.map((share) => share / 1000));
    });
  }

  // Numbers may take more lines in one frame than in another: some frames are tried.
  measure(frames) {
    const low = [0, 0.25, 0.5, 0.75, 1].map((share) => {
      this.stage.draw(Math.round(share * Math.max(0, frames - 1)));
      return Math.max(...this.stage.figures.map(({ inner }) => inner.getBoundingClientRect().bottom));
    });
    const boxes = this.stage.figures.map(({ inner }) => inner.getBoundingClientRect());
    const edge = (side, end) => end(...boxes.map((box) => box[side]));
    const { theme } = this.stage;
    this.type = Math.max(14, Math.round(0.9 * theme.rem));
    this.line = this.player.label(0) ? LINE * this.type : 0;
    this.left = edge("left", Math.min) - MARGIN;
    this.top = edge("top", Math.min) - MARGIN;
    this.width = Math.round(this.density * (edge("right", Math.max) + MARGIN - this.left));
    this.inner = Math.max(...low) + MARGIN / 2 - this.top;
    this.height = Math.round(this.density * (this.inner + this.line + MARGIN / 2));
    this.canvas = document.createElement("canvas");
    // both even: some films can be no other way
    Object.assign(this.canvas, { width: this.width + (this.width % 2), height: this.height + (this.height % 2) });
    this.context = this.canvas.getContext("2d", { willReadFrequently: true });
  }

  // All tracks at a frame, with their titles, and below them the film's label.
  draw(frame) {
    const { context, canvas, stage, density } = this;
    stage.draw(frame);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 1;
    context.fillStyle = stage.theme.background;
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const { inner } of stage.figures) {
      for (const surface of inner.querySelectorAll("canvas")) this.copy(surface);
      for (const sample of inner.querySelectorAll(".sample")) this.sample(sample);
      this.words(inner);
    }
    context.setTransform(density, 0, 0, density, 0, 0);
    context.font = `${this.type}px ${stage.theme.font}`;
    context.fillStyle = stage.theme.text;
    context.textBaseline = "top";
    const room = canvas.width / density - 2 * MARGIN;
    context.fillText(this.player.label(frame), MARGIN, this.inner + 0.2 * this.type, room);
    return canvas;
  }

  // Pixels of a picture become squares of whole pixels, never smoothed.
  copy(surface) {
    const box = surface.getBoundingClientRect();
    const [left, top] = [box.left - this.left, box.top - this.top].map((edge) => Math.round(edge * this.density));
    const times = surface.className.includes("pixels") ? Math.max(1, Math.round((box.width * this.density) / surface.width)) : 1;
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.imageSmoothingEnabled = false;
    this.context.drawImage(surface, left, top, surface.width * times, surface.height * times);
  }

  // The bit of a line beside its name in a legend.
  sample(element) {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (!box.width || style.borderTopStyle === "none") return;
    const { context, density } = this;
    context.setTransform(density, 0, 0, density, -density * this.left, -density * this.top);
    context.strokeStyle = style.borderTopColor;
    context.lineWidth = 2;
    context.setLineDash({ dashed: [6, 3], dotted: [2, 3] }[style.borderTopStyle] || []);
    context.beginPath();
    context.moveTo(box.left, box.top + 1);
    context.lineTo(box.right, box.top + 1);
    context.stroke();
    context.setLineDash([]);
  }

  // Titles, legends and numbers, word by word where they stand.
  words(element) {
    const { context, density } = this;
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    context.setTransform(density, 0, 0, density, -density * this.left, -density * this.top);
    context.textBaseline = "alphabetic";
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const style = getComputedStyle(node.parentElement);
      context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      context.fillStyle = style.color;
      for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const box = range.getBoundingClientRect();
        if (!box.width) continue;
        const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = context.measureText(word);
        context.fillText(word, box.left, box.top + (box.height + up - down) / 2);
      }
    }
  }

  remove() {
    this.root.remove();
  }
}
