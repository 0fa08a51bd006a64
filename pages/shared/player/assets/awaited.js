// The place of what a bet will open: an empty frame, with axes where it will be a chart, and a quiet question mark.

import { Plot, chartHeight, typeSize } from "./axes.js";
import { make, sizeCanvas } from "./dom.js";
import { columnsThatFit } from "./sheet.js";

const DASH = [5, 6];

export class AwaitedTrack {
  constructor(spec) {
    this.spec = spec;
    this.frames = 1;
    this.broad = spec.aspect && Math.max(1, spec.aspect);
    this.canvas = make("canvas", { class: "drawn" });
  }

  fit(available, density, theme) {
    const { spec } = this;
    const { cells, aspect } = this.shape(available, density);
    const factor = cells ? Math.floor((available * density) / cells) : 0;
    this.width = factor ? (cells * factor) / density : available; // as a picture of so many pixels would be
    this.height = aspect ? this.width / aspect : chartHeight(available, theme, spec.share);
    this.context = sizeCanvas(this.canvas, this.width, this.height, density);
    this.theme = theme;
    this.back = spec.aspect ? null : this.axes(density);
    return this.width;
  }

  // Of a sheet that is laid out by the room there is, as it will be (pictures.js).
  shape(available, density) {
    const { cells, aspect, tiles } = this.spec;
    if (!tiles) return { cells, aspect };
    const [sent, count] = tiles;
    const columns = columnsThatFit(sent, cells / sent, available, density);
    return { cells: (cells / sent) * columns, aspect: columns / Math.ceil(count / columns) };
  }

  axes(density) {
    const { x, y, x_label: xLabel, y_label: yLabel, log_y: log, y_axis: yAxis } = this.spec;
    this.plot = new Plot(this.width, this.height, { size: typeSize(this.theme), x, y: y || [1, 2], log, yAxis, yLabel });
    // room for the numbers is kept, but a scale that fits the lines would tell of them
    this.plot.yAxis = Boolean(y);
    return this.plot.backdrop(density, this.theme, { xLabel, yLabel }).canvas;
  }

  draw() {
    const { context, theme, width, height } = this;
    context.clearRect(0, 0, width, height);
    if (this.back) context.drawImage(this.back, 0, 0, width, height);
    const { left, right, top, bottom } = this.back ? this.plot.box : { left: 1, right: width - 1, top: 1, bottom: height - 1 };
    context.fillStyle = context.strokeStyle = theme.text;
    context.globalAlpha = 0.04;
    context.fillRect(left, top, right - left, bottom - top);
    context.globalAlpha = 0.35;
    context.setLineDash(DASH);
    context.strokeRect(left + 0.5, top + 0.5, right - left - 1, bottom - top - 1);
    context.setLineDash([]);
    context.font = `600 ${Math.min(64, (bottom - top) / 2.5)}px "Source Serif", Georgia, serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText("?", (left + right) / 2, (top + bottom) / 2);
    context.globalAlpha = 1;
  }
}
