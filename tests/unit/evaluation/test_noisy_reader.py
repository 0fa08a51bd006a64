"""The reader of noisy pictures: what was recorded of it holds on new pictures, and any schedule is a reading of it."""

import json

import numpy as np
import pytest
import torch

from diffusion_core.common.assets import NOISY_READER, NOISY_READER_RECORD
from diffusion_core.common.files import NoWeights, sha256
from diffusion_core.data.critters import ANIMALS, TRAINING_COUNT
from diffusion_core.evaluation.legibility import Legibility, recorded
from diffusion_core.evaluation.noisy_reader import (
    CHANCE,
    FIRST_EXAM,
    FIRST_LESSON,
    LEVELS,
    animals,
    blank_noisy_reader,
    how_often_right,
    load_noisy_reader,
    save_noisy_reader,
    singles,
    teach,
)
from diffusion_core.process.schedules import Schedule, make_schedule

NEW = 300_000_000


@pytest.fixture(scope="module")
def reader():
    return load_noisy_reader()


def steps(left):
    """A schedule that stands at these alpha_bar."""
    return Schedule("hand", torch.tensor([1.0, *left], dtype=torch.float64))


def test_the_record_is_about_the_shipped_reader_and_it_is_small():
    record = json.loads(NOISY_READER_RECORD.read_text(encoding="utf-8"))
    assert record["sha256"] == sha256(NOISY_READER)
    assert record["chance"] == CHANCE == 1 / len(ANIMALS)
    assert [row["log_snr"] for row in record["right"]] == list(LEVELS)
    assert NOISY_READER.stat().st_size <= 1_500_000
    assert TRAINING_COUNT <= FIRST_LESSON < FIRST_LESSON + 2 * record["pictures"] < FIRST_EXAM


@pytest.mark.parametrize("level", [4.0, -2.0, -4.0, -9.0])
def test_on_new_pictures_it_is_as_good_as_recorded(level, reader):
    curve = recorded()
    at = LEVELS.index(level)
    again = how_often_right(reader, level, 200, first=NEW).interval
    assert again[0] <= curve.high[at] and curve.low[at] <= again[1]


def test_it_is_nearly_always_right_on_clear_pictures_and_blind_in_noise():
    curve = recorded()
    assert curve.low[-1] > 0.97
    assert curve.low[0] <= CHANCE <= curve.high[0]
    # More noise never helps, beyond what chance does to the record.
    assert (curve.high[1:] >= np.maximum.accumulate(curve.low)[:-1]).all()


def test_told_another_level_than_the_pictures_own_it_reads_worse(reader):
    from diffusion_core.evaluation.noisy_reader import noised

    seeds, scenes = zip(*(pair for pair, _ in zip(singles(NEW), range(200), strict=False)), strict=True)
    level = torch.full((200,), -2.0, dtype=torch.float64)
    x, wanted = noised(scenes, seeds, level), animals(scenes)
    right = (reader.beliefs(x, level).argmax(1) == wanted).double().mean()
    misled = (reader.beliefs(x, level + 8).argmax(1) == wanted).double().mean()
    assert misled < right - 0.1


def test_a_fresh_reader_learns():
    blank = blank_noisy_reader()
    lessons = list(teach(blank, pictures=1280, batch=32))
    assert lessons[-1].pictures == 1280
    assert np.mean([one.loss for one in lessons[-5:]]) < np.mean([one.loss for one in lessons[:5]])


def test_a_reader_that_was_not_measured_is_refused(tmp_path):
    other = tmp_path / "noisy_reader.safetensors"
    save_noisy_reader(other, blank_noisy_reader(7))
    with pytest.raises(NoWeights, match="not the file that was measured"):
        load_noisy_reader(other)
    with pytest.raises(NoWeights, match="missing"):
        load_noisy_reader(tmp_path / "nowhere.safetensors")


# --- reading a schedule off the curve

CURVE = Legibility(
    log_snr=np.array([-4.0, -2.0, 0.0]),
    right=np.array([0.125, 0.5625, 1.0]),
    low=np.zeros(3),
    high=np.ones(3),
    chance=0.125,
    count=1,
    taught=1,
)


def at_levels(*levels):
    return steps([1 / (1 + np.exp(-level)) for level in levels])


def test_the_rate_at_t_is_the_curve_at_its_noise_level():
    schedule = at_levels(2.0, -1.0, -3.0, -9.0)
    assert CURVE.rate(schedule, 1) == 1.0
    assert CURVE.rate(schedule, 2) == pytest.approx(0.78125)
    assert CURVE.sight(schedule, 3) == pytest.approx(0.25)
    assert CURVE.sight(schedule, 4) == 0


def test_steps_are_counted_by_where_they_begin():
    schedule = at_levels(2.0, -1.0, -3.0, -9.0, -9.5, -10.0)
    # They begin at t = 0, 1 (certain), 2, 3 (fading), 4, 5 (blind).
    assert CURVE.use(schedule) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert CURVE.lost_at(schedule) == 3
    assert CURVE.lost_at(at_levels(2.0, 1.0)) == 3


def test_linear_wastes_more_than_cosine_whatever_the_reader_missed():
    # Also for the ends of the recorded intervals.
    curve = recorded()
    for right in (curve.low, curve.high):
        shifted = Legibility(curve.log_snr, right, curve.low, curve.high, curve.chance, curve.count, curve.taught)
        lost = {name: shifted.lost_at(make_schedule(name)) for name in ("linear", "cosine")}
        assert lost["linear"] < lost["cosine"] - 100
    assert curve.use(make_schedule("linear")).blind > curve.use(make_schedule("cosine")).blind + 0.1
