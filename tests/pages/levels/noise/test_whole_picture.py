"""Level 2: the film of the whole picture, the bet on it, and the links."""

import numpy as np

from pages.levels.noise import scales, whole_picture_figures
from pages.levels.noise.scales import STEPS
from pages.shared.page import pictures
from pages.shared.page.bets import SHOW_ME
from tests.pages.driver import bet, cards, names, opened, sent, track, verdict, words

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
    assert at[:11] == list(range(11)) and at[-1] == STEPS


def test_a_bet_brings_the_count_and_the_reasons():
    page = opened(FIRST)
    said = words(bet(page, "noise.which", "A random tenth of them"))
    changed = whole_picture_figures.noised(BYTES, 0).changed
    assert f"**{changed:,}** of 12,288 numbers changed" in verdict(page, "noise.which")
    assert cards(page)["noise.which"]["right"] == "All, each by its own amount"
    assert "Then the rest would still be clean" in said


def test_who_follows_a_link_to_a_moment_sees_the_whole_run():
    link = {"moment": "whole.20~jump.3"}
    page, end = opened(FIRST, link), opened(END, link)
    assert sent(page, "whole.stage")[0]["frames"] == len(whole_picture_figures.EACH)
    assert names(end, "jump.stage")[:2] == ["walk", "jump"]
    assert sent(page, "noise.stage")[0]["frames"] == 1
