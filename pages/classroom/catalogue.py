"""The bets that a class can make: those of the plans of lessons, each the bet of an experiment of the site.

Question, answers, what is right and the measured sentence come from the experiment's own page: a class is told what a
visitor is told. The pages are imported when somebody asks, since torch comes with them.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any, NamedTuple, Protocol

from pages.classroom.plans import PLANS
from pages.shared.page.state import anchor
from pages.shown import Experiment, experiments

BETS = {
    "ink.outwards": "drop_it",
    "ink.heart": "heart_or_ring",
    "ink.fresh": "new_drop",
    "noise.which": "whole_picture",
    "noise.pair": "can_tell",
    "denoise.worst": "seeing",
    "partway.animal": "part_of_the_way",
    "blur.safest": "choosing",
    "pairs.right": "never_seen",
}
"""By their names in the plans and the answer key: the function of each experiment, and its module in
pages.classroom.bets."""
NAMES = tuple(BETS.values())

MOST = 1024
"""Runs whose words are remembered."""


class Asked(NamedTuple):
    """A bet as its page asks it. key: of the bet there; question, options: with **strong** and *stressed* words
    marked up."""

    key: str
    question: str
    options: tuple[str, ...]


class Answer(NamedTuple):
    """What came out. right: the place of the right answer; says: the measured sentence; reasons: by their places, why
    the others are wrong."""

    right: int
    says: str
    reasons: Mapping[int, str]


class ClassBet(Protocol):
    """What each module of pages.classroom.bets has. seed: of the one run that all of the class see."""

    PARAMETER: str
    """That says the seed in the address of the page."""
    SEED: int | None
    """The one that the page opens with, where it was chosen with care; None: a fresh one each time."""
    PICTURES: int
    """How many are seen before the bet."""

    @staticmethod
    def asked(seed: int) -> Asked: ...
    @staticmethod
    def reasons(seed: int) -> Mapping[str, str]: ...
    @staticmethod
    def worked_out(seed: int) -> tuple[str, str]:
        """The right answer and the measured sentence. All that the page shows of this run is worked out, too."""

    @staticmethod
    def pictures(seed: int) -> list[Any]:
        """What is seen before the bet: (H, W, 3) uint8, side by side."""


def lesson(plan: str) -> tuple[str, ...]:
    """The bets of one of PLANS, in the order in which its class makes them."""
    return tuple(BETS[bet] for bet in PLANS[plan].bets)


def experiment(name: str) -> Experiment:
    """Where a bet stands on the site. Raises KeyError."""
    return experiments()[name]


def bet_of(name: str) -> ClassBet:
    """A bet of NAMES; imports torch."""
    return import_module(f"pages.classroom.bets.{name}")


@lru_cache(maxsize=MOST)
def asked(name: str, seed: int) -> Asked:
    """As its page asks it."""
    return bet_of(name).asked(seed)


def answer(name: str, seed: int) -> Answer:
    """What came out of a run, worked out now. Raises what the page would say: NoWeights, Busy, Full, NotDrawn."""
    bet, options = bet_of(name), asked(name, seed).options
    right, says = bet.worked_out(seed)
    return Answer(options.index(right), says, reasons(name, seed))


@lru_cache(maxsize=MOST)
def reasons(name: str, seed: int) -> Mapping[int, str]:
    """Why each answer is wrong, where the page says it, by the places of the answers."""
    options, found = asked(name, seed).options, bet_of(name).reasons(seed)
    return {options.index(option): why for option, why in found.items()}


@lru_cache(maxsize=MOST)
def address(name: str, seed: int) -> str:
    """The experiment's page, with the run that all see, up to its heading."""
    found = experiment(name)
    return f"{found.page.path}?{bet_of(name).PARAMETER}={seed}#{anchor(found.number)}"
