// A drop that falls where the visitor taps. Its specks' ways are known as if there were no walls: here they begin where
// the drop fell, and are folded at each wall.

import { make } from "./dom.js";
import { ParticleTrack } from "./particles.js";

const BOX = 65535;

export class DropTrack extends ParticleTrack {
  constructor(spec, arrays) {
    super(spec, arrays);
    this.ways = arrays.positions.data;
    this.outline = arrays.outline ? arrays.outline.data : null;
    this.positions = new Uint16Array(this.ways.length);
    this.mark = make("div", { class: "target", hidden: true });
    this.margins = this.marginsOf(this.ways.subarray(0, 2 * this.count));
    this.fall(...spec.at);
  }

  // How far the drop reaches from its middle: left, up, right, down.
  marginsOf(first) {
    const found = [0, 0, 0, 0];
    first.forEach((way, i) => {
      const axis = i % 2;
      found[axis] = Math.max(found[axis], -way * this.spec.unit);
      found[2 + axis] = Math.max(found[2 + axis], way * this.spec.unit);
    });
    return found;
  }

  // The drop falls here, as near to it as it fits between the walls. x, y: in [0, 1], taken in thousandths, as a link
  // names them.
  fall(...place) {
    this.asked = place.map((share) => Math.round(1000 * share));
    const [x, y] = this.asked.map((share) => share / 1000);
    const [left, up, right, down] = this.margins;
    this.at = [Math.min(1 - right, Math.max(left, x)), Math.min(1 - down, Math.max(up, y))];
    const { ways, positions } = this;
    const unit = this.spec.unit;
    for (let i = 0; i < ways.length; i++) positions[i] = BOX * backInside(this.at[i % 2] + ways[i] * unit) + 0.5;
  }

  // Where in the water something on the screen is: in [0, 1], or beyond it.
  placeOf({ clientX, clientY }) {
    const { box, canvas } = this;
    const area = canvas.getBoundingClientRect();
    const scale = area.width / this.width;
    return [((clientX - area.left) / scale - box.left) / box.width, ((clientY - area.top) / scale - box.top) / box.height];
  }

  drawSpecks(frame) {
    super.drawSpecks(frame);
    if (this.outline) this.drawOutline();
  }

  drawOutline() {
    const { context, outline, box, theme } = this;
    context.fillStyle = theme.text;
    context.globalAlpha = 0.8;
    for (let i = 0; i < outline.length; i += 2) {
      context.fillRect((this.at[0] + outline[i]) * box.width - 1.25, (this.at[1] + outline[i + 1]) * box.height - 1.25, 2.5, 2.5);
    }
    context.globalAlpha = 1;
  }
}

// A way without walls, folded back into [0, 1].
function backInside(free) {
  const twice = free - 2 * Math.floor(free / 2);
  return 1 - Math.abs(1 - twice);
}
