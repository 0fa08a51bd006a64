"""4.14 to 4.16: what the page shows before any click, its controls at both ends, and how its bets are settled."""

import pytest

from diffusion_core.common.assets import MODEL
from pages.levels.network.inside import (
    in_out,
    reach,
)
from tests.pages.driver import bet, cards, change, messages, names, opened, sent, verdict, words

PAGE = "level-4-inside"
BOX = {"open.4.14": "true"}
"""Of the last experiment, at the address that it had when it was the first."""


def test_the_page_shows_a_result_before_any_click(tiny_engine):
    found = messages(opened(PAGE))
    assert {"inside.reach", "inside.cutting", "inside.cuts"} <= set(found)
    assert not {"inside.inout", "inside.maps"} & set(found), "folded away"


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
    page = opened(PAGE, BOX)
    bet(page, "inside.raw", in_out.NOISE)
    assert right(page, "inside.raw") == in_out.NEGATIVE
    assert "a negative" in verdict(page, "inside.raw").lower()
    assert sent(page, "inside.reach")[0]["frames"] == 1, "only the first layer"
    bet(page, reach.BET, reach.FEW)
    assert right(page, reach.BET) == reach.ALL and "**4,096** of 4,096" in verdict(page, reach.BET)
    assert sent(page, "inside.reach")[0]["frames"] == 11
    bet(page, "inside.worst", "The block at the bottom")
    assert right(page, "inside.worst") == "The finest skips"
    assert sent(page, "inside.cutting")[0]["chosen"] == "skips.0", "the cut on show is the one of the answer"
    notes = {row["name"]: row["note"] for row in sent(page, "inside.cutting")[0]["rows"]}
    assert int(notes["skips.0"]) > int(notes["skips.1"]) > int(notes["skips.2"]) >= 0
    change(page, "folds-4-15", "Never had skips")
    assert names(page, "inside.never")[:2] == ["without", "with"]


def test_who_comes_back_with_a_guess_sees_the_cut_that_the_answer_is_about(shipped):
    """The cut on show once changed on the click alone."""
    page = opened(PAGE, bets={"inside.worst": "The coarsest skips"})
    assert right(page, "inside.worst") == "The finest skips"
    assert sent(page, "inside.cutting")[0]["chosen"] == "skips.0"
    asked = opened(PAGE, {"inside.cut": "block at the bottom, 8 × 8"}, bets={"inside.worst": "The coarsest skips"})
    assert sent(asked, "inside.cutting")[0]["chosen"] == "middle", "a link's own cut is kept"


def test_what_comes_out_is_not_said_to_go_through_the_bottom_alone(shipped):
    """ "All that comes out goes through it" was said of a block that the skips pass by."""
    said = words(bet(opened(PAGE), "inside.worst", "The block at the bottom"))
    assert "The way over the skips stays open." in said and "goes through it" not in said


def test_that_no_picture_is_stored_is_not_said(tiny_engine):
    said = words(opened(PAGE))
    assert "looking can't prove that there's none" in said and "Nowhere in there" not in said


def right(page, key: str) -> str:
    return cards(page)[key]["right"]


def test_without_weights_a_sentence_stands_there(no_weights):
    page = opened(PAGE)
    assert any("missing" in info.value for info in page.info)


@pytest.mark.parametrize(
    ("link", "player"),
    [
        ({"moment": "inout.3"}, "inside.inout"),
        ({"inside.told": "true"}, "inside.inout"),
        ({"inside.picture": "7"}, "inside.inout"),
        ({"moment": "maps.10"}, "inside.maps"),
        ({"inside.map": "7"}, "inside.maps"),
        ({"inside.part": "block at the bottom, 4 × 4"}, "inside.maps"),
        ({"inside.seed": "3"}, "inside.maps"),
    ],
)
def test_a_link_opens_what_its_sender_had_open(tiny_engine, link, player):
    assert player in messages(opened(PAGE, link))
