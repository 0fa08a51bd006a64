"""Which bets of a level go on paper: six fill two pages, and of each experiment the one that paper can ask."""

from collections.abc import Mapping
from dataclasses import replace

from tests.handouts.gather import Bet, bets_of
from tests.handouts.paper import PER_PAGE

CHOSEN: Mapping[int, tuple[str, ...]] = {
    4: ("denoise.worst", "denoise.settled", "partway.animal", "blur.safest", "inside.raw", "new.nearest"),
    5: ("words.same", "words.silent", "words.where", "words.mind", "words.pull", "words.backwards"),
}
"""By their names in the answer key, for levels that ask more of them; other levels' are all there."""
SEEN_FIRST: Mapping[str, int] = {"words.same": 3, "new.nearest": 1, "denoise.settled": 1}
"""Bets that speak of what is only drawn for whoever has bet: so many pictures of its first row are seen before."""


def on_paper(level: int) -> list[Bet]:
    """In the order of the pages."""
    found = list(bets_of(level, CHOSEN.get(level, ())))[: 2 * PER_PAGE]
    return [with_its_first(bet) for bet in found]


def with_its_first(bet: Bet) -> Bet:
    """A bet with the pictures that it speaks of."""
    many = SEEN_FIRST.get(bet.name, 0)
    return replace(bet, before=[(title, pictures[:many]) for title, pictures in bet.after[:1]]) if many else bet
