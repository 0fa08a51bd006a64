"""Old links in a real Chromium: each arrives at its experiment where it stands now, with its parameters."""

import pytest

from pages.shared.page.moves import MOVES
from pages.shared.page.state import anchor, former
from tests.browser.machine import wait_idle

OLD = [
    *(
        (
            f"{move.page}#{former(move.number)}",
            f"{move.now_page}{'?' if move.opens else ''}{move.opens}#{anchor(move.now)}",
        )
        for move in MOVES
    ),
    *(
        (f"{move.page}?{name}x=3", f"{move.now_page}?{name}x=3#{anchor(move.now)}")
        for move in MOVES
        for name in move.names
    ),
    ("level-4-new?moment=partway.8", "level-4-cat?moment=partway.8#experiment-4-11"),
    ("level-4-new?denoise.seed=5&partway.t=800#experiment-4-10",
     "level-4-cat?denoise.seed=5&partway.t=800#experiment-4-11"),
    ("level-4-new?denoise.seed=5#experiment-4-12", "level-4-new?denoise.seed=5#experiment-4-19"),
    ("level-4-learning?open.4.6c=true#experiment-4-6c", "level-4-learning?open.4.7=true#experiment-4-7"),
]  # fmt: skip


def test_every_old_link_arrives_where_the_table_says(visit, server):
    page = visit("glossary")
    for old, now in OLD:
        page.goto("about:blank")
        page.goto(f"{server}/{old}", wait_until="domcontentloaded")
        page.wait_for_url(f"{server}/{now}")
    wait_idle(page)


@pytest.mark.parametrize(
    ("old", "player"),
    [
        ("level-4-inside#experiment-4-5d", "inside.never"),
        ("level-4-new#experiment-4-9", "between.walk"),
        ("level-4-new#experiment-4-11", "invert.way"),
        ("level-4-learning#experiment-4-6c", "learning.loss"),
    ],
)
def test_an_old_link_opens_what_is_folded_away_today(visit, old, player):
    visit(old).wait_for_function(f"() => window.__player?.['{player}']", timeout=60_000)


@pytest.mark.parametrize(
    "good",
    [
        "level-4-cat#experiment-4-11",
        "level-4-new#experiment-4-19",
        "level-4-inside#experiment-4-14",
        "level-4-new?pairs.seed=3",
        "level-4-step?denoise.seed=4",
    ],
)
def test_a_link_of_today_stays_as_it_is(visit, server, good):
    page = visit(good)
    page.wait_for_timeout(1000)
    assert page.url == f"{server}/{good}"
