"""Level 2: the schedule, the scales and the film that its experiments share are the process itself."""

import math

import numpy as np
import pytest
import torch

from diffusion_core.process.schedules import make_schedule
from pages.levels.noise import scales, whole_picture_figures
from pages.levels.noise.scales import NUMBERS, STEPS
from pages.shared.page import pictures
from pages.shared.player import to_bytes
from tests.pages.driver import number

BYTES = pictures.default().data


def test_the_channels_are_red_green_and_blue_in_this_order():
    assert scales.CHANNELS == ("red", "green", "blue")


def test_one_step_changes_every_number_by_an_amount_of_its_own():
    film = whole_picture_figures.noised(BYTES, 0)
    # a change may vanish by rounding; that a whole tenth does is impossible
    assert film.changed >= NUMBERS - 5
    assert film.different > 0.99 * NUMBERS


def test_each_moment_has_its_frame_and_its_draws_and_the_first_is_the_picture():
    film = whole_picture_figures.noised(BYTES, 0)
    assert film.frames.shape == (len(whole_picture_figures.EACH), 64, 64, 3)
    assert film.fields.shape == (len(whole_picture_figures.EACH), 64, 64, 3)
    assert film.frames[0].tobytes() == BYTES
    assert not film.counts[0].any()


def test_the_draws_of_every_step_fill_the_bell():
    counts = whole_picture_figures.noised(BYTES, 0).counts
    middles = (whole_picture_figures.EDGES[1:] + whole_picture_figures.EDGES[:-1]) / 2
    expected = scales.bell(middles)
    width = np.diff(whole_picture_figures.EDGES)[0]
    errors = np.sqrt(expected / (NUMBERS * width))
    assert (np.abs(counts[1:] - expected) < 5 * errors + 0.002).all()


def test_at_the_end_the_numbers_fill_the_bell_whatever_they_were():
    dark, light = (np.full(NUMBERS, level, np.uint8).tobytes() for level in (0, 255))
    for data in (dark, light):
        last = whole_picture_figures.noised(data, 0).frames[-1].astype(float) / 127.5 - 1
        # the share of a bell beyond 1 and below -1, which the screen clips to white and black
        for end in (last == 1, last == -1):
            assert end.mean() == pytest.approx(0.1587 + 0.0013, abs=4 * math.sqrt(0.16 * 0.84 / NUMBERS))


def test_the_labels_say_the_share_of_noise():
    left = [math.cos((t / STEPS + 0.008) / 1.008 * math.pi / 2) ** 2 for t in range(STEPS + 1)]
    for t, label in enumerate(scales.labels()):
        share = 1 - left[t] / left[0]
        moment, noise = label.split(" · noise ")
        assert moment == f"step {t} of {STEPS}"
        assert number(noise) == pytest.approx(100 * share, abs=0.5 if 0.1 <= share < 0.99 else 0.05)
        assert ("over" in noise) == (share > 0.9999)


def test_the_way_into_the_noise_is_the_same_however_finely_it_is_cut():
    coarse, fine = scales.plan(STEPS).alpha_bar, scales.plan(20 * STEPS).alpha_bar
    # but for the last step, which is cut off before it has hidden all
    assert coarse[:-1].numpy() == pytest.approx(fine[::20][:-1].numpy(), abs=1e-9)
    assert scales.plan(1000).alpha_bar.equal(make_schedule("cosine").alpha_bar)


def test_on_the_screen_stands_what_the_player_would_make_of_it():
    x = torch.randn(2, 3, 64, 64, generator=torch.Generator().manual_seed(1))
    assert np.array_equal(scales.on_screen(x), to_bytes(x))


def test_a_histogram_counts_every_value_between_its_edges():
    values = np.random.default_rng(0).normal(size=(3, 500, 2)) * 2
    for edges in (np.linspace(-4, 4, 65), np.linspace(-1.5, 2.5, 81)):
        expected = [np.histogram(row, edges)[0] / (1000 * np.diff(edges)) for row in values]
        assert scales.heights(values, edges) == pytest.approx(np.stack(expected))
