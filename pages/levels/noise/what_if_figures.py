"""Level 2: a wrong forward process beside the right one, where they differ most, and the chart of its fault."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
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

AT = tuple(range(0, STEPS + 1, 5))
"""The t of each frame, evenly, so that the bar is as far as the way."""
TENTH_STEP = 10
FAINT, BLACK = 0.1, -0.9
"""On the scale of −1 to 1: values that differ by less are one grey to the eye; darker ones look black."""
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


_noising = remembered(noising_of, most=80)


def noising(picture: Picture, name: str, seed: int, beside: str) -> Noising:
    """`noising_of`, remembered, with the facts that tell the right way from one slip. beside: that slip."""
    return _noising(picture, name, seed, FACTS[beside])


def most(name: str, right: Noising, wrong: Noising) -> int:
    """The frame in which the eye sees most of the difference: by the measure that SEEN names for this slip."""
    return int(np.abs(wrong.facts[SEEN[name]] - right.facts[SEEN[name]]).argmax())


def _added(x: Tensor) -> Tensor:
    """What the step that led to each frame of AT added, (F, 3, 64, 64); the first step's standing for the first."""
    steps = [max(t, 1) for t in AT]
    betas = schedule().betas[[t - 1 for t in steps]].to(x)
    return x[steps] - (1 - betas).sqrt()[:, None, None, None] * x[[t - 1 for t in steps]]


def _seen(x: Tensor, x0: Tensor) -> np.ndarray:
    """The likeness of each frame of AT as a screen shows it; 0 where it is too faint to be seen."""
    shown = x[list(AT)].clamp(-1, 1)
    return torch.where(shown.std((1, 2, 3)) > FAINT, mistakes.likeness(shown, x0), 0.0).numpy()


def _grain(x: Tensor) -> np.ndarray:
    """How alike neighbours are on the screen, in each frame of AT: their correlation, (F,)."""
    shown = x[list(AT)].clamp(-1, 1)
    both = torch.stack([shown[..., :-1].flatten(1), shown[..., 1:].flatten(1)])
    both = both - both.mean(-1, keepdim=True)
    return ((both[0] * both[1]).mean(-1) / both.square().mean(-1).prod(0).sqrt().clamp(min=1e-12)).numpy()


def _stretched(x: Tensor) -> np.ndarray:
    """A picture with its middle at grey and its values two widths out at black and white."""
    return on_screen((x - x.mean()) / (2 * x.std(correction=0).clamp(min=1e-12)))


def _fine(x: Tensor) -> Tensor:
    return fine_part(x, ring=FINE)


def _power(x: Tensor) -> np.ndarray:
    """Of the noise in each frame of AT, scaled to a mean of 1."""
    betas = schedule().betas[[max(t, 1) - 1 for t in AT]].to(x)
    power = radial_power(_added(x) / betas.sqrt()[:, None, None, None])
    return power.mean(1).clamp(min=1e-12).numpy()


MEASURES: dict[str, Callable[[Tensor, Tensor], np.ndarray]] = {
    "seen": _seen,
    "pushes": lambda x, x0: 127.5 * _added(x).std((1, 2, 3)).numpy(),
    "grain": lambda x, x0: _grain(x),
    "black": lambda x, x0: (x[list(AT)] < BLACK).float().mean((1, 2, 3)).numpy(),
    "cut": lambda x, x0: (x[list(AT)].abs() > 1).float().mean((1, 2, 3)).numpy(),
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
"""What can be measured on a run, x: (T + 1, 3, 64, 64) from x0: (3, 64, 64). In each frame, (F,), what the eye sees:
seen (likeness on the screen), grain (how alike neighbours are), black, cut (shares of the numbers),
pushes (their width, in levels). At each t, (T + 1,): likeness, untouched, variance, and in levels of 0 to 255 dark and
largest. spread: (F, K) how densely the numbers lie. power: (F, R) of what each frame's step changed, ring by ring, of
mean 1. stretched, fine: (64, 64, 3) uint8, the last frame and its fine detail, both with their contrast stretched."""
SEEN = {
    "one draw for all": "seen",
    "a random tenth": "seen",
    "soft splats": "grain",
    "multiply": "black",
    "never shrink": "cut",
    "from the original": "seen",
}
"""By which of the MEASURES the eye tells each slip from the right way."""
FACTS = {
    "one draw for all": ("seen", "pushes", "likeness", "stretched"),
    "a random tenth": ("seen", "likeness", "untouched"),
    "soft splats": ("grain", "power", "likeness of fine detail", "fine"),
    "multiply": ("black", "spread", "dark", "largest"),
    "never shrink": ("cut", "variance"),
    "from the original": ("seen", "likeness"),
}
"""What else is measured on each."""


def tracks(right: Noising, wrong: Noising, words: str, *, at: int | None) -> list[Track]:
    """Both pictures, the right one first. at: one frame of them, None for all."""
    frames = slice(None) if at is None else slice(at, at + 1)
    return [
        Pictures("right", right.frames[frames], title="the right way", role="noisy", note="", alt=words),
        Pictures("wrong", wrong.frames[frames], title="the slip", role="noisy", note="",
                 alt=f"{words}, noised wrongly"),
    ]  # fmt: skip


def measured(name: str, right: Noising, wrong: Noising, words: str) -> list[Track]:
    """The chart in which the fault shows, and the picture that was not hidden, where there is one."""
    chart = CHARTS[name](right, wrong)
    if name not in EVIDENCE:
        return [chart]
    title, field = EVIDENCE[name]
    return [chart, Pictures("evidence", wrong.facts[field], title=title, role="clean", note="", size="main",
                            alt=f"{title}: {words}")]  # fmt: skip


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


EVIDENCE = {
    "one draw for all": ("the slip at its end, stretched", "stretched"),
    "soft splats": ("the fine detail of the slip at its end", "fine"),
}
"""Slips under which the picture is still there at the end: what to show of it, and the fact that it is."""


def moments() -> list[str]:
    """The labels of the frames."""
    return labels(AT)
