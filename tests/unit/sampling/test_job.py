"""A job is a frozen record: cache key and message, and nothing else gets in."""

import json
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace

import pytest

from diffusion_core.process.names import SCHEDULE_NAMES
from diffusion_core.process.schedules import SCHEDULES, make_schedule
from diffusion_core.sampling.defaults import SAMPLER_NAMES
from diffusion_core.sampling.job import MOST_PICTURES, MOST_STEPS, Job
from diffusion_core.sampling.samplers import SAMPLERS
from tests import ROOT

ANOTHER = Job(
    weights="early",
    caption="a red cat at night",
    seed=77,
    count=3,
    sampler="dpmpp_2m",
    steps=7,
    guidance=3.5,
    schedule="linear",
    T=250,
    clip=False,
    believed=0.0047,
    fresh=False,
    level_offset=-1.5,
    then="a blue cat at night",
    switch=3,
    worse="earlier",
    pull_from=-4.5,
    pull_to=2.0,
)
AWAY = Job(negative="a hat")
TOGETHER = {"then": {"switch": 3}}
"""Fields that stand for nothing alone."""


@pytest.mark.parametrize("job", [Job(), ANOTHER, AWAY, Job(caption='quote " \\ é 猫 \n')])
def test_a_job_survives_its_own_text(job):
    assert Job.from_text(job.to_text()) == job


def test_every_field_is_in_the_text_and_changes_it():
    default, other = json.loads(Job().to_text()), json.loads(ANOTHER.to_text()) | {"negative": AWAY.negative}
    assert all(default[name] != other[name] for name in default)
    for name, value in other.items():
        plain = replace(Job(), **TOGETHER.get(name, {}))
        assert replace(plain, **{name: value}).to_text() != plain.to_text()


def test_equal_jobs_have_equal_text():
    for twins in [(2, 2.0), (0.0, -0.0), (7, 7.0)]:
        one, two = (Job(guidance=value) for value in twins)
        assert one == two
        assert one.to_text() == two.to_text()
    assert list(json.loads(ANOTHER.to_text())) == sorted(json.loads(ANOTHER.to_text()))
    shuffled = json.dumps(dict(reversed(json.loads(ANOTHER.to_text()).items())), indent=3)
    assert Job.from_text(shuffled).to_text() == ANOTHER.to_text()


def test_missing_fields_take_their_usual_value():
    assert Job.from_text('{"seed": 5}') == Job(seed=5)
    assert Job.from_text('{"guidance": 3}') == Job(guidance=3.0)


def test_a_job_cannot_be_changed_and_can_be_a_key():
    with pytest.raises(FrozenInstanceError):
        Job().seed = 4
    assert {Job(): 1}[Job()] == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "null",
        "7",
        "[]",
        '["seed"]',
        '"seed"',
        "{",
        '{"seed": 1} {"seed": 2}',
        '{"colour": "red"}',
        '{"__class__": "Job"}',
        '{"seed": "1"}',
        '{"seed": 1.0}',
        '{"seed": true}',
        '{"seed": null}',
        '{"seed": [1]}',
        '{"seed": -1}',
        '{"seed": 2147483648}',
        '{"seed": 1' + "0" * 400 + "}",
        '{"seed": 1' + "0" * 9000 + "}",
        '{"seed": 1e308}',
        '{"count": 0}',
        '{"count": 17}',
        '{"steps": 0}',
        '{"steps": 1001}',
        '{"T": 0}',
        '{"T": 1001}',
        '{"guidance": NaN}',
        '{"guidance": Infinity}',
        '{"guidance": -0.1}',
        '{"guidance": 1' + "0" * 400 + "}",
        '{"guidance": "2"}',
        '{"guidance": true}',
        '{"clip": 1}',
        '{"fresh": 0}',
        '{"level_offset": 6.5}',
        '{"level_offset": NaN}',
        '{"switch": 21}',
        '{"switch": -1}',
        '{"switch": true}',
        '{"then": "a cat"}',
        '{"negative": 7}',
        '{"worse": null}',
        '{"pull_from": NaN}',
        '{"pull_to": -7}',
        '{"pull_to": Infinity}',
        '{"sampler": "euler"}',
        '{"sampler": ["ddim"]}',
        '{"schedule": {"linear": 1}}',
        '{"caption": 5}',
        "[" * 100_000,
        '{"seed":' * 100_000,
    ],
    ids=lambda text: text[:24],
)
def test_a_hostile_text_is_a_value_error(text):
    with pytest.raises(ValueError):
        Job.from_text(text)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"sampler": "euler"}, "unknown sampler 'euler': choose one of"),
        ({"schedule": "sine"}, "unknown schedule 'sine': choose one of linear, cosine"),
        ({"count": MOST_PICTURES + 1}, f"count must lie between 1 and {MOST_PICTURES}"),
        ({"steps": MOST_STEPS + 1}, f"steps must lie between 1 and {MOST_STEPS}"),
        ({"guidance": float("nan")}, "guidance must lie between 0 and 20"),
        ({"switch": 21}, "switch must lie between 0 and 20, not 21"),
        ({"then": "a cat"}, "a second caption needs a step after which it counts"),
        ({"negative": "a cat", "worse": "early"}, "guidance leads away from one thing"),
        ({"negative": "a cat", "guidance": 1}, "guidance must be above 1, not 1"),
        ({"worse": "early", "guidance": 0.5}, "guidance must be above 1, not 0.5"),
        ({"worse": "critters"}, "a network cannot be led away from itself"),
        ({"pull_from": 2, "pull_to": 1}, "pull_to must lie between 2 and"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        Job(**change)


def test_a_page_can_say_what_it_wants_before_torch_is_loaded():
    code = (
        "import sys, diffusion_core.sampling.job, diffusion_core.sampling.few_steps; sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0


def test_every_name_that_a_job_may_hold_has_its_behaviour_and_no_behaviour_lacks_a_name():
    assert tuple(SAMPLERS) == SAMPLER_NAMES
    assert tuple(SCHEDULES) == SCHEDULE_NAMES
    assert all(make_schedule(name, 10).name == name for name in SCHEDULE_NAMES)
