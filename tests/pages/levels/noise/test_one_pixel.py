"""Level 2: what the page says of one pixel is what the steps do."""

import math
import re

import numpy as np
import pytest

from diffusion_core.common.randomness import generator
from diffusion_core.process.forward import small_steps
from diffusion_core.process.mistakes import MISTAKES, run
from pages.levels.noise import one_pixel_figures, scales, whole_picture_figures
from pages.levels.noise.one_pixel_figures import BARE, FADES, FILM, PIXEL
from pages.levels.noise.scales import STEPS
from pages.shared.page import pictures
from tests.pages.driver import change, number, numbers, opened, sent, track, words

FIRST = "level-2"
BYTES = pictures.default().data
BETAS = scales.schedule().betas.numpy()


def test_the_pixel_that_is_followed_belongs_to_the_film():
    film, (x, y) = whole_picture_figures.noised(BYTES, 3), (20, 45)
    one = one_pixel_figures.followed(BYTES, 3, (x, y))
    shown = np.rint(scales.to_levels(one.values)).clip(0, 255)
    at = list(whole_picture_figures.EACH)
    assert np.array_equal(shown[at], film.frames[:, y, x])
    assert np.array_equal(one.close[at], film.frames[:, y - 4 : y + 5, x - 4 : x + 5])


@pytest.mark.parametrize("pixel", [(0, 0), (63, 63), (2, 61)])
def test_the_close_up_at_an_edge_shows_nine_by_nine_with_the_pixel_in_its_frame(pixel):
    one = one_pixel_figures.followed(BYTES, 0, pixel)
    assert one.close.shape == (STEPS + 1, 9, 9, 3)
    shown = one_pixel_figures.tracks(pictures.default(), one, pixel, "red")
    dots = next(track for track in shown if track.name == "close").positions[0]
    middle = (9 * (dots.max(0) + dots.min(0)) / 2).astype(int)
    assert np.array_equal(one.close[0, middle[1], middle[0]], pictures.default().pixels()[pixel[1], pixel[0]])


def test_the_film_stops_early_and_the_bar_says_that_the_way_goes_on():
    header = sent(opened(FIRST), "noise.stage")[0]
    assert header["frames"] < STEPS + 1 == header["whole"]


def test_each_step_starts_from_the_one_before():
    one = one_pixel_figures.followed(BYTES, 1, (5, 6))
    for t in range(1, STEPS + 1):
        expected = math.sqrt(1 - BETAS[t - 1]) * one.values[t - 1] + math.sqrt(BETAS[t - 1]) * one.draws[t - 1]
        assert one.values[t] == pytest.approx(expected, abs=1e-5)


def test_the_numbers_of_a_step_add_up():
    said = numbers(opened(FIRST), "noise.stage", "sum")
    one = one_pixel_figures.followed(BYTES, 0, PIXEL)
    for t in (1, 7, FILM):
        before, grey, chance, now = (
            number(said[label][t]) for label in (one_pixel_figures.LEFT, FADES, "chance adds", "now")
        )
        assert now == pytest.approx(before + grey + chance, abs=0.16)
        assert before == pytest.approx(127.5 * (one.values[t - 1, 0] + 1), abs=0.06)
        assert grey == pytest.approx((math.sqrt(1 - BETAS[t - 1]) - 1) * (before - 127.5), abs=0.06)
        assert chance == pytest.approx(127.5 * math.sqrt(BETAS[t - 1]) * one.draws[t - 1, 0], abs=0.06)


def test_it_starts_at_step_1_whose_numbers_are_those_of_the_formula():
    page = change(opened(FIRST), "folds-2-2", "Formula")
    (said,) = [block.value for block in page.latex if re.search(r"\d\.\d\d", block.value)]
    new, shrink, old, small, draw = (float(found) for found in re.findall(r"-?\+?\d+\.\d+", said))
    assert new == pytest.approx(shrink * old + small * draw, abs=1e-3)
    assert shrink**2 + small**2 == pytest.approx(1, abs=1e-3) and small**2 == pytest.approx(BETAS[0], abs=1e-4)
    assert track(page, "noise.stage", "bell")[1]["at"][1] == pytest.approx(127.5 * (new + 1), abs=0.1)
    assert sent(opened(FIRST), "noise.stage")[0]["start"] == 1


def test_first_the_speck_moves_and_then_each_bell_stands_around_the_shrunk_old_value():
    page = opened(FIRST)
    spec, bell = track(page, "noise.stage", "bell")
    one = one_pixel_figures.followed(BYTES, 0, PIXEL)
    levels, spacing = scales.to_levels(one.values[:, 0]), float(np.diff(bell["x"])[0])
    assert spec["speck"] and bell["at"] == pytest.approx(levels[: FILM + 1], abs=0.01)
    assert np.isnan(bell["y1"][: BARE + 1]).all() and np.isfinite(bell["y1"][BARE + 1 :]).all()
    for t in (BARE + 1, 7, FILM):
        middle = (math.sqrt(1 - BETAS[t - 1]) * one.values[t - 1, 0] + 1) * 127.5
        width = 127.5 * math.sqrt(BETAS[t - 1])
        weights = bell["y1"][t]
        assert abs(bell["x"][weights.argmax()] - middle) <= spacing
        inside = (weights > math.exp(-0.5)).sum() * spacing
        assert inside == pytest.approx(2 * width, abs=2.1 * spacing)
        spike = bell["x"][np.nan_to_num(bell["y0"][t]).argmax()]
        assert abs(spike - levels[t - 1]) <= spacing
    assert np.isnan(bell["y0"][0]).all()


def test_the_line_reaches_past_none_and_full():
    axis = track(opened(FIRST), "noise.stage", "bell")[1]["x"]
    assert axis[0] < 0 and axis[-1] > 255


def test_without_the_fading_the_numbers_would_run_off():
    one = one_pixel_figures.followed(BYTES, 0, PIXEL)
    clean = pictures.to_signed(BYTES)
    # the pushes' variances add up, and those of the walk stay at about 1
    assert one.run_off == pytest.approx(127.5 * math.sqrt(clean.square().mean().item() + BETAS.sum()), rel=0.03)
    assert one.spread == pytest.approx(127.5, rel=0.03)
    said = words(opened(FIRST))
    assert f"about 2 of 3 numbers end within **{one.spread:.0f}** shades of the middle" in said
    assert f"Without it, within **{one.run_off:.0f}**: many far beyond" in said
    ends = {}
    for name, process in (("spread", small_steps), ("run_off", MISTAKES["never shrink"])):
        ends[name] = 127.5 * run(process, clean, scales.schedule(), generator(0))[-1].abs()
        assert (ends[name] < getattr(one, name)).float().mean().item() == pytest.approx(2 / 3, abs=0.04)
    assert (ends["run_off"] > 1.5 * 127.5).float().mean() > 0.5


def test_the_fading_is_small_at_first_and_large_in_the_end():
    kept = np.sqrt(1 - BETAS)
    assert kept[0] > 0.999 and kept[-1] < 0.1 and (np.diff(kept) < 0).all()
    assert "a little at first and more later" in words(opened(FIRST))


def test_the_red_green_and_blue_of_the_pixel_are_drawn_and_the_one_followed_stands_out():
    spec, path = track(opened(FIRST, {"noise.channel": "Green"}), "noise.stage", "path")
    one = one_pixel_figures.followed(BYTES, 0, PIXEL)
    assert path["y"] == pytest.approx(scales.to_levels(one.values).T, abs=0.01)
    assert [(line["name"], line["dash"]) for line in spec["lines"]] == [
        ("red", "role"), ("green", "solid"), ("blue", "dashed"),
    ]  # fmt: skip


def test_both_scales_of_the_value_are_said():
    red = pictures.default().pixels()[PIXEL[1], PIXEL[0], 0]
    assert f"The red of this pixel starts at **{red}**" in words(opened(FIRST))
    page = change(opened(FIRST), "folds-2-2", "Formula")
    assert f"This red starts at **{red / 127.5 - 1:.2f}**" in words(page)


def test_another_pixel_from_the_address_is_another_path():
    page, other = opened(FIRST), opened(FIRST, {"noise.pixel": "40.50"})
    assert sent(other, "noise.stage")[0]["pixel"] == [40, 50]
    paths = [track(one, "noise.stage", "path")[1]["y"] for one in (page, other)]
    assert not np.array_equal(*paths)


@pytest.mark.parametrize("pixel", ["64.0", "0.64", "-1.3", "1", "a.b", "٣.٣", "1e1.2", "999999.1"])
def test_a_pixel_outside_the_picture_is_the_usual_one(pixel):
    assert sent(opened(FIRST, {"noise.pixel": pixel}), "noise.stage")[0]["pixel"] == list(PIXEL)


def test_the_seed_changes_the_path():
    page = opened(FIRST)
    before = track(page, "noise.stage", "path")[1]["y"]
    after = track(change(page, "noise.seed", 99_999), "noise.stage", "path")[1]["y"]
    assert np.array_equal(before[:, 0], after[:, 0]) and not np.isclose(before[:, 1:], after[:, 1:]).any()
