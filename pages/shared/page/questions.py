"""The questions that the site answers, each with its one answer: the page of questions and the folds read it here.

The answers are prose, in the folder answers/, a file a group. Where an answer needs a figure, it names one of FIGURES
in braces: no number that was measured is typed there. What an answer shows, it names by a key of `pages.shown`.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from diffusion_core.common.assets import CARD, EVALUATION, FEW_STEPS_EVALUATION, GUIDANCE, MODEL
from diffusion_core.common.records import read_record
from diffusion_core.sampling.defaults import STRENGTH
from pages.shared.page.recorded import figure, number, percent, right_by_ddim

_FILES = Path(__file__).parent / "answers"
_ENTRY = re.compile(r"^## (Q\d+)\. (.+)\n\*(.+)\*\n\n", re.MULTILINE)


@dataclass(frozen=True)
class Asked:
    """One question. key: "Q5", its name in links; group: the heading that it stands under; shown: what its answer
    shows; template: the answer, with names of FIGURES in braces."""

    key: str
    question: str
    group: str
    shown: str
    template: str

    @property
    def answer(self) -> str:
        """In a few sentences, with the figures as they were measured; of markup only *stressed* words."""
        return self.template.format_map(_Figures())


@cache
def asked() -> Mapping[str, Asked]:
    """All of them by their keys, group by group."""
    found = [one for file in sorted(_FILES.glob("*.md")) for one in _read(file.read_text(encoding="utf-8"))]
    return {one.key: one for one in found}


def _read(text: str) -> list[Asked]:
    group = text.split("\n", 1)[0].removeprefix("# ")
    _, *parts = _ENTRY.split(text)
    rows = zip(*[iter(parts)] * 4, strict=True)
    return [Asked(key, question, group, shown, " ".join(said.split())) for key, question, shown, said in rows]


QUESTIONS: dict[str, str] = {key: one.question for key, one in asked().items()}


def answers_to(keys: Collection[str]) -> dict[str, str]:
    """Question and answer of each. Raises KeyError for a question that nobody asked."""
    return {asked()[key].question: asked()[key].answer for key in keys}


# --- the figures


def _share(file: Path, *path: str | int) -> str:
    """A share from another record than that of the claims, "98 %"."""
    found = read_record(file)
    for step in path:
        found = found[step]
    return f"{100 * found:.0f} %"


def _at_strength(strength: float) -> str:
    rows = {row["guidance"]: row for row in read_record(GUIDANCE)["rows"]}
    return f"{100 * rows[strength]['all_right']['value']:.0f} %"


def _most_copies() -> str:
    """Of 100 pictures: a share f of copies has a training picture nearest, and half of the others has."""
    return str(round(100 * (2 * read_record(EVALUATION)["copying"]["interval"][1] - 1)))


def _shades(name: str) -> str:
    """A recorded squared error as its root, in shades, "18.1"."""
    return f"{figure(name)['value'] ** 0.5:.1f}"


def _times_as_large(numbers: float) -> str:
    """How many of our network go into one of so many numbers, to two digits: "150"."""
    (millions,) = re.findall(r"U-Net of ([\d.]+) million", CARD.read_text(encoding="utf-8"))
    return f"{float(f'{numbers / (1e6 * float(millions)):.1e}'):,.0f}"


def _hours() -> str:
    (hours,) = re.findall(r"`make train`: .*?, ([\d.]+) hours by the clock", CARD.read_text(encoding="utf-8"))
    return f"{float(hours):.0f}"


FIGURES: dict[str, Callable[[], str]] = {
    "right in one": partial(percent, "lab: right, one step"),
    "right in two": partial(percent, "lab: right, two steps"),
    "right": right_by_ddim,
    "shades off": partial(number, "path: off by, 50 steps", 1),
    "fooled grey": partial(number, "start: from grey, believed not rescaled", 0),
    "sound grey": partial(number, "start: from grey, believed none", 0),
    "ddim agrees": partial(percent, "noise decides: DDIM in 20 and 100 steps"),
    "ddpm agrees": partial(percent, "noise decides: DDPM twice"),
    "linear agrees": partial(percent, "noise decides: DDPM twice, linear"),
    "luck agrees": partial(percent, "noise decides: two noises"),
    "training pictures": lambda: f"{figure('green rabbits in training')['n']:,}",
    "green rabbits right": partial(percent, "right green rabbit"),
    "nearer to training": partial(_share, EVALUATION, "copying", "value"),
    "most copies": _most_copies,
    "copier caught": partial(_share, EVALUATION, "copying_of_a_copier", "value"),
    "seen off": partial(_shades, "seen or new: seen, 0"),
    "new off": partial(_shades, "seen or new: new, 0"),
    "one right": partial(_share, EVALUATION, "all_right_seen", "value"),
    "two right": partial(_share, EVALUATION, "all_right_two", "value"),
    "strength": lambda: f"{STRENGTH:g}",
    "unguided right": partial(_at_strength, 1.0),
    "guided right": partial(_at_strength, STRENGTH),
    "hard right": partial(_at_strength, 2 * STRENGTH),
    "overdrawn right": partial(percent, "pull: right, 10, all the way"),
    "place silent": partial(number, "score: silent after, place", 1),
    "worn silent": partial(number, "score: silent after, worn", 1),
    "colour silent": partial(number, "score: silent after, colour", 1),
    "animal silent": partial(number, "score: silent after, animal", 1),
    "mood silent": partial(number, "score: silent after, expression", 1),
    "place late": partial(percent, "mind: place, 10"),
    "colour late": partial(percent, "mind: colour, 10"),
    "four right": partial(_share, FEW_STEPS_EVALUATION, "4", "all_right_seen", "value"),
    "one leap right": partial(_share, FEW_STEPS_EVALUATION, "1", "all_right_seen", "value"),
    "stable diffusion times": partial(_times_as_large, 860e6),
    "flux times": partial(_times_as_large, 12e9),
    "megabytes": lambda: f"{MODEL.stat().st_size / 1e6:.0f}",
    "hours": _hours,
}
"""What an answer may name in braces, each as it was measured or recorded."""


class _Figures(dict):
    def __missing__(self, name: str) -> str:
        return FIGURES[name]()
