"""4.19: pairs that were held out of the training."""

import pytest

from diffusion_core.data import critters
from pages.levels.network.anew import never_seen, never_seen_figures
from tests.pages.driver import bet, cards, job, messages, opened, press, sent, verdict, words

PAGE = "level-4-new"
pytestmark = pytest.mark.usefixtures("tiny_engine")


def test_captions_are_searched_on_a_press():
    app = opened(PAGE)
    assert "captions were read" not in words(app)
    press(app, "pairs.search")
    said = words(app)
    # by the codes of scenes: 1,480 of the numbers hold a green rabbit
    assert "100,000 captions were read" in said and "35,642 of them hold one of all 20 pairs" in said
    assert "among them 1,480 a green rabbit" in said
    assert f"From the {len(critters.training_seeds()):,} others the network learnt: **none** shows one" in said


def test_every_pair_on_offer_was_held_out_and_is_shown_by_its_halves():
    assert set(never_seen_figures.MISSING) == set(critters.ANIMALS)
    for animal, colour in never_seen_figures.MISSING.items():
        assert (animal, colour) in critters.HELD_OUT
    assert all(track.pixels.shape == (128, 128, 3) for track in never_seen_figures.tracks("rabbit"))


def test_sixteen_of_them_are_drawn_after_the_bet_and_none_before():
    app = opened(PAGE, {"pairs.animal": "blue cat"})
    assert "pairs.many" not in messages(app) and "right" not in (cards(app)[never_seen.BET]["right"] or "")
    bet(app, never_seen.BET, never_seen.HALF)
    wish = job(app, "pairs.many")
    assert (wish.caption, wish.count) == ("a blue cat", 16) and cards(app)[never_seen.BET]["right"] == never_seen.ALIKE
    assert sent(app, "pairs.many")[0]["proof"]["marks"] == ["noisy"]
    assert "in 100 are right; of those that it was taught" in verdict(app, never_seen.BET)


def test_what_was_never_there_is_said_exactly():
    """A rabbit does stand beside a green critter, with both words in its caption: once it was said not to."""
    scenes = critters.scenes_of(critters.training_seeds())
    looks = [[(one.animal, one.colour) for one in scene.critters] for scene in scenes]
    beside = sum(
        any(animal == "rabbit" for animal, _ in some) and any(colour == "green" for _, colour in some) for some in looks
    )
    assert never_seen_figures.beside("rabbit", "green") == beside > 0
    said = words(opened(PAGE))
    assert f"In {beside:,} pictures a rabbit even sits beside another critter that is green." in said
    assert "never saw both in one critter. Pictures of a green rabbit: not one of 64,358." in said


@pytest.mark.parametrize(("animal", "colour"), [("rabbit", "green"), ("rabbit", "blue"), ("frog", "red")])
def test_training_pictures_of_a_pair_are_counted_as_one_would_by_hand(animal, colour):
    scenes = critters.scenes_of(critters.training_seeds())
    by_hand = sum(any((c.animal, c.colour) == (animal, colour) for c in scene.critters) for scene in scenes)
    assert never_seen_figures.shown_with(animal, colour) == by_hand
    assert (by_hand == 0) == ((animal, colour) in critters.HELD_OUT)
