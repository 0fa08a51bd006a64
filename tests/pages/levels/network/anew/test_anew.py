"""Draw anew: what its experiments show was computed, what they say was measured, every control changes something."""

import numpy as np
import pytest
import torch

from diffusion_core.data import critters
from diffusion_core.data.critters import TRAINING_COUNT, draw
from pages.levels.network.anew import (
    between,
    between_figures,
    drawing,
    is_it_new,
    never_seen,
    never_seen_figures,
    noise_decides,
    noise_decides_figures,
    part_of_the_way,
    part_of_the_way_figures,
    two_ways_in,
    two_ways_in_figures,
)
from pages.levels.network.anew.asking import OTHER_CHANCE, noise, picture_of
from pages.shared.player.wire import unpack

PAGE = "levels/network/anew/part.py"
BETS = ("decides.ways", "between.half", "partway.animal", "invert.back", "new.nearest", "pairs.right")
CLOSING = ("denoise.closing.once", "denoise.closing.draw", "denoise.closing.words")

pytestmark = pytest.mark.usefixtures("tiny_engine")


def players(app):
    found = [unpack(part.proto.bytes) for part in app.get("bidi_component") if part.proto.bytes]
    return {header["key"]: (header, arrays) for header, arrays in found}


def text_of(app):
    return "\n".join(part.value for part in [*app.markdown, *app.caption, *app.info])


def answer(app, key, option="Just show me"):
    (pills,) = [group for group in app.button_group if group.key == f"bet.{key}"]
    pills.set_value(option).run()
    assert not app.exception
    return app


def whole(work):
    """What a work returns, and how far it said it was."""
    shares = []
    try:
        while True:
            shares.append(next(work))
    except StopIteration as end:
        return end.value, shares


# --- the page


def test_on_arrival_every_experiment_shows_something_and_no_answer(open_page):
    app = open_page(PAGE)
    assert not app.exception and not app.info
    shown = players(app)
    assert {"denoise.drawing", "decides.twice", "between.ends", "partway.there", "invert.ends", "new.alone"} <= set(
        shown
    )
    assert "It is:" not in text_of(app) and "The answer:" not in text_of(app)
    later = {"decides.four", "between.walk", "partway.curve", "invert.way", "new.ours", "pairs.drawn"}
    assert not later & set(shown)
    assert sum(len(part.proto.bytes) for part in app.get("bidi_component") if part.proto.bytes) < 1_000_000


def test_all_bets_answered_all_is_shown(open_page):
    app = open_page(PAGE)
    for key in (*BETS, *CLOSING):
        answer(app, key)
    shown = players(app)
    assert {"decides.four", "between.walk", "partway.curve", "invert.way", "new.ours", "new.fresh"} <= set(shown)
    assert "pairs.drawn" in shown
    assert text_of(app).count("**The answer:**") == len(BETS) + len(CLOSING)
    assert text_of(app).count("**Measured just now:**") == len(CLOSING)


MODULES = (noise_decides, between, part_of_the_way, two_ways_in, is_it_new, never_seen)


@pytest.mark.parametrize(("key", "module"), zip(BETS, MODULES, strict=True))
def test_one_answer_is_right_and_the_others_are_told_which(open_page, key, module):
    said = {option: text_of(answer(open_page(PAGE), key, option)) for option in module.REASONS}
    (right,) = [option for option, text in said.items() if f"**You were right:** {option}." in text]
    for option in set(said) - {right}:
        assert f"**You said** {option}. **It is:** {right}." in said[option]


@pytest.mark.parametrize(
    "query",
    [
        {"decides.seed": "99999", "between.pair": "99999", "partway.picture": "99999", "invert.picture": "99999"},
        {"partway.t": "1000", "invert.steps": "10", "new.seed": "99999", "pairs.animal": "blue cat"},
        {
            "partway.t": "-7",
            "invert.steps": "7",
            "new.animal": "<b>",
            "between.way": "up",
            "pairs.animal": "yellow sun",
        },
        {"between.way": "Straight", "invert.steps": "50", "new.animal": "owl", "new.colour": "white"},
    ],
)
def test_controls_at_their_ends_and_nonsense_in_a_link(open_page, query):
    app = open_page(PAGE, query)
    assert not app.exception
    for key in BETS:
        answer(app, key)


@pytest.mark.parametrize(
    ("link", "player"), [("between.7", "between.walk"), ("invert.4", "invert.way"), ("pairs.3", "pairs.drawn")]
)
def test_a_link_to_a_moment_shows_what_its_sender_saw(open_page, link, player):
    app = open_page(PAGE, {"moment": link})
    assert not app.exception and player in players(app)
    assert "The answer:" not in text_of(app)


def test_captions_are_searched_on_a_press(open_page):
    app = open_page(PAGE)
    assert "captions were read" not in text_of(app)
    app.button(key="pairs.search").click().run()
    assert not app.exception
    said = text_of(app)
    # by the codes of scenes: 1,480 of the numbers hold a green rabbit
    assert "100,000 captions were read" in said and "35,642 of them hold one of all 20 pairs" in said
    assert "among them 1,480 a green rabbit" in said
    assert f"From the {len(critters.training_seeds()):,} others the network learnt: **none** shows one" in said


def test_without_weights_a_sentence_stands_in_each_place(no_weights, open_page):
    app = open_page(PAGE)
    assert not app.exception
    assert len(app.info) >= 6 and all("missing" in note.value for note in app.info)


# --- what is computed


def test_the_same_noise_gives_the_same_picture_to_the_pixel():
    found = noise_decides_figures.twice(5)
    assert found.different == 0 and torch.equal(found.picture, found.again)
    assert not torch.equal(found.picture, noise_decides_figures.twice(6).picture)


def test_the_four_ways_begin_alike_and_ddpm_draws_anew():
    pictures, shares = whole(noise_decides_figures.four_ways(3))
    assert len(pictures) == len(noise_decides_figures.WAYS) and shares[-1] == 1 and shares == sorted(shares)
    assert not torch.equal(pictures[2], pictures[3])
    again, _ = whole(noise_decides_figures.four_ways(3))
    assert all(torch.equal(one, other) for one, other in zip(pictures, again, strict=True))


def test_a_walk_begins_and_ends_at_the_pictures_of_its_ends():
    found, _ = whole(between_figures.walked(2, "round"))
    assert np.allclose(found.pictures[[0, -1]], between_figures.ends(2), atol=0.02)
    straight, _ = whole(between_figures.walked(2, "straight"))
    assert found.strength[5] == pytest.approx(1, abs=0.02) and straight.strength[5] == pytest.approx(0.71, abs=0.02)


def test_a_fade_is_told_from_a_picture_of_its_own():
    clean = draw([TRAINING_COUNT, TRAINING_COUNT + 9, TRAINING_COUNT + 2])
    places = torch.stack([clean[0]] + 9 * [clean.mean(0)] + [clean[1]])

    def verdict(middle):
        ends = [one.repeat(5, 1, 1, 1) for one in clean[:2].split(1)]
        return between._verdict(between_figures.Walk(places, torch.cat([ends[0], middle, ends[1]]), np.ones(11)))

    assert verdict(clean[:2].mean(0, keepdim=True)) == between.FADED
    assert verdict(clean[2:]) == between.OWN
    assert verdict(noise([0]).clamp(-1, 1)) == between.NOTHING


def test_the_same_animal_comes_back_until_its_curve_crosses_one_half(monkeypatch):
    shares = {t: 100 - t / 10 if t < 800 else 20 for t in part_of_the_way_figures.AT}
    monkeypatch.setattr(
        part_of_the_way_figures, "_recorded", lambda _: np.array([shares[t] for t in part_of_the_way_figures.AT])
    )
    assert part_of_the_way_figures.same_animal_until() == pytest.approx(500)
    shares.update({600: 70.0, 700: 20.0})
    assert part_of_the_way_figures.same_animal_until() == pytest.approx(640)


EXCERPTS = (
    drawing.DRAWING_DIFFUSERS,
    *(module.DIFFUSERS for module in (noise_decides, between, part_of_the_way, two_ways_in)),
)


@pytest.mark.parametrize("excerpt", EXCERPTS)
def test_every_excerpt_that_draws_begins_in_pure_noise(excerpt):
    """At 999, not at 950: what level 3 warns of."""
    made = [line for line in excerpt.splitlines() if "Scheduler(" in line and "import" not in line]
    assert made and excerpt.count('timestep_spacing="trailing"') == len(made)


def test_of_twenty_returns_each_is_read_by_itself():
    found, shares = whole(part_of_the_way_figures.returned(4, 300))
    assert found.back.shape == (20, 3, 64, 64) and len(shares) == 6
    assert ((found.kept >= 0) & (found.kept <= 6)).all()
    assert torch.equal(found.clean, draw([TRAINING_COUNT + 4]))


def test_noised_to_the_end_nothing_of_the_picture_is_left():
    found, _ = whole(part_of_the_way_figures.returned(4, 1000))
    both = torch.stack([found.noisy.flatten(), found.clean.flatten()])
    assert abs(torch.corrcoef(both)[0, 1].item()) < 0.05


def test_both_noises_are_brought_back_together_and_the_first_is_of_chance():
    found = two_ways_in_figures.noised(0, 10)
    assert torch.equal(found.ends[:1], noise([OTHER_CHANCE]))
    way, _ = whole(two_ways_in_figures.brought_back(found, 10))
    assert [place.t for place in way][::11] == [1000, 0] and len(way) == 12
    assert torch.equal(way[0].x, found.ends)
    assert len(two_ways_in_figures.labels(way)) == 12 and two_ways_in_figures.labels(way)[-1] == "t = 0 · noise 0 %"


@pytest.mark.parametrize(
    ("chance", "pathed", "right"),
    [(30, 5, two_ways_in.PATH), (4, 4, two_ways_in.BOTH), (40, 38, two_ways_in.NEITHER), (5, 30, two_ways_in.NEITHER)],
)
def test_what_came_back_is_judged_by_the_two_distances(chance, pathed, right):
    assert two_ways_in._verdict(chance, pathed) == right


def test_every_pair_on_offer_was_held_out_and_is_shown_by_its_halves():
    assert set(never_seen_figures.MISSING) == set(critters.ANIMALS)
    for animal, colour in never_seen_figures.MISSING.items():
        assert (animal, colour) in critters.HELD_OUT
    assert all(track.pixels.shape == (64, 256, 3) for track in never_seen_figures.tracks("rabbit"))


def test_the_picture_of_a_job_is_its_last_step():
    from diffusion_core.sampling.job import Job

    picture = picture_of(Job(seed=3, steps=2))
    assert picture.shape == (1, 3, 64, 64) and picture.abs().max() <= 1
