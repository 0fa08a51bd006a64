"""Experiments that moved, and how an old link finds them: the only place where their former addresses stand.

An old link names an experiment by the page and the heading ("level-4-new#experiment-4-10"), by a parameter of its
controls ("partway.t=800"), by a moment of its films ("moment=partway.8") or as a box that is open ("open.4.6c=true").
Only the browser sees the heading, and it outweighs the others, so it is the browser that leads on (moves.js).
"""

from pathlib import Path
from typing import NamedTuple

import streamlit as st

from pages.shared.page.state import anchor, box, former

_HERE = Path(__file__).parent
_moves = st.components.v2.component("moves", js=(_HERE / "moves.js").read_text(encoding="utf-8"))


class Move(NamedTuple):
    """Where an experiment stood, and where it stands now.

    page, number: its former page and number; now_page, now: those of today, or of what replaced it. An experiment that
    was only renumbered keeps its address and needs no entry (state.py); names: what its
    parameters and moments begin with ("partway." for both "partway.t" and "moment=partway.8"); opens: for what is
    folded away today, a setting that opens it ("between.pair=0").
    """

    page: str
    number: str
    now_page: str
    now: str
    names: tuple[str, ...] = ()
    opens: str = ""


MOVES = (
    Move("level-2-what-if", "2.3", "level-2-what-if", "2.6"),
    Move("level-4-learning", "4.6a", "level-4-learning", "4.3"),
    Move("level-4-learning", "4.6b", "level-4-learning", "4.5"),
    Move("level-4-learning", "4.6c", "level-4-learning", "4.7", opens="open.4.7=true"),
    Move("level-4-learning", "4.6d", "level-4-learning", "4.6"),
    Move("level-4-step", "4.3", "level-4-step", "4.8"),
    Move("level-4-step", "4.4", "level-4-step", "4.10", opens="open.4.10=true"),
    Move("level-4-inside", "4.5a", "level-4-inside", "4.16", opens="open.4.14=true"),
    Move("level-4-inside", "4.5b", "level-4-inside", "4.14", opens="inside.map=1"),
    Move("level-4-inside", "4.5c", "level-4-inside", "4.15"),
    Move("level-4-inside", "4.5d", "level-4-inside", "4.15", opens="inside.small=3"),
    Move("level-4-new", "4.7", "level-4-step", "4.9", ("denoise.", "drawing.")),
    Move("level-4-new", "4.8", "level-4-new", "4.17"),
    Move("level-4-new", "4.9", "level-4-new", "4.17", opens="between.pair=0"),
    Move("level-4-new", "4.10", "level-4-cat", "4.11", ("partway.",)),
    Move("level-4-new", "4.11", "level-4-new", "4.17", opens="invert.picture=0"),
    Move("level-4-new", "4.18", "level-4-new", "4.17", opens="between.pair=0"),
    Move("level-4-new", "4.12", "level-4-new", "4.18"),
    Move("level-4-new", "4.13", "level-4-new", "4.19"),
)
"""Here a move is entered. names only where the page is another one: on the same page, parameters find their control."""


def moved_from(page: str) -> list[Move]:
    """What stood on a page once and stands elsewhere now."""
    return [move for move in MOVES if move.page == page]


def lead_on(page: str) -> None:
    """Let the browser turn to where an old link leads now; the frame calls it once, before the page's own content."""
    found = [
        {"from": former(move.number), "box": f"open.{move.number}", "page": move.now_page, "to": anchor(move.now),
         "now": box(move.now), "names": list(move.names), "opens": move.opens}
        for move in moved_from(page)
    ]  # fmt: skip
    if found:
        _moves(key="moves", data={"path": page, "moves": found})
