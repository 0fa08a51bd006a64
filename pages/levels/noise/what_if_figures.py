"""Level 2: a wrong forward process beside the right one, and the chart that shows its fault."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from diffusion_core.common.randomness import generator
from diffusion_core.process import mistakes
from diffusion_core.process.forward import small_steps
from diffusion_core.process.mistakes import MISTAKES
from diffusion_core.process.spectrum import fine_part, radial_power
from pages.levels.noise.scales import STEPS, heights, labels, on_screen, schedule, to_levels
from pages.shared.keeping.remembered import remembered
from pages.shared.page.pictures import Picture, to_signed
from pages.shared.player import Curves, Line, MovingCurves, Pictures
from pages.shared.player.track import Track

AT = (0, 1, 4, 10, 18, 30, 48, STEPS)
"""The t of each frame, for two films at once are heavy."""
TENTH_STEP = 10
LEAST_POWER = -9
FINE = 24
"""Waves that fit at least so many times into the picture are its fine detail."""
_EDGES = np.linspace(-1.5, 2.5, 81)
RIGHT = "the right way"
_PROCESSES: dict[str, mistakes.Process] = {RIGHT: small_steps, **MISTAKES}
_MIDDLES = to_levels((_EDGES[1:] + _EDGES[:-1]) / 2)


@dataclass(frozen=True)
class Noising:
    """A whole way from a picture to noise, the right one or a slip.

    frames: (F, 64, 64, 3) uint8; facts: what was measured, by the names of MEASURES.
    """

    frames: np.ndarray
    facts: dict[str, np.ndarray]


def noising_of(data: bytes, name: str, seed: int, facts: tuple[str, ...]) -> Noising:
    """A whole run. name: a key of MISTAKES, or RIGHT; facts: names of MEASURES."""
    x0 = to_signed(data)
    x = mistakes.run(_PROCESSES[name], x0, schedule(), generator(seed))[:, 0]
    return Noising(on_screen(x[list(AT)]), {fact: MEASURES[fact](x, x0[0]) for fact in facts})


def last_variance(data: bytes, name: str, seed: int) -> float:
    """How widely the values of a run are spread at its end: what the bet asks, without all else. As `noising_of`."""
    *_, end = _PROCESSES[name](to_signed(data), schedule(), generator(seed))
    return mistakes.variance(end[0]).item()


_noising = remembered(noising_of, most=80)
end_variance = remembered(last_variance, most=80)


def noising(picture: Picture, name: str, seed: int, beside: str) -> Noising:
    """`noising_of`, remembered, with the facts that tell the right way from one slip. beside: that slip."""
    return _noising(picture, name, seed, FACTS[beside])


def _stretched(x: Tensor) -> np.ndarray:
    """A picture with its middle at grey and its values two widths out at black and white."""
    return on_screen((x - x.mean()) / (2 * x.std(correction=0).clamp(min=1e-12)))


def _fine(x: Tensor) -> Tensor:
    return fine_part(x, ring=FINE)


def _power(x: Tensor) -> np.ndarray:
    """Of the noise in each frame of AT, the first step's standing for the first, scaled to a mean of 1."""
    steps = [max(t, 1) for t in AT]
    betas = schedule().betas[[t - 1 for t in steps]].to(x)
    added = x[steps] - (1 - betas).sqrt()[:, None, None, None] * x[[t - 1 for t in steps]]
    power = radial_power(added / betas.sqrt()[:, None, None, None])
    return power.mean(1).clamp(min=1e-12).numpy()


MEASURES: dict[str, Callable[[Tensor, Tensor], np.ndarray]] = {
    "likeness": lambda x, x0: mistakes.likeness(x, x0).numpy(),
    "likeness of fine detail": lambda x, x0: mistakes.likeness(_fine(x[-1]), _fine(x0)).numpy(),
    "untouched": lambda x, x0: mistakes.untouched(x, x0).numpy(),
    "variance": lambda x, x0: mistakes.variance(x).numpy(),
    "dark": lambda x, x0: 127.5 * mistakes.moved(x, x0, darkest=0.1).numpy(),
    "largest": lambda x, x0: to_levels(x.flatten(1).amax(1).numpy()),
    "spread": lambda x, x0: heights(x[list(AT)].numpy(), _EDGES),
    "power": lambda x, x0: _power(x),
    "stretched": lambda x, x0: _stretched(x[-1]),
    "fine": lambda x, x0: _stretched(_fine(x[-1])),
}
"""What can be measured on a run, x: (T + 1, 3, 64, 64) from x0: (3, 64, 64). At each t, (T + 1,): likeness, untouched,
variance, and in levels of 0 to 255 dark and largest. spread: (F, K) how densely the numbers lie. power: (F, R) of what
each frame's step changed, ring by ring, of mean 1. stretched, fine: (64, 64, 3) uint8, the last frame and its fine
detail, both with their contrast stretched."""
FACTS = {
    "one draw for all": ("variance", "likeness", "stretched"),
    "a random tenth": ("variance", "likeness", "untouched"),
    "soft splats": ("variance", "power", "likeness of fine detail", "fine"),
    "multiply": ("variance", "spread", "dark", "largest"),
    "never shrink": ("variance",),
    "from the original": ("variance", "likeness"),
}
"""By which of the MEASURES each slip is told from the right way; by the variance the bet is marked."""


def tracks(name: str, right: Noising, wrong: Noising, words: str) -> list[Track]:
    """Both pictures, the right one first, and the chart in which the fault shows."""
    pictures: list[Track] = [
        Pictures("right", right.frames, title="the right way", role="noisy", note="", alt=words),
        Pictures("wrong", wrong.frames, title="the slip", role="noisy", note="", alt=f"{words}, noised wrongly"),
    ]
    if name in EVIDENCE:
        title, field = EVIDENCE[name]
        pictures.append(Pictures("evidence", wrong.facts[field], title=title, role="clean", note="",
                                 alt=f"{title}: {words}"))  # fmt: skip
    return [*pictures, CHARTS[name](right, wrong)]


def _over_time(what: str, label: str, digits: int, top: float | None = None) -> Callable[[Noising, Noising], Track]:
    """A chart of one fact over t."""

    def chart(right: Noising, wrong: Noising) -> Track:
        lines = [Line(title, run.facts[what], "noisy", dash)
                 for title, run, dash in (("the right way", right, "role"), ("the slip", wrong, "solid"))]  # fmt: skip
        span = (min(0.0, *(float(line.y.min()) for line in lines)), max(float(line.y.max()) for line in lines))
        return Curves("fault", np.arange(STEPS + 1.0), lines, at=np.array(AT, float), title=label, digits=digits,
                      x_label="step t", y_range=(span[0], top or span[1]))  # fmt: skip

    return chart


def _values(right: Noising, wrong: Noising) -> Track:
    lines = [
        Line("the right way", right.facts["spread"], "noisy"),
        Line("the slip", wrong.facts["spread"], "noisy", "solid"),
    ]
    return MovingCurves("fault", _MIDDLES, lines, title="how many numbers lie where", note="", filled=True,
                        x_label="value; a screen shows 0 to 255", y_range=(0, 1.5))  # fmt: skip


def _spectrum(right: Noising, wrong: Noising) -> Track:
    """Power as a power of ten; a line ends where next to nothing is left."""
    rings = np.arange(1, right.facts["power"].shape[1] + 1)
    lines = [
        Line("all alike", np.zeros((1, len(rings))), "plain", "dashed"),
        Line("the right way", _powers_of_ten(right.facts["power"]), "noisy"),
        Line("the slip", _powers_of_ten(wrong.facts["power"]), "noisy", "solid"),
    ]
    return MovingCurves("fault", rings, lines, title="how strong the noise is, from coarse to fine", note="",
                        x_label="waves across the picture: few are coarse, many are fine",
                        y_label="0: as strong as the rest; each unit down: ten times weaker",
                        y_range=(LEAST_POWER, 2))  # fmt: skip


def _powers_of_ten(power: np.ndarray) -> np.ndarray:
    logs = np.log10(power)
    return np.where(logs < LEAST_POWER, np.nan, logs)


_LIKENESS = _over_time("likeness", "how like the original it is: 1 the same, 0 not at all", 2, 1.0)
CHARTS: dict[str, Callable[[Noising, Noising], Track]] = {
    "one draw for all": _LIKENESS,
    "a random tenth": _LIKENESS,
    "soft splats": _spectrum,
    "multiply": _values,
    "never shrink": _over_time("variance", "how far apart the values are: their variance", 1),
    "from the original": _LIKENESS,
}


EVIDENCE = {"one draw for all": ("stretched", "stretched"), "soft splats": ("its fine detail", "fine")}
"""Slips under which the picture is still there at the end: what to show of it, and the fact that it is."""


def moments() -> list[str]:
    """The labels of the frames."""
    return labels(AT)
