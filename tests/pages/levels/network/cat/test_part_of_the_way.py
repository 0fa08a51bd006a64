"""4.11: the cat is dissolved part of the way, and brought back."""

import numpy as np
import pytest
import torch

from diffusion_core.data.critters import TRAINING_COUNT, draw
from pages.levels.network.blur import gallery
from pages.levels.network.cat import part_of_the_way, part_of_the_way_figures
from pages.levels.network.reading import in_words, read
from pages.shared.page.doors import cat_with_bow
from pages.shared.page.recorded import percent
from pages.shared.player import to_bytes
from tests.pages.driver import bet, names, opened, run_through, sent, track, verdict, words

PAGE = "level-4-cat"

pytestmark = pytest.mark.usefixtures("tiny_engine")


def test_the_same_animal_comes_back_until_its_curve_crosses_one_half(monkeypatch):
    shares = {t: 100 - t / 10 if t < 800 else 20 for t in part_of_the_way_figures.AT}
    recorded = {f"part way: animal kept from t = {t}": {"value": share / 100} for t, share in shares.items()}
    monkeypatch.setattr(part_of_the_way_figures, "figure", recorded.__getitem__)
    assert part_of_the_way_figures.same_animal_until() == pytest.approx(500)
    for t, share in ((600, 0.7), (700, 0.2)):
        recorded[f"part way: animal kept from t = {t}"] = {"value": share}
    assert part_of_the_way_figures.same_animal_until() == pytest.approx(640)


def test_of_twenty_returns_each_is_read_by_itself():
    found, shares = run_through(part_of_the_way_figures.returned(4, 300))
    assert found.back.shape == (20, 3, 64, 64) and len(shares) == 6
    assert ((found.unchanged >= 0) & (found.unchanged <= 6)).all()
    assert torch.equal(found.clean, draw([TRAINING_COUNT + 4]))


def test_the_film_noises_one_picture_further_and_further_and_brings_it_back_each_time():
    film, shares = run_through(part_of_the_way_figures.filmed(4, 0))
    assert film.noisy.shape == film.back.shape == (11, 64, 64, 3) and shares[-1] == 1
    assert (film.noisy[0] == film.back[0]).all(), "with no noise it is itself"
    off = np.abs(film.noisy.astype(int) - film.noisy[0]).mean((1, 2, 3))
    assert (np.diff(off) > 0).all()
    assert part_of_the_way_figures.labels(10, shares=True)[8] == "t = 800 · the same animal in 67 of 100"


def test_a_link_to_a_moment_opens_the_film_there():
    header, _ = sent(opened(PAGE, {"partway.t": "800"}), "partway.film")
    assert (header["frames"], header["start"]) == (11, 8)


def test_noised_to_the_end_nothing_of_the_picture_is_left():
    found, _ = run_through(part_of_the_way_figures.returned(4, 1000))
    both = torch.stack([found.noisy.flatten(), found.clean.flatten()])
    assert abs(torch.corrcoef(both)[0, 1].item()) < 0.05


def test_the_one_who_is_dissolved_is_the_cat_with_the_bow(tiny_engine):
    app = opened(PAGE)
    assert (track(app, "partway.film", "noisy")[1]["pixels"][0] == to_bytes(cat_with_bow())[0]).all()
    other = opened(PAGE, {"partway.picture": "3"})
    drawn = to_bytes(draw([TRAINING_COUNT + 3]))[0]
    assert (track(other, "partway.film", "noisy")[1]["pixels"][0] == drawn).all(), "an old link's picture"


def test_the_answer_stands_on_the_stage_after_the_bet_and_not_before():
    """It once stood nowhere: the film only has every hundredth moment."""
    app = opened(PAGE)
    assert "kept" not in names(app, "partway.film") and sent(app, "partway.film")[0]["whole"] == 11
    bet(app, part_of_the_way.BET, part_of_the_way.EARLY)
    until = part_of_the_way_figures.same_animal_until()
    spec, arrays = track(app, "partway.film", "kept")
    assert spec["lines"][2]["name"] == f"half of them: up to t = {round(until, -1):.0f}"
    assert f"at step **{round(until, -1):.0f}** of 1,000" in verdict(app, part_of_the_way.BET)
    early, late = part_of_the_way_figures.surely_until()
    assert early < until < late and f"anywhere from {round(early, -1):.0f} to {round(late, -1):.0f}" in words(app)
    assert f"the same animal, in {percent(part_of_the_way.ALL_GONE)}" in words(app)
    half = arrays["y"][2]
    assert np.isclose(arrays["x"][np.isfinite(half)].max(), until)
    assert np.isclose(np.interp(until, arrays["x"], arrays["y"][1]), 50, atol=0.1), "where it meets the animal's curve"


def test_who_came_back_is_what_the_reader_sees_in_the_picture_shown():
    film, _ = run_through(part_of_the_way_figures.filmed(0, 1))
    pictures = torch.from_numpy(film.back).permute(0, 3, 1, 2) / 127.5 - 1
    assert film.who == [in_words(one) for one in read(pictures)]


def test_what_the_next_part_knows_by_heart_is_drawn_meanwhile(monkeypatch):
    drawn = []
    monkeypatch.setattr(gallery, "begun", lambda: drawn.append("begun"))
    opened(PAGE)
    assert drawn == ["begun"]
