"""Level 2: the film of the whole picture, the bet on it, the links, and the answers."""

import numpy as np
import pytest

from pages.levels.noise import scales, whole_picture_figures
from pages.levels.noise.scales import CHANNELS, STEPS
from pages.shared.page import pictures
from pages.shared.player import to_bytes
from tests.pages.levels.noise.noise_page import END, FIRST, SHOW_ME, WHAT_IF, names, opened, sound, stage, track, words

BYTES = pictures.default().data
TOLD = {"noise.next": SHOW_ME, "noise.which": SHOW_ME}


def test_the_film_shows_the_run_and_the_field_its_draws():
    page = opened(TOLD, whole_seed="5")
    film = whole_picture_figures.noised(BYTES, 5)
    at = list(whole_picture_figures.EACH)
    assert np.array_equal(track(page, "whole.stage", "picture")[1]["pixels"], film.frames)
    assert np.array_equal(track(page, "whole.stage", "draws")[1]["pixels"], film.fields)
    assert stage(page, "whole.stage")[0]["labels"] == scales.labels(at)
    assert at[:11] == list(range(11)) and at[-1] == STEPS


def test_a_bet_brings_the_count_and_the_reasons():
    page = opened()
    page.pills(key="bet.noise.which").set_value("A random tenth of them")
    said = words(sound(page.run()))
    assert f"**{whole_picture_figures.noised(BYTES, 0).changed:,}** of 12,288 changed" in said
    assert "**It is:** All, each by its own amount" in said
    assert "Then the rest would still be clean" in said


def test_who_follows_a_link_to_a_moment_sees_the_whole_run():
    link = {"moment": "whole.20~jump.3"}
    page, end = opened(**link), opened(part=END, **link)
    assert stage(page, "whole.stage")[0]["frames"] == len(whole_picture_figures.EACH)
    assert names(end, "jump.stage")[:2] == ["walk", "jump"]
    assert stage(page, "noise.stage")[0]["frames"] == 1


def test_each_question_of_the_level_has_an_answer():
    said = "\n".join(words(opened(part=part)) for part in (FIRST, WHAT_IF, END))
    for name in ("Q5", "Q6", "Q7", "Q8", "Q9", "Q10"):
        (answer,) = [line for line in said.splitlines() if line.startswith(f"**{name} ")]
        assert 2 <= answer.split("** ", 1)[1].count(".") <= 5


def test_the_bytes_and_the_signed_scale_are_one_picture():
    assert np.array_equal(to_bytes(pictures.to_signed(BYTES))[0].tobytes(), BYTES)
    assert CHANNELS == ("red", "green", "blue")


def test_a_histogram_counts_every_value_between_its_edges():
    values = np.random.default_rng(0).normal(size=(3, 500, 2)) * 2
    for edges in (np.linspace(-4, 4, 65), np.linspace(-1.5, 2.5, 81)):
        expected = [np.histogram(row, edges)[0] / (1000 * np.diff(edges)) for row in values]
        assert scales.heights(values, edges) == pytest.approx(np.stack(expected))
