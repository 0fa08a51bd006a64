"""Level 2: what the page says of one pixel is what the steps do."""

import math
import re

import numpy as np
import pytest
import torch

from pages.levels.noise import one_pixel_figures, scales, whole_picture_figures
from pages.levels.noise.one_pixel_figures import FILM, PIXEL, STEP
from pages.levels.noise.scales import NUMBERS, STEPS
from pages.shared import numbers
from pages.shared.page import pictures
from pages.shared.player import to_bytes
from tests.pages.levels.noise.noise_page import (
    ARRIVAL,
    END,
    FIRST,
    SHOW_ME,
    WHAT_IF,
    messages,
    names,
    number,
    opened,
    pair_bet,
    rows,
    sound,
    stage,
    track,
    words,
)

BYTES = pictures.default().data
BETAS = scales.schedule().betas.numpy()
TOLD = {"noise.next": SHOW_ME, "noise.which": SHOW_ME}


# --- the process


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
    dots = one_pixel_figures._close_up(one.close, pixel).positions[0]
    middle = (9 * (dots.max(0) + dots.min(0)) / 2).astype(int)
    assert np.array_equal(one.close[0, middle[1], middle[0]], pictures.default().pixels()[pixel[1], pixel[0]])


def test_each_step_starts_from_the_one_before():
    one = one_pixel_figures.followed(BYTES, 1, (5, 6))
    for t in range(1, STEPS + 1):
        expected = math.sqrt(1 - BETAS[t - 1]) * one.values[t - 1] + math.sqrt(BETAS[t - 1]) * one.draws[t - 1]
        assert one.values[t] == pytest.approx(expected, abs=1e-5)


def test_a_later_step_ends_nearer_to_the_step_before_than_to_the_original():
    one = one_pixel_figures.followed(BYTES, 0, PIXEL)
    # mean distances of bells: √(2/π) of their width
    so_far = 1 - math.prod(1 - float(beta) for beta in BETAS[:STEP])
    for measured, variance in ((one.near, float(BETAS[STEP - 1])), (one.far, so_far)):
        assert measured == pytest.approx(127.5 * math.sqrt(2 / math.pi * variance), rel=0.03)


def test_at_the_end_the_numbers_fill_the_bell_whatever_they_were():
    dark, light = (np.full(NUMBERS, level, np.uint8).tobytes() for level in (0, 255))
    for data in (dark, light):
        last = whole_picture_figures.noised(data, 0).frames[-1].astype(float) / 127.5 - 1
        # the share of a bell beyond 1 and below -1, which the screen clips to white and black
        for end in (last == 1, last == -1):
            assert end.mean() == pytest.approx(0.1587 + 0.0013, abs=4 * math.sqrt(0.16 * 0.84 / NUMBERS))


def test_the_labels_say_the_share_of_noise():
    for t, label in enumerate(scales.labels()):
        share = 1 - np.prod(1 - np.linspace(1e-4, 0.02, STEPS)[:t] * 1000 / STEPS)
        moment, noise = label.split(" · noise ")
        assert moment == f"t = {t} of {STEPS}"
        assert number(noise) == pytest.approx(100 * share, abs=0.5 if 0.1 <= share < 0.99 else 0.05)
        assert ("over" in noise) == (share > 0.9999)


@pytest.mark.parametrize("share", [0.0, 1e-6, 4e-5, 0.004, 0.37, 0.995, 0.99996, 1 - 2e-9])
def test_a_rest_is_never_rounded_away(share):
    text = numbers.percent(share)
    assert (text == "0 %") == (share == 0)
    assert not text.startswith("100")


# --- one pixel


def test_on_arrival_each_experiment_is_small_and_gives_no_bet_away():
    page, end = opened(), opened(part=END)
    sizes = {key: len(message) for part in (page, opened(part=WHAT_IF), end) for key, message in messages(part).items()}
    assert set(sizes) == {
        "noise.stage",
        "whole.stage",
        "wrong.stage",
        "heaps.stage",
        "pair.clean",
        "pair.ends",
        "jump.stage",
    }
    assert max(sizes.values()) <= ARRIVAL, sizes
    assert stage(page, "noise.stage")[0]["frames"] == 1
    assert len(track(page, "noise.stage", "bell")[0]["lines"]) == 2
    assert names(page, "whole.stage") == ["picture"] and names(end, "jump.stage") == ["walk"]
    assert "different draws" not in words(end)


def test_once_told_no_experiment_sends_more_than_a_megabyte():
    bets = dict.fromkeys(("noise.heaps", pair_bet(), "noise.jump", "wrong.shrink"), SHOW_ME)
    told = [opened(bets | TOLD, part) for part in (FIRST, WHAT_IF, END)]
    sizes = {key: len(message) for part in told for key, message in messages(part).items()}
    assert len(sizes) == 7 and max(sizes.values()) <= 1_000_000, sizes


def test_the_numbers_of_a_step_add_up():
    said = rows(opened(TOLD), "noise.stage", "sum")
    one = one_pixel_figures.followed(BYTES, 0, PIXEL)
    for t in (1, STEP, FILM):
        before, grey, chance, now = (
            number(said[label][t]) for label in (one_pixel_figures.LEFT, "to grey", "chance adds", "now")
        )
        assert now == pytest.approx(before + grey + chance, abs=0.16)
        assert before == pytest.approx(127.5 * (one.values[t - 1, 0] + 1), abs=0.06)
        assert grey == pytest.approx((math.sqrt(1 - BETAS[t - 1]) - 1) * (before - 127.5), abs=0.06)
        assert chance == pytest.approx(127.5 * math.sqrt(BETAS[t - 1]) * one.draws[t - 1, 0], abs=0.06)


def test_the_step_before_the_bet_is_said_in_the_formula():
    page = opened()
    (said,) = [block.value for block in page.latex if "0.0" in block.value or "0.1" in block.value]
    new, shrink, old, small, draw = (float(found) for found in re.findall(r"-?\+?\d+\.\d+", said))
    assert new == pytest.approx(shrink * old + small * draw, abs=1e-3)
    assert shrink**2 + small**2 == pytest.approx(1, abs=1e-3)
    assert rows(page, "noise.stage", "sum")["now"] == [f"= {127.5 * (new + 1):.1f}"]


def test_every_bell_stands_around_the_shrunk_old_value_and_the_next_around_the_new():
    page = opened(TOLD)
    bell = track(page, "noise.stage", "bell")[1]
    one = one_pixel_figures.followed(BYTES, 0, PIXEL)
    levels, spacing = scales.to_levels(one.values[:, 0]), float(np.diff(bell["x"])[0])
    assert bell["at"][1:] == pytest.approx(levels[1 : FILM + 1], abs=0.01)
    for t in (3, STEP, FILM):
        for name, step in (("y1", t), ("y2", t + 1)):
            middle = (math.sqrt(1 - BETAS[step - 1]) * one.values[step - 1, 0] + 1) * 127.5
            width = 127.5 * math.sqrt(BETAS[step - 1])
            weights = bell[name][t]
            assert abs(bell["x"][weights.argmax()] - middle) <= spacing
            inside = (weights > math.exp(-0.5)).sum() * spacing
            assert inside == pytest.approx(2 * width, abs=2.1 * spacing)
    assert np.isnan(bell["y1"][0]).all()


def test_the_bet_changes_nothing_but_that_the_next_bell_stands_there():
    before, after = (track(page, "noise.stage", "bell")[1] for page in (opened(), opened(TOLD)))
    assert np.array_equal(before["x"], after["x"])
    for name in ("y0", "y1"):
        assert np.array_equal(before[name][0], after[name][STEP], equal_nan=True)


def test_the_red_green_and_blue_of_the_pixel_are_drawn_and_the_one_followed_stands_out():
    spec, path = track(opened(TOLD, noise_channel="Green"), "noise.stage", "path")
    one = one_pixel_figures.followed(BYTES, 0, PIXEL)
    assert path["y"] == pytest.approx(scales.to_levels(one.values).T, abs=0.01)
    assert [(line["name"], line["dash"]) for line in spec["lines"]] == [
        ("red", "role"), ("green", "solid"), ("blue", "dashed"),
    ]  # fmt: skip


def test_both_scales_of_the_value_are_said():
    red = pictures.default().pixels()[PIXEL[1], PIXEL[0], 0]
    assert f"In the file its red is **{red}** of 255" in words(opened())
    assert f"it is **{red / 127.5 - 1:.2f}**" in words(opened())


def test_another_pixel_from_the_address_is_another_path():
    page, other = opened(TOLD), opened(TOLD, noise_pixel="40.50")
    assert stage(other, "noise.stage")[0]["pixel"] == [40, 50]
    paths = [track(one, "noise.stage", "path")[1]["y"] for one in (page, other)]
    assert not np.array_equal(*paths)


@pytest.mark.parametrize("pixel", ["64.0", "0.64", "-1.3", "1", "a.b", "٣.٣", "1e1.2", "999999.1"])
def test_a_pixel_outside_the_picture_is_the_usual_one(pixel):
    assert stage(opened(noise_pixel=pixel), "noise.stage")[0]["pixel"] == list(PIXEL)


def test_the_seed_changes_the_path():
    page = opened(TOLD)
    before = track(page, "noise.stage", "path")[1]["y"]
    page.number_input(key="noise.seed").set_value(99_999)
    after = track(sound(page.run()), "noise.stage", "path")[1]["y"]
    assert np.array_equal(before[:, 0], after[:, 0]) and not np.isclose(before[:, 1:], after[:, 1:]).any()


def test_a_wrong_bet_on_the_next_bell_is_answered_with_its_reason():
    page = opened()
    page.pills(key="bet.noise.next").set_value("Around the old value again")
    said = words(sound(page.run()))
    assert "**It is:** Around the new value" in said and f"Then step {STEP} would be forgotten" in said
    header = stage(page, "noise.stage")[0]
    assert header["frames"] == FILM + 1 and header["start"] == STEP


def test_on_the_screen_stands_what_the_player_would_make_of_it():
    x = torch.randn(2, 3, 64, 64, generator=torch.Generator().manual_seed(1))
    assert np.array_equal(scales.on_screen(x), to_bytes(x))
