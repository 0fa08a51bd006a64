"""Small trainings: they learn what they are said to learn, and tell it as they go."""

import json
import math

import pytest
import torch

from diffusion_core.commands.record_watched import numbers
from diffusion_core.common.assets import WATCHED
from diffusion_core.common.randomness import generator
from diffusion_core.data.point_world import bells, best_denoiser, draw_points, floor
from diffusion_core.networks.small_nets import blank_point_net
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.inversion import no_chance
from diffusion_core.sampling.samplers import ddim, path, run
from diffusion_core.training.loop import make_exercise, train_level
from diffusion_core.training.watched import (
    GLIMPSES,
    JUDGED,
    LESSONS,
    POINTS_SHOWN,
    RIGHT,
    SHOWN,
    STEPS,
    Lesson,
    error_by_level,
    exam,
    glimpses_after,
    learn,
    learn_critters,
    learn_points,
    nudge_points,
    test_levels,
)

test_levels.__test__ = False  # not one of pytest's

RECORDED = json.loads(WATCHED.read_text(encoding="utf-8"))


def glimpses_of(name: str, nudges: int, seed: int = 0, batch: int = 16):
    return [
        glimpse
        for glimpse in LESSONS[name].begin(seed, Lesson(nudges, batch, LESSONS[name].begin))
        if glimpse is not None
    ]


def test_looks_come_early_and_often_and_the_last_at_the_end():
    due = glimpses_after(960)
    assert due[0] == 1 and due[-1] == 960 and len(due) == GLIMPSES
    gaps = [b - a for a, b in zip(due, due[1:], strict=False)]
    assert max(gaps[:10]) < min(gaps[-10:])
    assert glimpses_after(5)[-1] == 5


@pytest.mark.parametrize("begin", [learn_points, learn_critters])
def test_a_stream_yields_after_each_nudge(begin):
    made = list(begin(0, Lesson(4, 8, begin)))
    assert len(made) == 5
    assert [glimpse.nudges for glimpse in made if glimpse is not None] == [0, *glimpses_after(4)]
    assert [glimpse.seen for glimpse in made if glimpse is not None][-1] == 32


def test_points_come_nearer_to_the_moons_and_the_error_to_its_floor():
    first, *_, last = glimpses_of("points", 400, batch=128)
    middles, _ = bells()
    off = [torch.cdist(glimpse.samples.double(), middles).min(1).values.mean() for glimpse in (first, last)]
    assert off[1] < 0.6 * off[0]
    over = [(glimpse.by_level - exam().floor).mean() for glimpse in (first, last)]
    assert over[1] < 0.6 * over[0]
    assert last.samples.shape == (POINTS_SHOWN, 2) and math.isnan(last.right)


def test_near_the_floor_points_still_stray_by_the_networks_misses_and_not_by_the_steps_taken():
    """What 4.5 and 4.7 say: a low loss isn't yet a right drawing. The best guesser hardly strays in as many steps."""
    (middles, _), start = bells(), torch.randn(POINTS_SHOWN, 2, generator=generator(1))

    def off(points):
        return torch.cdist(points.double(), middles).min(1).values

    edge = off(draw_points(60_000, generator(3))).quantile(0.999)
    first, *_, last = (glimpse for glimpse in learn("points", 0) if glimpse is not None)
    *_, best = run(ddim(start, path(make_schedule("cosine"), STEPS), no_chance), best_denoiser())
    over = [(glimpse.by_level - exam().floor).mean() for glimpse in (first, last)]
    assert over[1] < 0.05 * over[0], "the loss is almost at its floor"
    strays, at_best = ((off(points) > edge).double().mean() for points in (last.samples, best.x))
    assert strays > 0.04 > 0.025 > at_best


def test_the_error_by_level_is_the_one_that_plain_counting_gives():
    """Against the definition: the mean squared error of v on fresh points."""
    network = blank_point_net(0)
    optimiser = torch.optim.AdamW(network.parameters(), lr=4e-3)
    random, count = generator(8), 8000
    for _ in range(40):
        nudge_points(network, optimiser, 64, random)
    with torch.no_grad():
        errors = error_by_level(network)
        for level, error in zip(test_levels(), errors, strict=True):
            given = make_exercise(draw_points(count, random), random, level.expand(count))
            plain = (network(given.x, given.log_snr) - given.v).square().mean()
            assert plain.item() == pytest.approx(error.item(), abs=0.06)
    assert (errors >= exam().floor).all()


def test_the_tested_levels_are_those_that_training_draws_from():
    drawn = torch.cat([train_level(16, generator(i)) for i in range(300)]).view(300, 16)
    low, high = drawn.min(0).values, drawn.max(0).values
    assert ((low < test_levels()) & (test_levels() < high)).all()


def test_cats_begin_as_noise_and_their_look_is_counted_right():
    glimpses = glimpses_of("critters", 3)
    assert glimpses[0].right == 0 and (glimpses[-1].right * JUDGED) % 1 == 0
    assert glimpses[-1].samples.shape == (SHOWN, 3, 16, 16) and glimpses[-1].by_level.numel() == 0
    assert glimpses[0].samples.std() > 0.5


def test_the_loss_of_cats_falls():
    glimpses = glimpses_of("critters", 40)
    assert glimpses[-1].loss < 0.8 * glimpses[1].loss


def test_the_same_seed_is_the_same_training():
    one, two, other = (glimpses_of("points", 5, seed)[-1].samples for seed in (0, 0, 1))
    assert torch.equal(one, two) and not torch.equal(one, other)


def test_an_unknown_lesson_is_an_error():
    with pytest.raises(KeyError):
        learn("portraits", 0)


# --- what was recorded, and pages state


def test_the_recorded_cats_reached_the_share_and_kept_it():
    run = RECORDED["critters"]
    first = next(i for i, right in enumerate(run["right"]) if right >= RIGHT)
    assert run["nudges"][-1] == LESSONS["critters"].nudges
    assert 50 <= run["nudges"][first] < 5000, "some hundreds"
    assert run["right"][-1] >= 0.9 and run["seconds"] < 60
    assert max(right for nudges, right in zip(run["nudges"], run["right"], strict=True) if nudges <= 12) == 0


def test_the_recorded_floor_is_the_floor_and_the_network_came_close():
    run = RECORDED["points"]
    assert run["floor"] == pytest.approx(floor(test_levels()).tolist(), abs=0.003)
    errors, least = torch.tensor(run["by_level"]), torch.tensor(run["floor"])
    assert (errors >= least - 0.003).all()
    left = (errors[-1] - least).mean() / (errors[0] - least).mean()
    assert left < 0.15, "the page says that nothing is wrong"


def test_the_record_is_what_the_training_does():
    again = numbers(glimpses_by_full_plan("points", 14))
    count = len(again["nudges"])
    assert again["nudges"] == RECORDED["points"]["nudges"][:count]
    for now, then in zip(again["by_level"], RECORDED["points"]["by_level"], strict=False):
        assert now == pytest.approx(then, abs=0.03)


def glimpses_by_full_plan(name: str, upto: int):
    found = []
    for glimpse in learn(name, 0):
        if glimpse is not None:
            found.append(glimpse)
            if glimpse.nudges >= upto:
                return found
    raise AssertionError("too short")
