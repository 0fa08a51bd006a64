"""The answer key, gathered off the pages: every bet of the site, opened, answered in every way, and written down.

    make answer-key        writes assets/answer_key.json, from which the pages for teachers read it

What a bet asks, its right answer and its reasons are what the page itself hands to its card, with the network that
ships. A test gathers them again and compares.
"""

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from diffusion_core.common.assets import ANSWER_KEY
from diffusion_core.common.records import Record, write_record
from pages.classroom.answers import name_of
from pages.levels.network.blur import gallery
from pages.levels.noise.what_if import CASES
from pages.server import resources
from pages.shared.page import bets
from pages.shared.page.bets import SHOW_ME
from pages.shared.page.card import NAME as CARD
from pages.shared.page.state import box
from pages.site_map import PARTS, Page
from tests.pages.driver import asked, cards, content, opened, rerun

FURTHER = {"level-2-what-if": [{"wrong.case": case} for case in CASES]}
"""Links to bets that a page asks only when somebody chooses them."""


@dataclass
class Heard:
    """What the pages handed to their bets. places: file and line of each call; outcomes: by the keys of the bets, what
    came out and the reasons so far; names: by key, those of the bets."""

    places: set[tuple[str, int]] = field(default_factory=set)
    outcomes: dict[str, dict[str, Any]] = field(default_factory=dict)


@contextmanager
def hearing() -> Iterator[Heard]:
    """While it lasts, all that `bets.ask` and `bets.outcome` are called with is heard."""
    heard, ask, outcome = Heard(), bets.ask, bets.outcome

    def heard_ask(key: str, *settings: Any, **named: Any) -> str | None:
        heard.places.add(_place(sys._getframe(1)))
        return ask(key, *settings, **named)

    def heard_outcome(guess: str | None, *, right: str, reasons: Mapping[str, str], **named: Any) -> None:
        if guess is not None:
            key = named.get("key") or next(reversed(bets._waiting()))
            known = heard.outcomes.setdefault(key, {"reasons": {}})
            known["right"] = right
            known["reasons"] |= {option: why for option, why in reasons.items() if option != right and why}
        outcome(guess, right=right, reasons=reasons, **named)

    bets.ask, bets.outcome = heard_ask, heard_outcome
    try:
        yield heard
    finally:
        bets.ask, bets.outcome = ask, outcome


def _place(frame: FrameType) -> tuple[str, int]:
    return frame.f_code.co_filename, frame.f_lineno


def bets_of(page: Page, heard: Heard) -> list[Record]:
    """Every bet of a page, in its order, as the record keeps it."""
    found: dict[str, Record] = {}
    for link in FURTHER.get(page.path, [{}]):
        there = _with_all_boxes(page, link)
        for at, way in enumerate([None, 0, 1, 2]):  # shown the answer, then each answer given
            there = _answered(there, way)
            if at == 0:
                found |= {name_of(key): _entry(page, key, *card) for key, card in _on(there).items()}
            for key, card in cards(there).items():
                told = heard.outcomes.get(key, {"reasons": {}})["reasons"]
                reasons = found[name_of(key)]["reasons"]
                reasons |= {option: why for option, why in told.items() if option in card["options"]}
    return sorted(found.values(), key=lambda one: one["anchor"] == "closing")


def _with_all_boxes(page: Page, link: Mapping[str, str]) -> AppTest:
    boxes = {box(header.value.split()[0]): "true" for header in opened(page.path).header}
    return opened(page.path, {**link, **boxes})


def _answered(there: AppTest, way: int | None) -> AppTest:
    """The page with all bets made, to the n-th answer, or to none; those that were made are made anew."""
    known = cards(there)
    while True:
        answers = {key: SHOW_ME if way is None else card["options"][way % len(card["options"])]
                   for key, card in known.items()}  # fmt: skip
        there.session_state["bets"] = {**there.session_state["bets"], **answers}
        there = rerun(there)
        known = cards(there)
        if not asked(there) and known.keys() <= answers.keys():
            return there


def _on(page: AppTest) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Every card of a page by its key, in order: anchor and words of the heading above it, and what it was sent."""
    found: dict[str, tuple[str, str, dict[str, Any]]] = {}
    heading = ("", "")

    def walk(block: Block) -> None:
        nonlocal heading
        for child in block.children.values():
            if isinstance(child, Block):
                walk(child)
            elif child.type == "header":
                heading = (child.anchor or "", child.value)
            elif child.type == "bidi_component" and child.proto.component_name == CARD:
                card = content(child.proto)
                found[card["key"]] = (*heading, card)

    walk(page.main)
    return found


def _entry(page: Page, key: str, anchor: str, heading: str, card: Mapping[str, Any]) -> Record:
    return {
        "name": name_of(key),
        "page": page.path,
        "anchor": anchor,
        "heading": heading,
        "question": card["question"],
        "options": card["options"],
        "right": card["right"],
        "says": card["headline"],
        "reasons": {},
    }


def gathered() -> Record:
    """The whole record."""
    with hearing() as heard:
        return {"bets": [one for page in PARTS for one in bets_of(page, heard)]}


def with_the_network_that_ships() -> None:
    """What pages need before their answers are right: the network, and the wall of pictures of level 4."""
    resources.ready.set()
    while gallery.half_drawn():
        time.sleep(0.2)


if __name__ == "__main__":
    with_the_network_that_ships()
    write_record(ANSWER_KEY, gathered())
    resources.stop()
