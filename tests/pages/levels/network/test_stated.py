"""What Learning and Draw anew say beside their experiments, against runs of the network that ships."""

import pytest

from diffusion_core.common.assets import MODEL
from diffusion_core.common.files import read_tensors
from diffusion_core.data.critters import COLOURS
from diffusion_core.training.loop import TrainConfig
from pages.levels.network.anew import (
    between_figures,
    closing,
    is_it_new,
    is_it_new_figures,
    never_seen,
    noise_decides,
    part_of_the_way,
    two_ways_in_figures,
    wishes,
)
from pages.levels.network.anew.wishes import Wish
from pages.levels.network.learning import growing_figures, live_figures
from pages.shared.page.recorded import figure


def whole(work):
    try:
        while True:
            next(work)
    except StopIteration as end:
        return end.value


def test_green_was_seen_on_frogs_and_bears_and_rabbits_in_every_other_colour():
    seen = {colour: wishes.how_often(Wish("rabbit", colour)) for colour in COLOURS}
    assert seen.pop("green") == 0 and all(seen.values())
    assert wishes.how_often(Wish("frog", "green")) and wishes.how_often(Wish("bear", "green"))


def test_the_large_network_was_nudged_far_fewer_times_than_a_million():
    notes, _ = read_tensors(MODEL)
    assert 0 < live_figures.large_nudges() < 300_000
    assert live_figures.large_nudges() * TrainConfig.batch == pytest.approx(int(notes["pictures"]), rel=0.01)


def test_the_longer_it_trained_the_nearer_its_guess_though_the_loss_hardly_moves(engine_of):
    engine_of(MODEL)
    found = growing_figures.growth(2)
    assert len(found.seen) >= 4 and (found.off[1:] < found.off[:-1]).all()


@pytest.mark.parametrize(("animal", "colour"), [("cat", "blue"), ("owl", "red")])
def test_no_picture_of_the_network_is_much_nearer_to_its_training_than_a_fresh_drawing(engine_of, animal, colour):
    engine_of(MODEL)
    ours, fresh = whole(is_it_new_figures.neighbours(is_it_new_figures.pair(animal, colour, 3)))
    assert is_it_new._verdict(ours, fresh) == is_it_new.FAR


def test_a_trace_of_the_picture_is_left_in_the_noise_of_the_path_and_none_in_that_of_chance(engine_of):
    engine_of(MODEL)
    chance, pathed = two_ways_in_figures.likeness(two_ways_in_figures.noised(1, 10))
    assert abs(chance) < 0.03 and 0.05 < pathed < 0.5


def test_the_walk_with_which_the_page_begins_has_a_middle_like_neither_end(engine_of):
    engine_of(MODEL)
    one, other, whole_way = between_figures.from_the_ends(whole(between_figures.walked(6, "round")))
    assert min(one, other) > 0.8 * whole_way


def test_the_closing_questions_are_marked_as_their_reasons_say(engine_of):
    engine_of(MODEL)
    runs = {closing._once: closing.BLURRED, closing._one_draw: closing.HARDLY, closing._other_words: closing.RECOLOURED}
    for run, right in runs.items():
        assert run()[0] == right


def test_what_the_bets_call_right_follows_from_the_record():
    assert noise_decides._verdict() == noise_decides.SOME
    assert part_of_the_way._verdict() == part_of_the_way.LATE
    assert never_seen._verdict() == never_seen.ALIKE
    # "then all is new, and what agrees does so by luck": no more than two pictures of two noises
    low, _ = figure("part way: kept from t = 1000")["interval"]
    assert low < figure(noise_decides.CHANCE)["interval"][1]
    # "that has more of a say than the start": DDPM's two agree hardly more than luck
    assert figure(noise_decides.DDPM)["interval"][0] < figure(noise_decides.CHANCE)["interval"][1]
