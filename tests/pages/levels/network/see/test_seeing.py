"""4.2: what is shown was really mixed and really guessed, and the errors are those of what is shown."""

import re

import numpy as np
import pytest
import torch

from diffusion_core.common.assets import MODEL
from diffusion_core.data import critters
from diffusion_core.data.average_picture import training_average
from diffusion_core.data.critters import TRAINING_COUNT
from diffusion_core.process.schedules import make_schedule
from pages.levels.network.see import seeing_figures as figures
from pages.levels.network.see.seeing_figures import EARLY, HALFWAY, LATE, MOMENTS
from pages.shared.numbers import bracketed, percent
from pages.shared.player import SAID
from tests.pages.driver import bet, cards, names, opened, sent, track, verdict, words

PAGE = "level-4"
ALL = {"moment": "nudges.1~seeing.10"}


def test_on_arrival_the_network_answers_but_the_ends_of_the_way_are_not_shown(tiny_engine):
    app = opened(PAGE)
    header, _ = sent(app, "denoise.seeing")
    assert header["frames"] == 5 and header["labels"][2].startswith("t = 500 · noise 5")
    # of the curve, which would tell, only the place
    assert names(app, "denoise.seeing") == ["missed", "noisy", "errors"] and header["proof"] is None
    assert [spec["kind"] for spec in header["tracks"]][-1] == "awaited"
    assert "blind" not in words(app)


@pytest.mark.parametrize("answer", [EARLY, HALFWAY, LATE, "Just show me"])
def test_a_bet_opens_the_whole_way_and_the_film_goes_back_to_where_it_is_hardest(tiny_engine, answer):
    app = opened(PAGE)
    bet(app, "denoise.worst", answer)
    header, found = sent(app, "denoise.seeing")[0], figures.guesses(3, False)
    assert header["frames"] == len(MOMENTS)
    proof = header["proof"]
    assert proof["start"] == len(MOMENTS) - 1 and proof["end"] == np.nanargmax(found.noise_error)
    assert "missed" in names(app, "denoise.seeing") and proof["marks"] == ["missed", SAID]
    worst = f"its guess is {percent(float(np.nanmax(found.noise_error)))} wrong"
    assert header["labels"][proof["end"]].endswith(worst) and "wrong" not in header["labels"][0], "no noise, no guess"
    assert cards(app)["denoise.worst"]["right"] == figures.hardest(found)
    assert f"**{100 * np.nanmax(found.noise_error):.0f} %**" in verdict(app, "denoise.worst")
    lines = track(app, "denoise.seeing", "errors")[0]["lines"]
    assert [line["name"] for line in lines] == ["noise guess", "picture guess"]


def test_a_link_to_a_moment_opens_the_whole_way(tiny_engine):
    assert sent(opened(PAGE, ALL), "denoise.seeing")[0]["frames"] == len(MOMENTS)


def test_the_noised_picture_is_a_critter_beyond_the_training_set(tiny_engine):
    arrays = track(opened(PAGE, {"denoise.picture": "12", **ALL}), "denoise.seeing", "noisy")[1]
    drawn = critters.draw([TRAINING_COUNT + 12])[0].permute(1, 2, 0).numpy()
    parts, table = arrays["parts"], arrays["table"]
    at_start = table[0, 0] * parts[0] + table[0, 1] * parts[1]
    assert np.abs(at_start - drawn).max() < 1e-3
    at_end = table[-1, 0] * parts[0] + table[-1, 1] * parts[1]
    assert abs(at_end.mean()) < 0.05 and abs(at_end.std() - 1) < 0.05


def test_the_errors_are_those_of_the_pictures_shown_against_blind_guesses(tiny_engine):
    found = figures.guesses(5, False)
    clean, noise = found.clean, found.noise
    for i in (1, 10, 19):
        missed = (found.eps[i].float() - noise).square().sum() / noise.square().sum()
        assert found.noise_error[i] == pytest.approx(missed.item(), rel=1e-2)
        blind = (training_average() - clean).square().sum()
        off = (found.x0[i].float() - clean).square().sum() / blind
        assert found.picture_error[i] == pytest.approx(off.item(), rel=1e-2)
    # without noise the network's answer splits into exactly the picture, without a picture into exactly the noise
    assert found.picture_error[0] < 1e-4 and found.noise_error[-1] < 1e-3


def test_both_guesses_explain_what_was_shown(tiny_engine):
    """alpha * x0 + sigma * eps is the noisy picture, whatever the network says (Salimans & Ho 2022, appendix D)."""
    found, schedule = figures.guesses(5, False), make_schedule("cosine", 1000)
    for i, t in enumerate(MOMENTS):
        alpha, sigma = schedule.alpha_bar[t].sqrt(), (1 - schedule.alpha_bar[t]).sqrt()
        shown, said = alpha * found.clean + sigma * found.noise, alpha * found.x0[i] + sigma * found.eps[i]
        torch.testing.assert_close(said.float(), shown.float(), atol=0.03, rtol=0.01)


@pytest.mark.parametrize("pixel", ["0.0", "32.30", "63.63"])
def test_the_numbers_of_a_pixel_add_up(tiny_engine, pixel):
    page = opened(PAGE, {"denoise.pixel": pixel, **ALL})
    said, picture, noise, _ = track(page, "denoise.seeing", "red")[0]["rows"]
    for row, sign in ((picture, -1), (noise, 1)):
        for text, output in zip(row["texts"], said["texts"], strict=True):
            a, x, b, v, result = (float(n) for n in re.findall(r"-?\d+\.\d+", text.replace("−", "-").replace("- ", "")))
            assert v == float(output.replace("−", "-"))
            assert a * x + sign * b * v == pytest.approx(result, abs=0.001 + 0.0005 * (abs(x) + abs(v) + 2))


def test_telling_the_network_the_words_changes_what_it_guesses(tiny_engine):
    with_words, without = figures.guesses(5, True), figures.guesses(5, False)
    assert torch.equal(with_words.clean, without.clean) and torch.equal(with_words.noise, without.noise)
    assert not torch.equal(with_words.x0, without.x0)


@pytest.mark.parametrize("query", [{"denoise.picture": "99999", "denoise.told": "true"}, {"denoise.picture": "0"}])
def test_every_picture_can_be_noised(tiny_engine, query):
    assert sent(opened(PAGE, query | ALL), "denoise.seeing")[0]["frames"] == len(MOMENTS)


@pytest.mark.parametrize(("worst", "answer"), [(0, EARLY), (150, EARLY), (500, HALFWAY), (650, HALFWAY), (1000, LATE)])
def test_the_answer_is_where_the_noise_is_guessed_worst(worst, answer):
    errors = np.where(np.array(MOMENTS) == worst, 0.9, 0.1)
    none = torch.zeros(1)
    made = figures.Guesses("", none, none, none, none, none, none, noise_error=errors, picture_error=errors)
    assert figures.hardest(made) == answer


@pytest.mark.parametrize(("value", "text"), [(-0.001, "0.00"), (0.0, "0.00"), (-1.236, "(−1.24)"), (2.5, "2.50")])
def test_numbers_below_nought_stand_in_brackets(value, text):
    assert bracketed(value) == text


def test_where_the_noise_is_guessed_worst_the_picture_is_nearly_right(engine_of):
    """The page says that it does little harm; and that what is handed back is neither guess, as 4.16 shows."""
    engine_of(MODEL)
    for seed in range(4):
        found = figures.guesses(seed, False)
        assert figures.hardest(found) == EARLY and found.picture_error[int(np.nanargmax(found.noise_error))] < 0.03


def test_what_is_handed_back_is_said_to_be_neither_guess(tiny_engine, monkeypatch):
    monkeypatch.setattr(figures, "hardest", lambda found: EARLY)
    app = bet(opened(PAGE), "denoise.worst", EARLY)
    assert "hands back neither guess but a mixture" in words(app) and "That's all it does" not in words(app)
