"""5.1: what changes with one word is what the films show, and the line to type in is given what it needs."""

import json

import numpy as np
import pytest

from diffusion_core.data.critters import PLACES, VOCABULARY, WORN, Critter, Scene, caption
from diffusion_core.evaluation.claims.other_words import INSTEAD, KEPT, OTHER_WORDS_CLAIMS, SEEN, TOLD
from diffusion_core.sampling.job import Job
from pages.levels.words.yours import same_noise, same_noise_figures
from pages.levels.words.yours.same_noise import BET, OWN, TEXT
from pages.levels.words.yours.same_noise_figures import COLOURS, apart, told
from pages.levels.words.yours.sentence import phrases
from pages.server import streams, typed
from pages.server.drawing import last_steps
from pages.shared.page.recorded import figure
from pages.shared.player import to_bytes
from tests.pages.driver import asked, bet, content, job, messages, opened, sent, track, verdict, words

PAGE = "level-5"


def line(page) -> dict:
    """What the line to type in was sent; None where it isn't there."""
    found = [part.proto for part in page.get("bidi_component") if part.proto.component_name.endswith("ink_sentence")]
    return content(found[0]) if found else None


def test_on_arrival_one_noise_plays_into_the_first_picture_and_there_is_no_line_to_type_in(tiny_engine):
    app = opened(PAGE)
    assert job(app, "words.first") == same_noise_figures.job("orange", same_noise.DEFAULT)
    assert sent(app, "words.first")[0]["autoplay"] and "words.same" not in messages(app)
    assert line(app) is None and BET in asked(app)


def test_after_the_bet_both_come_from_one_noise_and_the_third_shows_where_they_differ(tiny_engine):
    app = bet(opened(PAGE), BET, same_noise.FUR)
    films = [track(app, "words.same", colour)[1]["pixels"] for colour in COLOURS]
    assert (films[0][0] == films[1][0]).all() and (films[0][-1] != films[1][-1]).any()
    for colour, frames in zip(COLOURS, films, strict=True):
        (alone,) = last_steps([Job(caption=told(colour), seed=same_noise.DEFAULT)])
        assert (frames[-1] == to_bytes(alone.x)[0]).all()
    gap = track(app, "words.same", "apart")[1]["pixels"]
    assert not gap[0].any() and (gap[-1] == np.abs(films[0][-1].astype(int) - films[1][-1]).max(-1)[..., None]).all()
    assert sent(app, "words.same")[0]["proof"]["marks"] == ["blue"]
    counted = track(app, "words.same", "parting")[1]["y"][0]
    assert counted[0] == 0 and counted[-1] == pytest.approx(100 * (gap[-1] > SEEN).mean(), abs=1e-3)


def test_where_two_films_differ_is_the_largest_difference_of_a_dots_three_values():
    one = np.zeros((1, 1, 2, 3), np.uint8)
    other = np.array([[[[0, 200, 10], [0, 0, 0]]]], np.uint8)
    assert apart(one, other)[0, 0, :, 0].tolist() == [200, 0] == apart(other, one)[0, 0, :, 0].tolist()


def test_only_the_colour_differs_in_what_it_is_told():
    assert {told(colour).split(" ", 1)[1].replace(colour, "*") for colour in COLOURS} == {"* cat"}


def test_the_line_has_the_words_of_the_link_the_noise_of_the_page_and_a_pass(tiny_engine):
    app = opened(PAGE, {"words.seed": "9", TEXT.name: "a sad pig"}, bets={BET: same_noise.ALL})
    given = line(app)
    assert (given["key"], given["text"], given["seed"]) == (OWN, "a sad pig", 9)
    assert given["url"] == typed.ADDRESS and streams.check_mark(given["pass"], "words")
    assert "words.same" not in given


@pytest.mark.parametrize("text", ["", "x" * 300])
def test_a_link_without_sense_gives_the_usual_sentence(tiny_engine, text):
    given = line(opened(PAGE, {TEXT.name: text, "words.seed": "-4"}, bets={BET: same_noise.ALL}))
    assert (given["text"], given["seed"]) == (TEXT.default, same_noise.DEFAULT)


def test_all_that_the_network_knows_can_be_tapped_but_for_the_words_between(tiny_engine):
    given = line(opened(PAGE, bets={BET: same_noise.ALL}))
    offered = {word for _, _, options, _ in given["groups"] for word in options} - {""}
    assert set(VOCABULARY) - offered == {"a", "an", "and", "at", "in", "the", "with"}
    assert all(json.dumps(pictures).startswith('"data:image/png') for *_, pictures in given["groups"])


def test_a_thing_worn_and_a_place_are_said_as_in_the_lesson():
    for worn in WORN[1:]:
        for place in PLACES:
            said = caption(Scene(place, (Critter("owl", "red", worn, "sad"),)))
            assert said == f"a sad red owl {phrases()[worn]} {phrases()[place]}"


def test_the_right_answer_is_that_of_many_noises(tiny_engine):
    """The network changes more than the fur in most noises, and still keeps the place more often than luck would."""
    kept, place, luck = (
        figure(f"other words: {name}") for name in ("all else kept", "kept, place", "kept by luck, place")
    )
    assert kept["interval"][1] < 0.5 and place["interval"][0] > luck["interval"][1]
    assert min(one["n"] for one in (kept, place, luck)) >= 64
    assert same_noise.verdict() == same_noise.SOME
    app = bet(opened(PAGE), BET, same_noise.FUR)
    others = kept["n"] - round(kept["value"] * kept["n"])
    assert f"in **{others}** of {kept['n']} noises something else, too" in verdict(app, BET)
    assert f"Only in {100 * kept['value']:.0f} % could our reader name nothing else" in words(app)


def test_the_fur_changes_always_as_the_verdict_says():
    assert figure("other words: obeyed")["value"] == 1


def test_what_it_wears_is_not_kept_much_more_often_than_by_luck():
    """The text names what it wears and its mood as small things that drift."""
    for thing in ("worn", "expression"):
        kept, luck = (figure(f"other words: {name}, {thing}") for name in ("kept", "kept by luck"))
        assert kept["interval"][0] < luck["interval"][1] and kept["value"] < 0.6


@pytest.mark.parametrize("thing", [*KEPT])
def test_the_claims_ask_what_the_page_asks(thing):
    assert tuple(told(colour) for colour in COLOURS) == (TOLD, INSTEAD)
    assert f"other words: kept, {thing}" in OTHER_WORDS_CLAIMS
