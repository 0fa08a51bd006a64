"""A cat that neither has seen: memory and the network side by side, and what was counted over all pictures."""

import numpy as np
import pytest
import torch

from diffusion_core.common.assets import MODEL
from diffusion_core.data.critters import HELD_OUT, TRAINING_COUNT, draw, is_held_out
from diffusion_core.evaluation.claims import kept
from diffusion_core.evaluation.claims.by_heart import LEVELS as COUNTED_AT
from diffusion_core.evaluation.claims.by_heart import name_of
from pages.levels.network.blur import unseen_figures
from pages.levels.network.blur.gallery import gallery
from pages.levels.network.blur.levels import HALF, LEVELS
from pages.levels.network.blur.unseen import BOTH, CAT, MEMORY, NETWORK, _right
from pages.levels.network.blur.unseen_figures import Unseen, from_which_noise, nearer, scene_in_snow, table, unseen
from pages.shared.page.bets import SHOW_ME
from pages.shared.page.recorded import figure
from pages.shared.player import SAID
from tests.pages.driver import bet, change, names, opened, sent, track, verdict, words

PAGE = "level-4-blur"


def recorded(gaps):
    """Figures in place of the recorded ones: by level, the interval of the difference."""
    rows = {}
    for kind in ("never taught", "new"):
        for level, interval in gaps.items():
            rows[name_of("gap", kind, level)] = {"value": sum(interval) / 2, "interval": interval, "n": 9}
            for who in ("memory", "network"):
                rows[name_of(who, kind, level)] = {"value": 400.0, "interval": [361.0, 441.0], "n": 9}
    return rows


def test_no_training_picture_shows_a_cat_in_the_snow():
    assert ("cat", "snow") in HELD_OUT
    assert all(is_held_out(scene_in_snow(seed)) for seed in range(50))
    assert len({scene_in_snow(seed) for seed in range(50)}) > 30


def test_the_cat_on_arrival_is_the_one_with_the_bow():
    (critter,) = scene_in_snow(CAT).critters
    assert (critter.animal, critter.colour, critter.worn) == ("cat", "orange", "bow")


def test_memory_can_only_end_on_what_it_has_seen(small_gallery):
    found = unseen(CAT)
    seen = gallery().pictures.transpose(0, 2, 3, 1)
    assert (np.abs(seen.astype(int) - found.memory[-1]).max((1, 2, 3)) == 0).sum() == 1
    assert torch.equal(found.x0, draw([TRAINING_COUNT + CAT], scenes=[scene_in_snow(CAT)])[0])


def test_how_far_off_both_are_is_the_distance_to_the_cat(small_gallery):
    found = unseen(CAT)
    cat = (found.x0.permute(1, 2, 0).numpy() + 1) * 127.5
    for guesses, off in zip((found.memory, found.network), found.off, strict=True):
        again = np.sqrt(((guesses - cat) ** 2).mean((1, 2, 3)))
        np.testing.assert_allclose(off, again, atol=0.6)
    assert found.left[:, 0] == pytest.approx([1, 1]) and found.left[:, -1] == pytest.approx([0, 0])


def test_a_guess_is_settled_when_little_of_its_way_is_left():
    left = np.ones((2, len(LEVELS)))
    left[0, 5:], left[1, 21:] = 0.05, 0.1
    found = Unseen(None, None, None, None, None, left, "")
    assert [one.replace("\u00a0", " ") for one in unseen_figures.settled_at(found)] == ["99.97 %", "50 %"]


def test_the_bet_asks_about_half_noise_and_is_answered_by_this_very_film(small_gallery):
    page = opened(PAGE)
    assert names(page, "blur.unseen") == ["cat", "noisy"] and sent(page, "blur.unseen")[0]["frames"] == 1
    assert track(page, "blur.unseen", "noisy")[1]["table"][0] @ [1, -1] == pytest.approx(0, abs=1e-3)
    bet(page, "blur.closer", SHOW_ME)
    memory, network = unseen(CAT).off[:, HALF]
    assert f"the network is **{network:.0f}** shades off, memory {memory:.0f}." in verdict(page, "blur.closer")
    header, _ = sent(page, "blur.unseen")
    assert names(page, "blur.unseen") == ["memory", "network", "noisy", "cat", "off"]
    assert header["proof"]["end"] == HALF and header["proof"]["marks"] == ["memory", "network", SAID]
    assert header["labels"][HALF].endswith(f"memory {memory:.0f} shades off, the network {network:.0f}")
    for label in ("At once, or bit by bit", "Counted"):
        change(page, "folds-4-13", label)
    assert "| noise | memory | the network | nearer |" in words(page)


def test_who_is_about_as_far_off_is_as_good():
    assert [_right(*both) for both in ((50.0, 20.0), (20.0, 50.0), (20.0, 21.0))] == [NETWORK, MEMORY, BOTH]


def test_a_difference_that_may_be_chance_is_told_as_a_tie(monkeypatch):
    gaps = {level: [-9.0, -2.0] if level < -5 else [-3.0, 4.0] if level < -1 else [2.0, 8.0] for level in COUNTED_AT}
    rows = recorded(gaps)
    monkeypatch.setattr(unseen_figures, "figure", rows.__getitem__)
    assert [nearer("new", level) for level in (-10, -5, 3)] == ["memory", "a tie", "the network"]
    assert "| 95 % | 20.0 (19.0 to 21.0) | 20.0 (19.0 to 21.0) | a tie |" in table("new")
    assert from_which_noise("new") == "73 %"


def test_the_network_is_nearer_from_some_noise_on_and_in_nearly_pure_noise_is_not():
    # what the rail says of the recorded figures
    for kind in ("never taught", "new"):
        found = [nearer(kind, level) for level in COUNTED_AT]
        assert found[-1] == "the network" and found[0] == "memory"
        assert found == sorted(found, key=["memory", "a tie", "the network"].index), "one changes places with the other"


def test_the_network_is_as_far_off_on_what_it_practised_on_as_on_new_pictures(small_gallery):
    """That it learnt nothing by heart was once said and not measured."""
    for level in kept.LEVELS:
        low, high = figure(kept.name_of("more", level))["interval"]
        assert low <= 0 <= high
    seen, new = (figure(kept.name_of(kind, 0))["value"] ** 0.5 for kind in ("seen", "new"))
    page = opened(PAGE, bets={"blur.closer": SHOW_ME})
    assert f"{seen:.1f} shades off on pictures that it practised on, and {new:.1f} on new ones" in words(page)


def test_the_shipped_network_draws_a_cat_where_memory_shows_another_animal(engine_of, small_gallery):
    engine_of(MODEL)
    memory, network = unseen(CAT).off[:, HALF]
    assert network < 0.6 * memory
