// The table of kinds. Each has: frames, canvas or element, fit(width, density, theme) -> width used, draw(frame);
// those with a grid of pixels also have grid, valueAt(frame, x, y, channel) and beyond(value, x, y).

import { AwaitedTrack } from "./awaited.js";
import { BarTrack } from "./bars.js";
import { CurveTrack } from "./curves.js";
import { DropTrack } from "./drop.js";
import { MovingTrack } from "./moving.js";
import { NumberTrack } from "./numbers.js";
import { ParticleTrack } from "./particles.js";
import { MixtureTrack, PictureTrack } from "./pictures.js";
import { ScoreTrack } from "./score.js";
import { WindowTrack } from "./windows.js";

export const KINDS = {
  pictures: PictureTrack,
  mixture: MixtureTrack,
  particles: ParticleTrack,
  drop: DropTrack,
  windows: WindowTrack,
  bars: BarTrack,
  curves: CurveTrack,
  moving: MovingTrack,
  score: ScoreTrack,
  numbers: NumberTrack,
  awaited: AwaitedTrack,
};

export const USUAL_SIZE = {
  pictures: "medium",
  mixture: "medium",
  particles: "large",
  drop: "large",
  windows: "full",
  bars: "large",
  curves: "full",
  moving: "full",
  score: "full",
  numbers: "full",
  awaited: "full",
};
