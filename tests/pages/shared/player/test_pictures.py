"""Tracks that are pictures: what is sent is what was given."""

import numpy as np
import pytest

from pages.shared.player import (
    Drop,
    Mixture,
    Particles,
    Pictures,
    Windows,
)


def test_the_box_of_particles_spans_all_of_uint16_and_holds_them_inside():
    sent = Particles("p", np.array([[[0.0, 1.0], [0.5, 1.2], [-0.1, 0.25]]])).arrays()["positions"]
    assert sent.tolist() == [[[0, 65535], [32768, 65535], [0, 16384]]]


def test_a_drops_ways_are_sent_beyond_the_walls_and_right_to_half_a_unit():
    ways = np.random.default_rng(2).normal(0, 0.7, (5, 40, 2))
    drop = Drop("d", ways, at=(0.2, 0.9), outline=np.zeros((3, 2)))
    sent, unit = drop.arrays()["positions"], drop.spec()["unit"]
    assert sent.dtype == np.int16 and abs(sent * unit).max() > 1
    np.testing.assert_allclose(sent * unit, ways, atol=unit / 2 * 1.001)
    assert drop.spec()["at"] == [0.2, 0.9] and drop.arrays()["outline"].shape == (3, 2)
    assert "outline" not in Drop("d", ways).arrays() and Drop("d", ways).frames == 5


@pytest.mark.parametrize(("store", "unit"), [("float32", 1e-6), ("int16", 4.3 / 32767)])
def test_a_mixture_is_sent_within_its_stated_precision_and_unclipped(store, unit):
    rng = np.random.default_rng(1)
    first, second = rng.uniform(-1, 1, (4, 4, 3)), rng.uniform(-4.3, 4.3, (4, 4, 3))
    sent = Mixture("m", first, second, np.array([[0.6, 0.8], [1, 0]]), store=store).arrays()
    found = sent["table"][0, 0] * sent["parts"][0] + sent["table"][0, 1] * sent["parts"][1].astype(np.float64)
    np.testing.assert_allclose(found, 0.6 * first + 0.8 * second, atol=unit)
    assert abs(found).max() > 1.5


def test_a_picture_of_several_frames_is_sent_once():
    one, other = np.zeros((2, 2, 3), np.uint8), np.ones((2, 2, 3), np.uint8)
    film = Pictures("p", np.stack([one, other, other, one]))
    sent = film.arrays()
    assert (
        film.frames == 4 and (sent["pixels"] == np.stack([one, other])).all() and sent["order"].tolist() == [0, 1, 1, 0]
    )
    assert set(Pictures("p", np.stack([other, one])).arrays()) == {"pixels"}


def test_pictures_say_whether_values_were_cut_off():
    inside, outside = np.full((1, 4, 4, 3), 1.0), np.full((1, 4, 4, 3), -1.2)
    assert not Pictures("p", inside).spec()["clipped"] and Pictures("p", outside).spec()["clipped"]
    assert not Pictures("p", np.full((1, 4, 4, 3), 255, np.uint8)).spec()["clipped"]


def test_a_pixel_read_exactly_is_sent_beside_the_pictures():
    values = np.array([[1.234, -5.0, 0.001]])
    track = Pictures("p", np.zeros((1, 4, 4, 3)), exact=((2, 3), values))
    assert track.spec()["exact"] == (2, 3)
    np.testing.assert_allclose(track.arrays()["exact"], values, rtol=1e-6)
    assert "exact" not in Pictures("p", np.zeros((1, 4, 4, 3))).arrays()


def test_each_window_is_sent_once_with_its_light_in_every_frame():
    pictures, light = np.full((2, 4, 4, 3), [[[[-1.0]]], [[[1.0]]]]), np.array([[0.0, 1.0], [0.5, 0.25], [1.0, 0.0]])
    wall = Windows("wall", pictures, light)
    sent = wall.arrays()
    assert wall.frames == 3 and sent["pixels"].shape == (2, 4, 4, 3) and sent["pixels"][1].min() == 255
    assert sent["light"].tolist() == [[0, 255], [128, 64], [255, 0]]
    with pytest.raises(ValueError, match="one light"):
        Windows("wall", pictures, light[:, :1])
