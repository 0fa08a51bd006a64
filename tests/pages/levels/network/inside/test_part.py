"""4.14 to 4.16: what the page shows before any click, its controls at both ends, and how its bets are settled."""

import pytest

from diffusion_core.common.assets import MODEL
from pages.levels.network.inside import (
    blocks,
    in_out,
    never_had,
)
from tests.pages.driver import bet, cards, messages, names, opened, sent, verdict

PAGE = "level-4-inside"


def test_the_page_shows_a_result_before_any_click(tiny_engine):
    found = messages(opened(PAGE))
    assert {"inside.inout", "inside.plan", "inside.maps", "inside.cutting", "inside.cuts", "inside.never"} <= set(found)


@pytest.mark.parametrize(
    "query",
    [
        {"inside.picture": "99999", "inside.told": "true", "inside.seed": "99999", "inside.map": "31"},
        {"inside.picture": "0", "inside.cutseed": "99999", "inside.small": "99999", "inside.map": "9999"},
        {"inside.picture": "nonsense", "inside.part": "the attic", "inside.cut": "<b>", "inside.map": "-1"},
    ],
)
def test_every_control_at_both_ends(tiny_engine, query):
    assert messages(opened(PAGE, query))


@pytest.fixture
def shipped(engine_of):
    engine_of(MODEL)


def test_the_bets_are_settled_by_the_shipped_networks(shipped):
    page = opened(PAGE)
    bet(page, "inside.raw", in_out.NOISE)
    assert right(page, "inside.raw") == in_out.NEGATIVE
    assert not any(node["note"] for node in sent(page, "inside.plan")[0]["nodes"]), "the numbers are not given away"
    bet(page, "inside.bottom", blocks.FEWER)
    assert right(page, "inside.bottom") == blocks.SAME and "**12,288**" in verdict(page, "inside.bottom")
    plan = sent(page, "inside.plan")[0]
    assert {node["name"]: node["note"] for node in plan["nodes"]}["middle"] == plan["ends"] == "12,288"
    assert plan["marks"] == ["middle"] and plan["turn"] == 2
    bet(page, "inside.worst", "The block at the bottom")
    assert right(page, "inside.worst") == "The finest skips"
    assert sent(page, "inside.cutting")[0]["chosen"] == "skips.0", "the cut on show is the one of the answer"
    notes = {row["name"]: row["note"] for row in sent(page, "inside.cutting")[0]["rows"]}
    assert int(notes["skips.0"]) > int(notes["skips.1"]) > int(notes["skips.2"]) >= 0
    assert set(names(page, "inside.never")) == {"noisy", "with", "off"}, "the other is not given away"
    bet(page, "inside.never", never_had.EQUAL)
    assert right(page, "inside.never") == never_had.HALFWAY
    assert names(page, "inside.never")[0] == "without"


def right(page, key: str) -> str:
    return cards(page)[key]["right"]


def test_without_weights_a_sentence_stands_there(no_weights):
    page = opened(PAGE)
    assert any("missing" in info.value for info in page.info)
