"""Level 2: the film of the whole picture, the bet on it, and the links."""

import numpy as np

from diffusion_core.sampling.defaults import STEPS as STEPS_BACK
from pages.levels.ink import family_figures
from pages.levels.noise import scales, whole_picture_figures
from pages.levels.noise.jump_figures import STEPS as STEPS_AT_ONCE
from pages.levels.noise.scales import STEPS
from pages.shared.page import pictures
from pages.shared.page.bets import SHOW_ME
from tests.pages.driver import bet, cards, change, names, opened, sent, track, verdict, words

FIRST, END = "level-2", "level-2-end"
BYTES = pictures.default().data
TOLD = {"noise.next": SHOW_ME, "noise.which": SHOW_ME}


def test_the_film_shows_the_run_and_the_field_its_draws():
    page = opened(FIRST, {"whole.seed": "5"}, bets=TOLD)
    film = whole_picture_figures.noised(BYTES, 5)
    at = list(whole_picture_figures.EACH)
    assert np.array_equal(track(page, "whole.stage", "picture")[1]["pixels"], film.frames)
    assert np.array_equal(track(page, "whole.stage", "draws")[1]["pixels"], film.fields)
    assert sent(page, "whole.stage")[0]["labels"] == scales.labels(at)
    assert set(np.diff(at)) == {3} and at[-1] == STEPS


def test_the_picture_drowns_by_itself_on_arrival_and_starts_clean():
    header = sent(opened(FIRST), "whole.stage")[0]
    assert header["autoplay"] and header["start"] == 0
    assert set(np.diff(whole_picture_figures.FEW)) == {15}


def test_the_draws_are_counted_for_who_asks():
    page = change(opened(FIRST), "folds-2-1", "The draws, counted")
    counts = whole_picture_figures.noised(BYTES, 0).counts
    assert np.array_equal(track(page, "whole.counted", "bars")[1]["counts"], counts)


def test_the_numbers_of_steps_are_reconciled_where_they_first_differ():
    said = words(opened(FIRST))
    assert f"The guide of level 1 took {family_figures.STEPS}, here it's {STEPS}" in said
    assert f"{STEPS_AT_ONCE:,} are usual" in said and f"comes back out in {STEPS_BACK}" in said


def test_a_bet_brings_the_count_and_the_reasons():
    page = opened(FIRST)
    said = words(bet(page, "noise.which", "A random tenth of them"))
    changed = whole_picture_figures.noised(BYTES, 0).changed
    assert f"Step 1 changed **{changed:,}** of 12,288 numbers" in verdict(page, "noise.which")
    assert cards(page)["noise.which"]["right"] == "All, each by its own amount"
    assert "Then most of what chance adds would be grey" in said


def test_who_follows_a_link_to_a_moment_sees_the_whole_run():
    link = {"moment": "whole.20~jump.3"}
    page, end = opened(FIRST, link), opened(END, link)
    assert sent(page, "whole.stage")[0]["frames"] == len(whole_picture_figures.EACH)
    assert names(end, "jump.stage")[:2] == ["walk", "jump"]
    assert sent(page, "noise.stage")[0]["frames"] == 1
