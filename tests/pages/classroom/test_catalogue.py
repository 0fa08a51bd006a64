"""A class is asked what a visitor is asked, and told what a visitor is told: all of it stands on the bet's own page."""

import io

import numpy as np
import pytest
from PIL import Image

from pages.classroom import catalogue, pictures
from pages.classroom.answers import answers, name_of
from pages.classroom.catalogue import BETS, NAMES
from pages.classroom.states import ANSWERS
from pages.server import shared_runs
from pages.shared.page.bets import SHOW_ME
from pages.shared.page.state import anchor
from pages.site_map import PARTS
from tests import ROOT
from tests.pages.driver import cards, opened
from tests.pages.driver import job as drawn_on

SEED = 7
QUICK = [name for name in NAMES if name not in ("part_of_the_way", "choosing", "never_seen")]


def seed_of(name: str) -> int:
    usual = catalogue.bet_of(name).SEED
    return SEED if usual is None else usual


def path(name: str) -> str:
    return catalogue.experiment(name).page.path


@pytest.mark.usefixtures("tiny_engine")
@pytest.mark.parametrize("name", NAMES)
def test_a_class_is_asked_word_for_word_what_the_page_asks(name):
    seed = seed_of(name)
    asked = catalogue.asked(name, seed)
    card = cards(opened(path(name), {catalogue.bet_of(name).PARAMETER: str(seed)}))[asked.key]
    assert (card["question"], tuple(card["options"])) == (asked.question, asked.options)
    assert len(asked.options) == ANSWERS


@pytest.mark.usefixtures("tiny_engine")
@pytest.mark.parametrize("name", QUICK)
def test_a_class_is_told_what_the_page_says_of_the_same_run(name):
    seed = seed_of(name)
    told, asked = catalogue.answer(name, seed), catalogue.asked(name, seed)
    page = opened(path(name), {catalogue.bet_of(name).PARAMETER: str(seed)}, bets={asked.key: SHOW_ME})
    card = cards(page)[asked.key]
    assert (card["right"], card["headline"]) == (asked.options[told.right], told.says)


@pytest.mark.usefixtures("tiny_engine")
def test_a_seed_that_was_chosen_is_the_one_that_the_page_opens_with():
    for name in NAMES:
        bet = catalogue.bet_of(name)
        if bet.SEED is not None:
            page = opened(path(name), bets={catalogue.asked(name, bet.SEED).key: SHOW_ME})
            assert page.session_state[bet.PARAMETER] == bet.SEED, name


@pytest.mark.usefixtures("tiny_engine")
def test_sixteen_green_rabbits_are_drawn_once_for_all_and_stand_on_the_page():
    from pages.levels.network.anew.never_seen import USUAL, job_of

    seed = seed_of("never_seen")
    told, asked, job = catalogue.answer("never_seen", seed), catalogue.asked("never_seen", seed), job_of(USUAL, seed)
    assert shared_runs.book.finished_at(job)
    page = opened(path("never_seen"), {"pairs.seed": str(seed)}, bets={asked.key: SHOW_ME})
    assert drawn_on(page, "pairs.many") == job
    card = cards(page)[asked.key]
    assert (card["right"], card["headline"]) == (asked.options[told.right], told.says)


@pytest.mark.usefixtures("tiny_engine")
def test_how_far_the_cat_comes_back_is_the_record_s_answer_and_its_film_is_there_for_all():
    from pages.classroom.bets import part_of_the_way
    from pages.levels.network.cat.part_of_the_way import said, verdict
    from pages.levels.network.cat.part_of_the_way_figures import CAT
    from pages.shared.keeping.with_progress import already_worked

    name, seed = "part_of_the_way", seed_of("part_of_the_way")
    film = ("partway.film", (CAT, seed, len(part_of_the_way.AT)))
    assert not already_worked(*film)
    told = catalogue.answer(name, seed)
    assert already_worked(*film)
    assert (catalogue.asked(name, seed).options[told.right], told.says) == (verdict(), said())


def test_what_costs_least_is_measured_once_memory_knows_its_pictures(monkeypatch):
    from pages.levels.network.blur import gallery
    from pages.levels.network.blur.choosing import right_of, said
    from pages.levels.network.blur.choosing_figures import costs

    monkeypatch.setattr(gallery, "COUNT", 60)
    told = catalogue.answer("choosing", 5)
    cost = costs(60, 5)
    assert (catalogue.asked("choosing", 5).options[told.right], told.says) == (right_of(cost), said(cost))


@pytest.mark.parametrize("name", NAMES)
def test_each_wrong_answer_has_its_reason_and_only_answers_have(name):
    found, asked = catalogue.reasons(name, seed_of(name)), catalogue.asked(name, seed_of(name))
    assert set(found) <= set(range(len(asked.options))) and len(found) >= len(asked.options) - 1
    assert all(why.endswith((".", "?", ".)")) for why in found.values())


@pytest.mark.parametrize("name", NAMES)
def test_the_run_of_the_class_stands_in_the_address_of_the_experiment(name):
    seed = seed_of(name)
    page, _, heading = catalogue.address(name, seed).partition("#")
    found = catalogue.experiment(name)
    assert page == f"{found.page.path}?{catalogue.bet_of(name).PARAMETER}={seed}" and found.page in PARTS
    assert heading == anchor(found.number)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_asked_about_is_shown_and_says_how_wide_it_is(name):
    shown = Image.open(io.BytesIO(pictures.drawn(name, seed_of(name))))
    assert np.asarray(shown.convert("RGB")).std() > 20
    count = catalogue.bet_of(name).PICTURES
    assert shown.size == (pictures.width(count), pictures.SIDE)


def test_the_two_glasses_are_those_of_the_page():
    one, other = (
        np.asarray(Image.open(io.BytesIO(pictures.drawn("heart_or_ring", seed))).convert("L")) for seed in (1, 2)
    )
    assert (one != other).any()


def test_a_bet_is_the_one_of_that_name_in_the_answer_key_and_on_its_page():
    for name, function in BETS.items():
        known, seed = answers()[name], seed_of(function)
        asked, found = catalogue.asked(function, seed), catalogue.experiment(function)
        assert name_of(asked.key) == name
        assert (known.page, known.anchor) == (found.page.path, anchor(found.number))
        assert (known.question, known.options) == (asked.question, asked.options)
        assert {known.options[place] for place in catalogue.reasons(function, seed)} >= set(known.reasons)


def test_each_module_of_a_bet_is_in_the_catalogue():
    modules = {path.stem for path in (ROOT / "pages" / "classroom" / "bets").glob("*.py")}
    assert modules - {"__init__", "specks"} == set(NAMES)
