"""How long a page takes: what a visitor reads aloud, the films that play, and a while for each bet.

    python -m tests.pages.minutes        the table, for setting `minutes` in the table of pages

Read is what stands open before the bets are made and after: headings, prose, cards, verdicts and why the other answers
are wrong. What is folded away, what controls and films are labelled with, formulas and code are not read.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from diffusion_core.common.wire import unpack
from pages.levels.network.blur.gallery import gallery
from pages.shared.page.card import NAME as CARD
from pages.short_way import stops
from pages.site_map import PARTS
from tests.pages.driver import cards, content, opened
from tests.pages.reading import plain

ALOUD = 160
"""Words a minute."""
A_BET = 15
"""Seconds in which a visitor thinks and chooses."""
MOST = 12
"""Minutes that a part may take."""
READ = {"markdown", "caption", "info", "warning", "header", "subheader", "title"}
FOLDED = {"expander", "popover"}
PLAYER = "ink_player"
OPENING = ""
"""The name of what stands above a page's first heading."""


@dataclass
class Spent:
    """What a section of a page takes. texts: each once; films: seconds by player; bets: their keys."""

    texts: dict[str, None] = field(default_factory=dict)
    films: dict[str, float] = field(default_factory=dict)
    bets: set[str] = field(default_factory=set)

    @property
    def words(self) -> int:
        return sum(len(plain(text).split()) for text in self.texts)

    @property
    def minutes(self) -> float:
        return self.words / ALOUD + (sum(self.films.values()) + A_BET * len(self.bets)) / 60


def sections(address: str) -> dict[str, Spent]:
    """What each section of a page takes, by the anchor of its heading; OPENING comes first."""
    if address == "level-4-blur":  # else its answers would still be waited for
        gallery()
    before = opened(address)
    found: dict[str, Spent] = {OPENING: Spent()}
    _add(before, found, films=False)
    # a second bet may wait behind the first
    answers, asked = {}, cards(before)
    after = before
    while set(asked) - set(answers):
        answers |= {key: card["options"][0] for key, card in asked.items()}
        after = opened(address, bets=answers)
        asked = cards(after)
    _add(after, found, films=True)
    return found


def minutes(address: str) -> float:
    """What a whole page takes."""
    return sum(spent.minutes for spent in sections(address).values())


def short_way() -> float:
    """What the stops of the short way take."""
    addresses = [stop.address.split("#") for stop in stops()]
    pages = {path: sections(path) for path, _ in addresses}
    return sum(pages[path][anchor].minutes for path, anchor in addresses)


def _add(page: AppTest, found: dict[str, Spent], *, films: bool) -> None:
    here = found[OPENING]
    for element in _open(page.main):
        if element.type == "header":
            here = found.setdefault(element.anchor or element.value, Spent())
        if element.type in READ:
            here.texts[element.value] = None
        elif element.type == "bidi_component":
            if element.proto.component_name == CARD:
                _card(content(element.proto), here)
            elif films and element.proto.component_name == PLAYER:
                film = unpack(element.proto.bytes)[0]
                here.films[film["key"]] = _seconds(film)


def _open(block: Block) -> Iterator[Any]:
    """Every element that is not folded away, in its order."""
    for child in block.children.values():
        if not isinstance(child, Block):
            yield child
        elif child.type not in FOLDED:
            yield from _open(child)


def _card(card: dict[str, Any], here: Spent) -> None:
    here.bets.add(card["key"])
    here.texts[card["question"]] = None
    here.texts |= dict.fromkeys(card["options"])
    if card["right"]:
        here.texts[f"{card['lead']} {card['headline']}"] = None


def _seconds(film: dict[str, Any]) -> float:
    """That a film takes once: what proves the bet, where one does, else all of it; a still takes none."""
    last = max((film.get("frames") or len(film.get("labels", ())) or 1) - 1, 0)
    proof = film.get("proof") or {}
    start, end = proof.get("start") or 0, proof.get("end")
    pace = proof.get("fps") or film.get("fps") or 12
    return abs((last if end is None else min(end, last)) - min(start, last)) / pace


def table() -> str:
    """Every part: what it says of itself, what was measured, and of what."""
    lines = [f"{'page':26}{'says':>5}{'takes':>7}{'words':>7}{'films':>7}{'bets':>5}"]
    for page in PARTS:
        spent = sections(page.path).values()
        lines.append(
            f"{page.path:26}{page.minutes:5}{sum(one.minutes for one in spent):7.1f}"
            f"{sum(one.words for one in spent):7}{sum(sum(one.films.values()) for one in spent):6.0f}s"
            f"{sum(len(one.bets) for one in spent):5}"
        )
    return "\n".join([*lines, f"{'the short way':31}{short_way():7.1f}"])


if __name__ == "__main__":
    from pages.server import resources

    resources.ready.set()
    sys.stdout.write(table() + "\n")
