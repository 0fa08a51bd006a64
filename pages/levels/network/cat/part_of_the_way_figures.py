"""Draw anew: a picture noised part of the way, and twenty times back from there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import TRAINING_COUNT, draw
from diffusion_core.evaluation.claims.drawn_anew import AT
from diffusion_core.process.prediction import clipped
from diffusion_core.sampling.halfway import STEPS, back, there
from diffusion_core.sampling.samplers import run
from pages.levels.network.asking import OTHER_CHANCE, SHAPE, asking, common, cosine
from pages.shared.keeping.with_progress import Work
from pages.shared.page.recorded import figure
from pages.shared.player import Curves, Line, Pictures, tile, to_bytes
from pages.shared.player.track import Track

TIMES, COLUMNS = 20, 5


@dataclass(frozen=True)
class Returned:
    """clean, noisy: (1, 3, 64, 64), the picture and the first of its noised ones; back: (TIMES, 3, 64, 64);
    unchanged: (TIMES,) how many of the six things that the reader names are unchanged in each."""

    clean: Tensor
    noisy: Tensor
    back: Tensor
    unchanged: np.ndarray


@dataclass(frozen=True)
class Film:
    """noisy, back: (1 + moments, 64, 64, 3) uint8, the picture noised to each, and what came back; first itself,
    with no noise."""

    noisy: np.ndarray
    back: np.ndarray


def returned(seed: int, t: int) -> Work[Returned]:
    """Picture number TRAINING_COUNT + seed, noised to t with twenty noises and brought back from each, told nothing."""
    clean, seeds = draw([TRAINING_COUNT + seed]), [100 * seed + i for i in range(TIMES)]
    x = there(clean, Noise(seeds, SHAPE)(), cosine(), t)
    chance = Noise([one + OTHER_CHANCE for one in seeds], SHAPE)
    steps = round(STEPS * t / cosine().steps)
    for step in run(back(x, cosine(), t, chance), clipped(asking())):
        yield step.index / steps
    found = step.x.clamp(-1, 1)
    unchanged = [common(one, clean) for one in found.split(1)]
    return Returned(clean, x[:1], found, np.array(unchanged))


def filmed(seed: int, moments: Sequence[int] = AT) -> Work[Film]:
    """The same picture noised with one noise to each of the moments, and brought back from each, told nothing."""
    clean, noise = draw([TRAINING_COUNT + seed]), Noise([100 * seed], SHAPE)()
    noisy, found, done = [clean], [clean], 0
    counts = [round(STEPS * t / cosine().steps) for t in moments]
    for t in moments:
        noisy.append(there(clean, noise, cosine(), t))
        chance = Noise([100 * seed + OTHER_CHANCE], SHAPE)
        for step in run(back(noisy[-1], cosine(), t, chance), clipped(asking())):
            done, last = done + 1, step.x
            yield done / sum(counts)
        found.append(last)
    return Film(to_bytes(torch.cat(noisy)), to_bytes(torch.cat(found)))


def film_tracks(found: Film) -> list[Track]:
    """What comes back, out of which noised picture, and for all moments what pictures keep, as recorded.

    What comes back is first, since a phone shows one at a time.
    """
    shown: list[Track] = [
        Pictures("back", found.back, title="what comes back", role="guess", note="", size="main"),
        Pictures("noisy", found.noisy, title="out of this", role="noisy", note="", size="main"),
    ]
    return [*shown, curve()] if len(found.noisy) > len(AT) else shown


def labels(moments: int, *, shares: bool) -> list[str]:
    """One for each frame of a film of so many moments; shares: how many of 100 pictures are still the same animal."""
    kept = [100.0, *_recorded("animal kept")]
    return [
        f"t = {t} · the same animal in {share:.0f} of 100" if shares else f"t = {t}"
        for t, share in zip((0, *AT), kept, strict=True)
    ][: moments + 1]


def back_tracks(found: Returned) -> list[Track]:
    """What came back of twenty noised ones, as a sheet."""
    sheet = tile(to_bytes(found.back), columns=COLUMNS, gap=2)
    return [Pictures("back", sheet, title="brought back, twenty times", role="guess", note="", size="large")]


def curve() -> Track:
    """What pictures keep, by the moment to which they were noised, as recorded: all of it where nothing is noise."""
    lines = [
        Line("six things, on average", np.concatenate([[100.0], _recorded("kept")]), "clean"),
        Line("the animal alone", np.concatenate([[100.0], _recorded("animal kept")]), "plain"),
    ]
    return Curves("kept", np.array([0, *AT], np.float64), lines, x_label="noised to moment t", digits=0,
                  title="% kept, counted", y_range=(0.0, 100.0))  # fmt: skip


def same_animal_until() -> float:
    """Where the recorded curve of the animal, drawn straight from point to point, last crosses one half."""
    recorded = _recorded("animal kept")
    last = int(np.flatnonzero(recorded >= 50)[-1])
    after = min(last + 1, len(AT) - 1)
    return float(np.interp(-50, -recorded[[last, after]], np.array(AT)[[last, after]]))


def _recorded(what: str) -> np.ndarray:
    return np.array([100 * figure(f"part way: {what} from t = {t}")["value"] for t in AT])
