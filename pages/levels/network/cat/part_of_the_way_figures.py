"""Level 4: a picture noised part of the way and brought back, at every moment once, at one moment twenty times."""

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
from pages.levels.network.asking import OTHER_CHANCE, SHAPE, asking, cosine
from pages.levels.network.reading import common, in_words, read
from pages.shared.keeping.with_progress import Work
from pages.shared.page.doors import cat_with_bow
from pages.shared.page.recorded import figure
from pages.shared.player import Curves, Line, Numbers, Pictures, tile, to_bytes
from pages.shared.player.track import Track

TIMES, COLUMNS = 20, 5
CAT = 0
"""The number of the cat with the bow; any other stands for picture TRAINING_COUNT + itself."""


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
    with no noise. who: (1 + moments) what the reader sees in what came back, in words."""

    noisy: np.ndarray
    back: np.ndarray
    who: list[str]


def pictured(number: int) -> Tensor:
    """(1, 3, 64, 64): the cat with the bow, or a picture that was in no training."""
    return cat_with_bow() if number == CAT else draw([TRAINING_COUNT + number])


def returned(picture: int, t: int) -> Work[Returned]:
    """A picture, by its number, noised to t with twenty noises and brought back from each, told nothing."""
    clean, seeds = pictured(picture), [100 * picture + i for i in range(TIMES)]
    x = there(clean, Noise(seeds, SHAPE)(), cosine(), t)
    chance = Noise([one + OTHER_CHANCE for one in seeds], SHAPE)
    steps = round(STEPS * t / cosine().steps)
    for step in run(back(x, cosine(), t, chance), clipped(asking())):
        yield step.index / steps
    found = step.x.clamp(-1, 1)
    unchanged = [common(one, clean) for one in found.split(1)]
    return Returned(clean, x[:1], found, np.array(unchanged))


def filmed(picture: int, number: int = 0, moments: Sequence[int] = AT) -> Work[Film]:
    """The same picture noised with one noise to each of the moments, and brought back from each, told nothing.

    number: of the noise.
    """
    seed = 100 * picture + number
    clean, noise = pictured(picture), Noise([seed], SHAPE)()
    noisy, found, done = [clean], [clean], 0
    counts = [round(STEPS * t / cosine().steps) for t in moments]
    for t in moments:
        noisy.append(there(clean, noise, cosine(), t))
        chance = Noise([seed + OTHER_CHANCE], SHAPE)
        for step in run(back(noisy[-1], cosine(), t, chance), clipped(asking())):
            done, last = done + 1, step.x
            yield done / sum(counts)
        found.append(last)
    who = [in_words(one) for one in read(torch.cat(found))]
    return Film(to_bytes(torch.cat(noisy)), to_bytes(torch.cat(found)), who)


def film_tracks(found: Film) -> list[Track]:
    """The noised picture, what comes back of it and who that is; for all moments what pictures keep, as recorded."""
    shown: list[Track] = [
        Pictures("noisy", found.noisy, title="dissolved so far", role="noisy", note="", size="medium"),
        Pictures("back", found.back, title="what comes back", role="guess", note=""),
        Numbers("who", {"our reader sees": found.who}, formats={"our reader sees": "{}"}, size="full",
                roles={"our reader sees": "guess"}, title="who came back"),
    ]  # fmt: skip
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
    """What pictures keep, by the moment to which they were noised, as recorded: all of it where nothing is noise.

    A line at one half leads to where the animal's curve falls below it.
    """
    at, until = np.array([0, *AT], np.float64), same_animal_until()
    x = np.union1d(at, until)
    kept, animal = (np.interp(x, at, np.concatenate([[100.0], _recorded(what)])) for what in ("kept", "animal kept"))
    lines = [
        Line("six things, on average", kept, "clean"),
        Line("the animal alone", animal, "plain", "solid"),
        Line(f"half of them: up to t = {round(until, -1):.0f}", np.where(x <= until, 50.0, np.nan), "plain", "dashed"),
    ]
    return Curves("kept", x, lines, at=at, x_label="dissolved to moment t", digits=0,
                  title="% kept, counted over many pictures", y_range=(0.0, 100.0), size="full")  # fmt: skip


def same_animal_until() -> float:
    """Where the recorded curve of the animal, drawn straight from point to point, last crosses one half."""
    return _half_at(_recorded("animal kept"))


def surely_until() -> tuple[float, float]:
    """The same for the lower and the upper ends of the recorded 95 % intervals."""
    ends = np.array([figure(f"part way: animal kept from t = {t}")["interval"] for t in AT])
    early, late = (_half_at(100 * end) for end in ends.T)
    return early, late


def _half_at(shares: np.ndarray) -> float:
    last = int(np.flatnonzero(shares >= 50)[-1])
    after = min(last + 1, len(AT) - 1)
    return float(np.interp(-50, -shares[[last, after]], np.array(AT)[[last, after]]))


def _recorded(what: str) -> np.ndarray:
    return np.array([100 * figure(f"part way: {what} from t = {t}")["value"] for t in AT])
