"""Level 3, the experiments after the first: what each control changes, and that what is said is what was measured."""

from urllib.parse import parse_qs, urlparse

import numpy as np
import pytest

from diffusion_core.data.critters import ANIMALS
from diffusion_core.evaluation.legibility import recorded
from diffusion_core.process.schedules import SCHEDULES, make_schedule
from diffusion_core.process.unfinished import ENDS, STEPS
from diffusion_core.sampling.job import Job
from pages.levels.schedule import not_ending_figures
from pages.levels.schedule.choice import NAMES
from pages.server import streams
from tests.pages.levels.schedule.schedule_page import (
    FIRST,
    SMALL,
    numbers,
    opened,
    stage,
    stages,
    titled,
    told,
    track,
    weight,
    words,
)


def job_of(page, player: str) -> Job:
    query = parse_qs(urlparse(stage(page, player)[0]["stream"]["url"]).query)
    return Job.from_text(streams.opened(query["job"][0]))


@pytest.fixture(scope="module")
def arrival():
    return opened()


@pytest.fixture(scope="module")
def after():
    return told()


@pytest.fixture(scope="module")
def small():
    return told(SMALL)


@pytest.mark.parametrize("part", [FIRST, SMALL])
def test_what_is_sent_on_arrival_is_light(part):
    page = opened(part=part)
    assert max(len(part.proto.bytes) for part in page.get("bidi_component")) < 300_000
    assert weight(page) < 1_000_000


def test_no_experiment_tells_its_answer_before_the_bet(arrival):
    small = opened(part=SMALL)
    said = words(arrival).split("Q12")[0] + words(small)
    assert "mostly wrong from t" not in said and "average gap" not in said
    assert "rates" not in [one["name"] for one in stage(arrival, "reader")[0]["tracks"]]
    assert len(stage(arrival, "reader")[0]["labels"]) < 10
    assert "told" not in [one["name"] for one in stage(arrival, "two")[0]["tracks"]]
    assert [one["name"] for one in stage(small, "back")[0]["tracks"]] == ["back"]
    assert "the best bell" not in [line["name"] for line in track(small, "back", "back")[0]["lines"]]
    assert {"fooled", "sound", "chain_back"}.isdisjoint(stages(small))
    assert not_ending_figures.table() not in words(small)


# --- 3.2


def test_the_curve_of_the_reader_is_the_record_read_at_each_t(after):
    header, arrays = track(after, "reader", "rates")
    curve = recorded()
    for row, name in enumerate(("linear", "cosine")):
        assert header["lines"][row]["name"] == name
        schedule = make_schedule(name)
        wanted = [np.interp(schedule.log_snr(int(t)), curve.log_snr, curve.right) for t in arrays["x"]]
        np.testing.assert_allclose(arrays["y"][row], 100 * np.array(wanted), rtol=1e-5)
    assert arrays["y"][2].max() == pytest.approx(100 / len(ANIMALS))


def test_the_reader_is_sure_at_first_and_lost_in_the_end(after):
    said = numbers(after, "reader", "says")
    assert said["that is"][:10] == ["right"] * 10
    assert float(said["how sure it is"][-1].split()[0]) < 60


def test_another_critter_is_read_anew():
    first, second = (numbers(told(critter=number), "reader", "says") for number in ("2", "100"))
    assert first != second


@pytest.mark.parametrize("name", NAMES)
def test_the_reader_is_shown_the_schedule_of_the_menu(name):
    page = told(read=name.capitalize())
    assert stage(page, "reader")[0]["tracks"][0]["title"] == titled(name)


def test_the_table_says_on_what_each_schedule_spends_its_steps(after):
    (table,) = [block.value for block in after.markdown if block.value.startswith("| schedule |")]
    rows = [line.split("|")[1:-1] for line in table.splitlines()[2:]]
    assert [row[0].strip() for row in rows] == list(SCHEDULES)
    for name, (_, wasted, left) in zip(SCHEDULES, rows, strict=True):
        schedule = make_schedule(name)
        assert float(wasted.strip().removesuffix("\u00a0%")) / 100 == pytest.approx(
            recorded().use(schedule).blind, abs=0.0051
        )
        said = float(left.strip().removeprefix("below\u00a0").removesuffix("\u00a0%")) / 100
        assert said == pytest.approx(schedule.alpha_bar[-1].item(), rel=0.05, abs=1e-5)
    assert "| by hand |" in words(told(beside="By hand"))
    lost = recorded().lost_at(make_schedule("linear"))
    assert f"It is mostly wrong from t = **{lost}** on under linear" in words(after)


# --- 3.4


def test_the_fooled_run_differs_from_the_sound_one_in_its_belief_alone(small):
    sound_job, fooled = job_of(small, "sound"), job_of(small, "fooled")
    assert sound_job == Job(count=8, steps=STEPS)
    assert fooled == Job(count=8, steps=STEPS, believed=ENDS["scaled linear"])
    assert job_of(told(SMALL, noise="7"), "fooled").seed == 7 * 8


@pytest.mark.parametrize(("said", "name"), [("0.004 %", "linear"), ("36 %", "not rescaled")])
def test_the_belief_is_that_of_the_button(said, name):
    page = told(SMALL, believed=said)
    assert job_of(page, "fooled").believed == ENDS[name]
    assert float(said.removesuffix(" %")) == pytest.approx(100 * ENDS[name], rel=0.02)


def test_before_the_bet_the_sound_run_alone_is_drawn():
    assert job_of(opened(part=SMALL), "arrival").believed == 0


def record_of(monkeypatch, **figures):
    """Claims with these intervals: {"from grey none": (low, high)}."""
    rows = {f"start: {name.replace('__', ', believed ').replace('_', ' ')}": ends for name, ends in figures.items()}
    book = {name: {"value": sum(ends) / 2, "interval": list(ends), "n": 9} for name, ends in rows.items()}
    monkeypatch.setattr(not_ending_figures, "figure", book.__getitem__)


def test_damage_within_the_intervals_is_none(monkeypatch):
    record_of(monkeypatch, from_grey__none=(30, 34), from_grey__scaled_linear=(28, 32))
    assert not_ending_figures.damage("scaled linear") == not_ending_figures.SAME
    assert "No greyer beyond chance" in not_ending_figures.compared("scaled linear")
    record_of(monkeypatch, from_grey__none=(30, 34), from_grey__scaled_linear=(25, 29))
    assert not_ending_figures.damage("scaled linear") == not_ending_figures.GREY
    record_of(monkeypatch, from_grey__none=(30, 34), from_grey__scaled_linear=(5, 6))
    assert not_ending_figures.damage("scaled linear") == not_ending_figures.BROKEN


def test_the_table_marks_what_changed_beyond_chance():
    (row,) = [line for line in not_ending_figures.table().splitlines() if line.startswith("| 36 %")]
    assert "↓" in row.split("|")[2]


@pytest.mark.parametrize(
    ("grey", "spread", "said"),
    [((20, 22), (10, 12), "So do we"), ((20, 22), (29, 33), "how much they differ does not"),
     ((30, 34), (10, 12), "no nearer"), ((30, 34), (29, 33), "neither")],
)  # fmt: skip
def test_the_finding_of_the_paper_is_claimed_as_far_as_it_was_measured(monkeypatch, grey, spread, said):
    record_of(monkeypatch, from_grey__none=(30, 34), spread__none=(30, 34), from_grey__scaled_linear=grey,
              spread__scaled_linear=spread)  # fmt: skip
    assert said in not_ending_figures.as_in_the_paper()
