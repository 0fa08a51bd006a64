"""The safest guess while the noise falls: what is blended, which windows are lit, and what a guess costs."""

import re

import numpy as np
import pytest
import torch

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import draw, draw_bytes, scene_of, training_seeds
from diffusion_core.process.exact_denoiser import mixture_denoiser
from diffusion_core.process.perfect_memory import memory_denoiser
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.samplers import ddpm, path, run
from pages.levels.network.blur import choosing_figures, dreaming
from pages.levels.network.blur.choosing import BLEND, BOW, ONE
from pages.levels.network.blur.choosing_figures import SURVIVORS, WINDOWS, choosing, costs, many
from pages.levels.network.blur.gallery import COUNT, gallery
from pages.levels.network.blur.levels import LEVELS, noise, told
from pages.shared.page.bets import SHOW_ME
from pages.shared.player import SAID
from tests.pages.driver import bet, change, control, names, opened, run_through, sent, track, verdict, words

PAGE = "level-4-blur"


def test_the_levels_are_even_in_log_snr_from_minus_ten_to_three_behind_pure_noise():
    assert LEVELS[0] == -np.inf and (LEVELS[1], LEVELS[-1]) == (-10, 3)
    assert set(np.diff(LEVELS[1:])) == {0.5}
    assert [one.replace("\u00a0", " ") for one in (told()[0], told()[21], told()[-1])] == [
        "noise 100 %", "noise 50 %", "noise 4.7 %",
    ]  # fmt: skip


def test_the_guess_is_the_exact_one_and_ends_on_the_picture_that_was_hidden(small_gallery):
    found = choosing(BOW)
    pictures = torch.from_numpy(gallery().pictures).float() / 127.5 - 1
    exact = mixture_denoiser(pictures)
    for frame in (0, 3, 8, 27):
        level = torch.tensor([LEVELS[frame]], dtype=torch.float64)
        alpha, sigma = torch.sigmoid(level).sqrt().float(), torch.sigmoid(-level).sqrt().float()
        noisy = alpha * found.x0 + sigma * Noise([BOW], (3, 64, 64))()
        expected = ((exact(noisy, level).x0[0].permute(1, 2, 0) + 1) * 127.5).round()
        assert np.abs(found.guesses[frame].astype(int) - expected.numpy()).max() <= 1
    hidden = draw_bytes([int(training_seeds()[BOW])])[0].permute(1, 2, 0).numpy()
    assert np.array_equal(found.guesses[-1], hidden)


def test_the_picture_on_arrival_is_the_cat_with_the_bow():
    (critter,) = scene_of(int(training_seeds()[BOW])).critters
    assert (critter.animal, critter.colour, critter.worn) == ("cat", "orange", "bow") and BOW < COUNT


def test_all_windows_are_lit_in_pure_noise_and_one_in_the_end(small_gallery):
    found = choosing(BOW)
    assert found.light.shape == (len(LEVELS), WINDOWS) and (found.light[0] == 255).all()
    assert (found.light[-1] > 0).sum() == 1 == (found.light[-1] == 255).sum()
    assert found.sharing[0] == pytest.approx(small_gallery, rel=1e-3) and found.sharing[-1] == pytest.approx(1)
    lit = (found.light > 25).sum(1)
    assert 1 < lit[8] < WINDOWS, "in between they go dark one after the other"
    assert len({window.tobytes() for window in found.windows}) == WINDOWS


def test_the_wall_shows_those_that_are_lit_the_longest_beside_some_of_the_others():
    light = torch.rand(5, 300, generator=torch.Generator().manual_seed(0)) ** 3
    shown = set(choosing_figures._shown(light, 3).tolist())
    assert len(shown) == WINDOWS and set(light.sum(0).topk(SURVIVORS).indices.tolist()) <= shown
    assert set(choosing_figures._shown(light, 4).tolist()) == shown


def test_what_each_answer_costs_is_measured_over_all_pictures(small_gallery):
    cost = costs(len(gallery()), 5)
    pictures = (torch.from_numpy(gallery().pictures).float() / 127.5 - 1).flatten(1).double()
    gaps = torch.cdist(pictures, pictures).square() / pictures.shape[1]
    blank = (Noise([5], (3, 64, 64))().clamp(-1, 1).flatten().double() - pictures).square().mean()
    middle = (pictures - pictures.mean(0)).square().mean()
    expected = [127.5 * one.sqrt().item() for one in (gaps.mean(), middle, blank)]
    assert [cost.picture, cost.blend, cost.noise] == pytest.approx(expected, rel=1e-3)


def test_the_bet_is_answered_by_what_was_measured_and_the_film_follows(small_gallery):
    page = opened(PAGE)
    assert names(page, "blur.stage") == ["noisy", "guess", "wall"]
    assert sent(page, "blur.stage")[0]["tracks"][1]["kind"] == "awaited", "nobody has drawn anything yet"
    assert "blur" not in words(page).lower().replace("why not a blur", ""), "the answer stands nowhere before"
    bet(page, "blur.safest", ONE)
    cost = costs(small_gallery, BOW)
    assert verdict(page, "blur.safest") == (
        f"Not quite. On average the blend is **{cost.blend:.0f}** shades off, one picture {cost.picture:.0f}, "
        f"the noise {cost.noise:.0f}."
    )
    header, _ = sent(page, "blur.stage")
    assert header["frames"] == 28 and header["proof"]["marks"] == ["guess", SAID] and header["proof"]["turn"] == 1
    # from where few are left to pure noise, within a second and a half
    start, end = header["proof"]["start"], header["proof"]["end"]
    assert end == 0 < start <= 1.5 * header["proof"]["fps"]
    # in its label how far off the blend is from this very picture: near to the average, which the verdict tells
    off = float(re.search(r"([\d.]+) shades off", header["labels"][0])[1])
    assert off == pytest.approx(cost.blend, rel=0.3) and header["labels"][-1].endswith(" 0 shades off")
    assert len(sent(page, "blur.stage")[1]["2.light"]) == 28
    assert "It begins as one: at first every picture is possible" in words(page)
    assert "And if nobody hid a picture?" in words(page)
    assert verdict(opened(PAGE, bets={"blur.safest": BLEND}), "blur.safest").startswith("Yes!")


def test_another_picture_has_another_film_and_numbers_go_round(small_gallery):
    page = opened(PAGE, bets={"blur.safest": SHOW_ME})
    before = track(page, "blur.stage", "guess")[1]["pixels"]
    change(page, "blur.number", 99_999)
    after = track(page, "blur.stage", "guess")[1]["pixels"]
    assert not np.array_equal(before[-1], after[-1])
    expected = draw_bytes([int(training_seeds()[99_999 % small_gallery])])[0].permute(1, 2, 0).numpy()
    assert np.array_equal(after[-1], expected)


def test_no_film_sends_more_than_a_megabyte(small_gallery):
    page = opened(PAGE, bets={"blur.safest": SHOW_ME, "blur.closer": SHOW_ME})
    assert max(len(message.proto.bytes) for message in page.get("bidi_component")) <= 1_000_000


def test_how_many_are_blended_is_told_in_words():
    assert [many(number) for number in (1614.4, 12.0, 1.24, 1.04)] == [
        "1,614 pictures blended", "12 pictures blended", "1.2 pictures blended", "one picture is left",
    ]  # fmt: skip


def test_memory_as_a_guesser_ends_on_a_picture_that_it_has_seen_to_the_byte(small_gallery):
    found, shares = run_through(dreaming.dreamt(6))
    assert found.off == 0 and shares[-1] == 1
    assert np.array_equal(found.frames[-1], draw_bytes([int(training_seeds()[found.number])])[0].permute(1, 2, 0))
    assert found.frames.shape == (dreaming.STEPS + 1, 64, 64, 3)
    exact, _ = run_through(_by_the_denoiser(6))
    assert np.array_equal(found.frames[-1], exact)


def _by_the_denoiser(seed):
    """The same way back, led by the core's own memory."""
    chance = Noise([seed + dreaming.OTHER_CHANCE], (3, 64, 64))
    way = ddpm(noise(seed)[None], path(make_schedule("cosine"), dreaming.STEPS), chance)
    *_, step = run(way, memory_denoiser(gallery().pictures))
    yield 1.0
    return ((step.x[0].permute(1, 2, 0) + 1) * 127.5).round().numpy()


def test_where_nothing_is_hidden_chance_alone_tips_the_scales(small_gallery, monkeypatch):
    """The same start, other noise on the way: another picture. And all have a say at first, one in the end."""
    found, _ = run_through(dreaming.dreamt(6))
    assert found.sharing[0] == pytest.approx(small_gallery, rel=1e-3) and found.sharing[-1] == pytest.approx(1)
    monkeypatch.setattr(dreaming, "OTHER_CHANCE", 20_000_000)
    other, _ = run_through(dreaming.dreamt(6))
    assert np.array_equal(other.frames[0], found.frames[0]) and other.number != found.number


def test_what_memory_draws_can_be_folded_out_and_says_that_it_is_a_copy(small_gallery):
    page = opened(PAGE, bets={"blur.safest": SHOW_ME})
    change(page, "folds-4-12", "Let memory draw")
    assert control(page, "blur.dream") and sent(page, "blur.drawn")[0]["frames"] == 21
    assert "It ends **0** shades from training picture no." in words(page) and "a copy, to the last byte" in words(page)


def test_one_that_is_no_copy_is_not_called_one(small_gallery):
    number, nearest = dreaming._nearest(gallery().pictures, draw([int(training_seeds()[7])]) * 0.9)
    assert number == 7 and np.array_equal(nearest, gallery().pictures[7].transpose(1, 2, 0))
