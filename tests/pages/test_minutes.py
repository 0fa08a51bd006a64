"""The minutes that pages name are measured: read aloud, with the films that play and a while for each bet."""

import pytest

from pages.shared.page.state import anchor
from pages.short_way import MINUTES
from pages.site_map import PARTS
from tests.pages.minutes import A_BET, ALOUD, MOST, OPENING, Spent, minutes, sections, short_way

LEEWAY = 1.5
pytestmark = pytest.mark.usefixtures("tiny_engine")


@pytest.mark.parametrize("page", PARTS, ids=lambda page: page.path)
def test_a_part_takes_as_long_as_it_says_and_at_most_twelve_minutes(page):
    assert minutes(page.path) == pytest.approx(page.minutes, abs=LEEWAY)
    assert page.minutes <= MOST


def test_the_short_way_takes_as_long_as_it_says():
    assert short_way() == pytest.approx(MINUTES, abs=LEEWAY)


def test_read_is_what_stands_open_before_and_after_the_bets_and_nothing_twice():
    found = sections("level-2")
    assert list(found)[0] == OPENING and len(found) > 2
    texts = [text for spent in found.values() for text in spent.texts]
    bets = set().union(*(spent.bets for spent in found.values()))
    assert "noise.which" in bets and any("three to a pixel" in text for text in texts)
    # both what is hinted before the bet and what is to be seen after it
    assert sum("> " in text[:2] for text in found[anchor("2.1")].texts) >= 2
    # nothing of what is folded away
    assert not any("schedule" in text and "β" in text for text in texts)
    assert all(any(spent.films.values()) for anchor, spent in found.items() if anchor.startswith("experiment-"))


def test_words_films_and_bets_add_up():
    spent = Spent({"one two *three*": None}, {"film": 30.0}, {"a bet"})
    assert spent.words == 3 and spent.minutes == pytest.approx(3 / ALOUD + (30 + A_BET) / 60)
