"""The questions at the end of a level, three at most: "what would happen if …", each marked by a live run.

    closing.questions("ink", [
        Closing("cold", "What would happen if the water were ice cold?",
                {"Nothing would spread": "…", "It would spread more slowly": "…", "It would spread faster": "…"},
                run=spread_in_cold_water),
        …
    ])

The right answer is not written down anywhere: `run` measures it when the visitor has answered. What it returns third,
tracks of the player (stills, two or three), is the picture of that run:

    return right, "The ink is …", [Particles("cold", specks, title="in cold water", role="ink", size="small")]
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from pages.shared.page import bets
from pages.shared.page.scene import body, stage_and_side
from pages.shared.player import player
from pages.shared.player.track import Track

Outcome = tuple[str, str] | tuple[str, str, Sequence[Track]]
"""The option that turned out right, a sentence or two on what was measured, and pictures of it.

The sentence with the telling number in **strong** becomes the verdict on the card, the others stand beside the picture.
"""


_HEADINGS = {1: "A question to close with", 2: "Two questions to close with", 3: "Three questions to close with"}


@dataclass(frozen=True)
class Closing:
    """One question.

    key: unique within its level; question: one sentence; options: three short answers, each with the reason why it is
    wrong (that of the right one is never shown); run: does the experiment and returns its Outcome, in half a second;
    places: what stands in the place of its pictures before (`place_of_picture`).
    """

    key: str
    question: str
    options: Mapping[str, str]
    run: Callable[[], Outcome]
    places: Sequence[Track] = ()


def questions(level: str, asked: Sequence[Closing]) -> None:
    """Put the closing questions of a level on the page, under a heading of their own. level: prefix of their keys."""
    st.header(_HEADINGS[len(asked)], anchor="closing")
    st.caption("Answer, and the experiment is run for you.")
    for one in asked:
        _ask(f"{level}.closing.{one.key}", one)


@st.fragment
def _ask(key: str, one: Closing) -> None:
    with body(key):
        guess = bets.ask(key, one.question, list(one.options), prompt="")
        if guess is None:
            _places(key, one.places)
            return
        right, measured, *pictures = one.run()
        if right not in one.options:
            raise ValueError(f"{key}: {right!r} is not one of the answers.")
        headline, more = _parted(measured)
        bets.outcome(guess, right=right, says=headline, reasons=one.options)
        stage, rail = stage_and_side()
        if more:
            rail.markdown(more)
        if pictures:
            with stage:
                player(f"{key}.run", *pictures, alt=measured)


def _places(key: str, places: Sequence[Track]) -> None:
    """Where the pictures of the run will be."""
    if places:
        stage, _ = stage_and_side()
        # on a narrow window, where nothing would stand empty beside the card, they are left out (site.css)
        with stage, st.container(key=f"places-{key.replace('.', '-')}"):
            player(f"{key}.run", places, alt="")


def _parted(measured: str) -> tuple[str, str]:
    """The sentence with the number in **strong**, for the verdict ("" where none is marked), and the others."""
    sentences = re.split(r"(?<=[.!?])\s+", measured)
    headline = next((one for one in sentences if "**" in one), "")
    return headline, " ".join(one for one in sentences if one != headline)
