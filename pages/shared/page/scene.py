"""The scene of an experiment: the stage, and beside it the bet's card and a rail for hint, controls and reading.

    guess = bets.ask(…)                # its card opens a scene
    stage, rail = stage_and_side()     # of the same scene

On a phone they stand one below the other: card, stage, rail. The card keeps its height when the bet is made, so that no
picture moves. A body may have several scenes: a second bet, or a second stage, opens the next one.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

_here = threading.local()
titles: dict[str, str] = {}
"""Of the experiments, by their numbers."""


class Scene(NamedTuple):
    """Its four places. reasons: the head of the rail, in which a bet says why the other answers are wrong."""

    card: DeltaGenerator
    stage: DeltaGenerator
    rail: DeltaGenerator
    reasons: DeltaGenerator


@dataclass
class Body:
    """What a run of an experiment's body has put on the page. folds: by their labels, what draws each; shown: the
    functions that it shows as code."""

    name: str
    scenes: int = 0
    scene: Scene | None = None
    has_card: bool = False
    has_stage: bool = False
    folds: dict[str, Callable[[], None]] = field(default_factory=dict)
    at_end: list[Callable[[], None]] = field(default_factory=list)
    shown: list[Callable[..., object]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Of its experiment, "" for a part of one."""
        return titles.get(self.name, "")

    def opened(self, *, wide: bool) -> Scene:
        """The next scene."""
        self.scenes += 1
        key = f"{self.name}-{self.scenes}".replace(".", "-")
        whole = st.container(key=f"scene-{key}" if wide else f"scene-one-{key}")
        side = whole.container(key=f"side-{key}")
        card, rail = side.container(key=f"card-{key}"), side.container(key=f"rail-{key}")
        self.scene = Scene(card, whole.container(key=f"stage-{key}"), rail, rail.container(key=f"reasons-{key}"))
        self.has_card = self.has_stage = False
        return self.scene


@contextmanager
def body(name: str) -> Iterator[Body]:
    """What is drawn within is the body of an experiment, or of a part of it. name: unique on the site."""
    outer = getattr(_here, "body", None)
    mine = _here.body = Body(name)
    try:
        yield mine
        for finish in mine.at_end:
            finish()
    finally:
        _here.body = outer


def current_body() -> Body | None:
    """The innermost body that is being drawn; None outside of any."""
    return getattr(_here, "body", None)


def stage_and_side(*, wide: bool = True) -> tuple[DeltaGenerator, DeltaGenerator]:
    """The stage and the rail beside it, for controls and words; of the open scene, or of the next one.

    wide: the stage takes two thirds; else it is as wide as one picture that fits the window's height.
    """
    here = current_body()
    if here is None:
        raise RuntimeError("A stage belongs to an experiment.")
    if here.scene is None or here.has_stage:
        here.opened(wide=wide)
    here.has_stage = True
    return here.scene.stage, here.scene.rail


def card_place(*, wide: bool = True) -> DeltaGenerator:
    """Where the card of a bet stands: in the scene, in the next one where that has a card already.

    Outside of an experiment it is where it is called.
    """
    here = current_body()
    if here is None:
        return st.container()
    if here.scene is None or here.has_card:
        here.opened(wide=wide)
    here.has_card = True
    return here.scene.card
