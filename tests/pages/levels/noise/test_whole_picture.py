"""Level 2: the film of the whole picture, the bet on it, and the links."""

import numpy as np

from diffusion_core.common.randomness import generator
from diffusion_core.process.forward import small_steps
from diffusion_core.sampling.defaults import STEPS as STEPS_BACK
from pages.levels.ink import family_figures
from pages.levels.noise import scales, whole_picture_figures
from pages.levels.noise.jump_figures import STEPS as STEPS_AT_ONCE
from pages.levels.noise.scales import NUMBERS, STEPS
from pages.shared.page import pictures
from pages.shared.page.bets import SHOW_ME
from tests.pages.driver import bet, cards, change, names, opened, sent, track, verdict, words

FIRST, END = "level-2", "level-2-end"
BYTES = pictures.default().data
TOLD = {"noise.which": SHOW_ME}


def test_the_film_shows_the_run_and_beside_it_what_chance_adds():
    page = opened(FIRST, {"whole.seed": "5"}, bets=TOLD)
    film = whole_picture_figures.noised(BYTES, 5)
    at = list(whole_picture_figures.EACH)
    assert np.array_equal(track(page, "whole.stage", "picture")[1]["pixels"], film.frames)
    assert np.array_equal(track(page, "whole.stage", "added")[1]["pixels"], film.fields)
    assert sent(page, "whole.stage")[0]["labels"] == scales.labels(at)
    assert set(np.diff(at)) == {3} and at[-1] == STEPS


def test_what_chance_adds_is_shown_as_strong_as_it_is():
    x0 = pictures.to_signed(BYTES)
    run = [x0, *small_steps(x0, scales.schedule(), generator(5))]
    fields = whole_picture_figures.noised(BYTES, 5).fields
    betas = scales.schedule().betas
    for frame, t in list(enumerate(whole_picture_figures.EACH))[1:]:
        added = run[t] - (1 - betas[t - 1]) ** 0.5 * run[t - 1]
        shown = fields[frame].transpose(2, 0, 1) / 127.5 - 1
        assert np.abs(shown - added[0].clamp(-1, 1).numpy()).max() < 0.005, t
    assert (fields[0] == 128).all()
    # "faint at first, then more and more"
    spread = fields[1:].astype(float).std((1, 2, 3))
    assert (np.diff(spread) > 0).all() and spread[0] < 12 and spread[-1] > 80


def test_the_picture_dissolves_by_itself_on_arrival_and_starts_clean():
    header = sent(opened(FIRST), "whole.stage")[0]
    assert header["autoplay"] and header["start"] == 0
    assert set(np.diff(whole_picture_figures.FEW)) == {6}


def test_the_pushes_are_counted_for_who_asks():
    page = change(opened(FIRST), "folds-2-1", "The pushes, counted")
    counts = whole_picture_figures.noised(BYTES, 0).counts
    assert np.array_equal(track(page, "whole.counted", "bars")[1]["counts"], counts)


def test_the_numbers_of_steps_are_reconciled_where_they_first_differ():
    said = words(change(opened(FIRST), "folds-2-1", "How many steps?"))
    assert f"Here it's {STEPS} steps" in said and f"{STEPS_AT_ONCE:,} are usual" in said
    assert f"the guide in fresh water took {family_figures.STEPS} steps" in said
    assert f"Level 4 takes {STEPS_BACK}," in said
    # the way back is not said to be the same however finely it is cut
    assert "On the way *into* the noise it makes no difference" in said and "On the way *back* it does" in said


def test_a_bet_brings_the_count_and_the_reasons():
    page = opened(FIRST)
    said = words(bet(page, "noise.which", "A random tenth of them"))
    changed = whole_picture_figures.noised(BYTES, 0).changed
    assert changed == NUMBERS and "All of them. Step 30 changed all **12,288** numbers" in verdict(page, "noise.which")
    assert cards(page)["noise.which"]["right"] == "All, each by its own amount"
    assert "Then most of the second picture would stay plain grey" in said


def test_who_follows_a_link_to_a_moment_sees_the_whole_run():
    link = {"moment": "whole.20~jump.3"}
    page, end = opened(FIRST, link), opened(END, link)
    assert sent(page, "whole.stage")[0]["frames"] == len(whole_picture_figures.EACH)
    assert names(end, "jump.stage")[:2] == ["walk", "jump"] and sent(end, "jump.stage")[0]["moment"] == "jump"
