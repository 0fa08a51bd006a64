"""Level 2: each slip beside the right way, where the eye sees it, and what is said of it is so."""

import re

import numpy as np
import pytest

from diffusion_core.process.mistakes import MISTAKES, likeness
from diffusion_core.process.spectrum import fine_part
from pages.levels.noise import what_if, what_if_figures, what_if_words
from pages.levels.noise.what_if import CASES, bet_of
from pages.levels.noise.what_if_figures import AT, FACTS, RIGHT, SEEN
from pages.shared.page import pictures
from pages.shared.page.bets import SHOW_ME
from tests.pages.driver import bet, cards, change, control, names, opened, sent, track, verdict, words

WHAT_IF = "level-2-what-if"
BYTES = pictures.default().data
NUMBER = {slip: number for number, slip in CASES.items()}


def both(slip: str, seed: int = 0) -> list[what_if_figures.Noising]:
    return [what_if_figures.noising_of(BYTES, which, seed, FACTS[slip]) for which in (RIGHT, slip)]


@pytest.mark.parametrize("slip", MISTAKES)
def test_each_slip_stands_beside_the_right_way_where_they_differ_most_and_is_not_named(slip):
    page = opened(WHAT_IF, {"wrong.case": NUMBER[slip]})
    right, wrong = both(slip)
    most = what_if_figures.most(slip, right, wrong)
    assert names(page, "wrong.stage") == ["right", "wrong"] and sent(page, "wrong.stage")[0]["frames"] == 1
    for name, run in (("right", right), ("wrong", wrong)):
        assert np.array_equal(track(page, "wrong.stage", name)[1]["pixels"][0], run.frames[most])
    card = cards(page)[bet_of(slip)]
    assert what_if_words.NAMES[slip] in card["options"] and len(set(card["options"])) == 3
    assert what_if_words.NAMES[slip] not in words(page).replace(card["question"], "")
    assert "Measured" not in control(page, "folds-2-6").options


@pytest.mark.parametrize("slip", MISTAKES)
def test_the_bet_is_about_the_slip_on_show_and_its_film_proves_it(slip):
    page = opened(WHAT_IF, {"wrong.case": NUMBER[slip]})
    wrong_answer = next(one for one in what_if_words.OPTIONS[slip] if one != what_if_words.NAMES[slip])
    said = words(bet(page, bet_of(slip), wrong_answer))
    right, wrong = both(slip)
    most = what_if_figures.most(slip, right, wrong)
    assert cards(page)[bet_of(slip)]["right"] == what_if_words.NAMES[slip]
    assert re.search(r"\*\*[\d.,]+", verdict(page, bet_of(slip)))
    offered = [one for one in what_if_words.NAMES.values() if f"- *{one}*? " in said]
    assert set(offered) == set(what_if_words.OPTIONS[slip]) - {what_if_words.NAMES[slip]}
    assert what_if_words.FAULTS[slip](right, wrong) in said and f"- *{wrong_answer}*? Then" in said
    header = sent(page, "wrong.stage")[0]
    assert header["frames"] == len(AT) and header["start"] == header["proof"]["end"] == most
    said_below = re.fullmatch(rf"step {AT[most]} · .*?(\d+) .*, done right (\d+)( %)?", header["labels"][most])
    if slip != "a random tenth":  # which is told by an earlier step
        told = re.sub(r"\*", "", verdict(page, bet_of(slip)))
        assert all(re.search(rf"\b{number}\b", told) for number in said_below.groups()[:2])
    assert np.array_equal(track(page, "wrong.stage", "wrong")[1]["pixels"], wrong.frames)
    evidence = ["evidence"] if slip in what_if_figures.EVIDENCE else []
    change(page, "folds-2-6", "Measured")
    assert names(page, "wrong.measured") == ["fault", *evidence]


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("slip", MISTAKES)
def test_where_they_differ_most_the_eye_sees_it_under_any_noise(slip, seed):
    right, wrong = both(slip, seed)
    most = what_if_figures.most(slip, right, wrong)
    assert abs(wrong.facts[SEEN[slip]][most] - right.facts[SEEN[slip]][most]) > 0.35


def test_the_bar_is_as_far_as_the_way():
    assert set(np.diff(AT)) == {5} and AT[0] == 0 and AT[-1] == what_if_figures.STEPS


@pytest.mark.parametrize("slip", MISTAKES)
def test_an_old_link_to_a_slip_opens_it(slip):
    for named in what_if_words.beside(slip):
        page = opened(WHAT_IF, {"wrong.slip": named})
        assert bet_of(slip) in cards(page) and control(page, "wrong.case").value == NUMBER[slip]


def test_a_link_to_a_moment_shows_the_film():
    assert sent(opened(WHAT_IF, {"moment": "wrong.3"}), "wrong.stage")[0]["frames"] == len(AT)


def test_each_slip_has_a_bet_of_its_own():
    page = opened(WHAT_IF, bets={bet_of(CASES["1"]): SHOW_ME})
    assert verdict(page, bet_of(CASES["1"]))
    change(page, "wrong.case", "2")
    assert verdict(page, bet_of(CASES["2"])) == ""


def test_what_each_slip_says_of_itself_is_so():
    every = {
        name: what_if_figures.noising_of(BYTES, name, 0, tuple(what_if_figures.MEASURES)) for name in (RIGHT, *MISTAKES)
    }
    facts = {name: run.facts for name, run in every.items()}
    right = facts[RIGHT]
    assert abs(right["likeness"][-1]) < 0.04 and abs(right["likeness of fine detail"]) < 0.1
    assert facts["one draw for all"]["likeness"].min() > 0.99
    assert facts["one draw for all"]["pushes"].max() < 0.01 and right["pushes"][1:].min() > 5
    assert facts["a random tenth"]["untouched"][10] == pytest.approx(0.9**10, abs=0.03)
    assert facts["a random tenth"]["likeness"][-1] > 0.3
    assert facts["soft splats"]["likeness of fine detail"] > 0.9
    assert facts["multiply"]["dark"][10] < right["dark"][10] / 2 and facts["multiply"]["largest"][-1] > 10_000
    assert facts["never shrink"]["variance"][-1] > 7 and right["variance"][-1] == pytest.approx(1, abs=0.06)
    # the last step alone hides the cat
    assert facts["from the original"]["likeness"][-5] > 0.5 > 0.1 > facts["from the original"]["likeness"][-1]


def test_the_spectrum_of_the_right_draws_is_flat_and_that_of_splats_falls():
    page = opened(WHAT_IF, {"wrong.case": NUMBER["soft splats"]}, bets={bet_of("soft splats"): SHOW_ME})
    spec, curves = track(change(page, "folds-2-6", "Measured"), "wrong.measured", "fault")
    assert [line["name"] for line in spec["lines"]] == ["all alike", "the right way", "the slip"]
    assert not curves["y0"].any()
    # powers of ten: a ring of a few waves scatters more than a ring of many
    assert np.abs(curves["y1"][:, 3:]).max() < 0.35 and np.abs(curves["y1"][:, 3:].mean()) < 0.05
    assert (curves["y2"][:, 0] > 1).all() and (np.nan_to_num(curves["y2"][:, 24:], nan=-9) < -4).all()


def test_what_is_shown_as_evidence_is_the_picture_that_was_not_hidden():
    original = pictures.to_signed(BYTES)[0]
    for name, fine in (("one draw for all", False), ("soft splats", True)):
        field = what_if_figures.EVIDENCE[name][1]
        shown = [what_if_figures.noising_of(BYTES, which, 0, (field,)) for which in (name, RIGHT)]
        seen = [pictures.to_signed(run.facts[field].tobytes())[0] for run in shown]
        wanted = fine_part(original, ring=what_if_figures.FINE) if fine else original
        assert likeness(seen[0], wanted) > 0.85 and abs(likeness(seen[1], wanted)) < 0.1


def test_no_answer_is_offered_that_is_no_slip():
    assert {one for three in what_if_words.OPTIONS.values() for one in three} <= set(what_if_words.WHY_NOT)
    assert what_if.CASES["1"] == next(iter(MISTAKES))


def test_three_slips_are_offered_and_the_others_to_who_asks_for_more():
    page = opened(WHAT_IF)
    assert control(page, "wrong.case").options == ["1", "2", "3"]
    assert control(change(page, "wrong.more", True), "wrong.case").options == list(CASES)
    change(page, "wrong.case", "5")
    assert bet_of(CASES["5"]) in cards(page)
    change(page, "wrong.more", False)
    assert bet_of(CASES["5"]) in cards(page), "what is on show stays on show"
    assert control(change(page, "wrong.case", "2"), "wrong.case").options == ["1", "2", "3"]
    assert bet_of(CASES["2"]) in cards(page)
