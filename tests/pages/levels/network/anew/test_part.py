"""Draw anew: what its experiments show and give away, their bets, their controls, and links to a moment."""

import re

import pytest

from pages.levels.network.anew import (
    is_it_new,
    never_seen,
    noise_decides,
)
from pages.levels.network.cat import part_of_the_way
from pages.shared.page.bets import SHOW_ME
from pages.shared.page.recorded import figure
from tests.pages.driver import asked, bet, cards, messages, names, opened, sent, verdict, weight, words

PAGE = "level-4-new"
BETS = ("decides.ways", "new.nearest", "pairs.right")
pytestmark = pytest.mark.usefixtures("tiny_engine")


def test_on_arrival_every_experiment_shows_something_and_no_answer():
    app = opened(PAGE)
    assert not app.info
    shown = messages(app)
    assert {"decides.once", "new.alone", "pairs.taught", "network.end"} <= set(shown)
    assert set(BETS) <= set(asked(app)) and not any(card["right"] for card in cards(app).values())
    later = {"decides.four", "between.walk", "invert.way", "new.three", "pairs.many"}
    assert not later & set(shown)
    assert weight(app) < 1_000_000


def test_all_bets_answered_all_is_shown():
    app = opened(PAGE)
    for key in BETS:
        bet(app, key, SHOW_ME)
    shown = messages(app)
    assert {"decides.four", "new.three", "pairs.many"} <= set(shown)
    assert all(cards(app)[key]["right"] for key in BETS)
    # each verdict begins with what was measured, and each film proves it and marks the evidence
    assert all(re.search(r"\d", verdict(app, key)) for key in BETS)
    for player in ("decides.four", "new.three", "pairs.many"):
        proof = sent(app, player)[0]["proof"]
        assert proof["turn"] > 0 and set(proof["marks"]) <= set(names(app, player)) and proof["marks"]


MODULES = (noise_decides, is_it_new, never_seen)


@pytest.mark.parametrize(("key", "module"), zip(BETS, MODULES, strict=True))
def test_one_answer_is_right_and_the_others_are_told_which(key, module):
    (wrong, *_) = module.REASONS
    page = bet(opened(PAGE), key, wrong)
    right = cards(page)[key]["right"]
    assert right in module.REASONS
    for option, why in module.REASONS.items():
        assert (f"- *{option}*? {why}" in words(page)) == (option != right)


@pytest.mark.parametrize(
    "query",
    [
        {"decides.seed": "99999", "between.pair": "99999", "invert.picture": "99999"},
        {"invert.steps": "10", "new.seed": "99999", "pairs.animal": "blue cat"},
        {
            "invert.steps": "7",
            "new.animal": "<b>",
            "between.way": "up",
            "pairs.animal": "yellow sun",
        },
        {"between.way": "Straight", "invert.steps": "50", "new.animal": "owl", "new.colour": "white"},
    ],
)
def test_controls_at_their_ends_and_nonsense_in_a_link(query):
    app = opened(PAGE, query)
    for key in BETS:
        bet(app, key, SHOW_ME)


@pytest.mark.parametrize(
    ("link", "player"),
    [
        ("decides.9", "decides.four"),
        ("between.7", "between.walk"),
        ("invert.4", "invert.way"),
        ("pairs.3", "pairs.many"),
    ],
)
def test_a_link_to_a_moment_shows_what_its_sender_saw(link, player):
    app = opened(PAGE, {"moment": link})
    assert player in messages(app)
    assert not any(card["right"] for card in cards(app).values())


def test_without_weights_a_sentence_stands_in_each_place(no_weights):
    app = opened(PAGE)
    assert len(app.info) >= 3 and all("missing" in note.value for note in app.info)


def test_what_the_bets_call_right_follows_from_the_record():
    assert noise_decides.verdict() == noise_decides.SOME
    assert part_of_the_way.verdict() == part_of_the_way.LATE
    assert never_seen.verdict() == never_seen.ALIKE
    # "then all is new, and what agrees does so by luck": no more than two pictures of two noises
    low, _ = figure("part way: kept from t = 1000")["interval"]
    assert low < figure(noise_decides.CHANCE)["interval"][1]
    # "DDPM's two part at once": they agree hardly more than luck
    assert figure(noise_decides.DDPM)["interval"][0] < figure(noise_decides.CHANCE)["interval"][1]
