"""Level 3: the page's pictures, curves and sentences are those of the two schedules."""

import math
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from diffusion_core.schedules import Schedule, make_schedule
from pages.shared import pictures, schedule_figures
from pages.shared.player.wire import unpack
from pages.shared.schedule_figures import LEAST, MOST, NAMES, facts, moments

FRAME, PAGE = str(Path(__file__).parents[2] / "pages" / "frame.py"), "levels/level_3_schedule.py"
BET = "bet.schedule.half"
EXTREMES = (LEAST, 130, MOST)


def opened(*, moment: str = "", **query: str) -> AppTest:
    page = AppTest.from_file(FRAME, default_timeout=120).run()
    for name, value in query.items():
        page.query_params[f"schedule.{name}"] = value
    if moment:
        page.query_params["moment"] = moment
    return sound(page.switch_page(PAGE).run())


def told(bet: str = "Just show me", **query: str) -> AppTest:
    page = opened(**query)
    page.pills(key=BET).set_value(bet)
    return sound(page.run())


def sound(page: AppTest) -> AppTest:
    assert [error.value for error in page.exception] == []
    return page


def stage(page: AppTest) -> tuple[dict, dict[str, np.ndarray]]:
    messages = [part.proto.bytes for part in page.get("bidi_component") if part.proto.bytes]
    assert len(messages) == 1
    assert len(messages[0]) <= 1_000_000
    return unpack(messages[0])


def words(page: AppTest) -> str:
    return "\n".join(block.value for block in [*page.markdown, *page.caption])


def numbers(page: AppTest) -> dict[str, list[str]]:
    return {row["label"]: row["texts"] for row in stage(page)[0]["tracks"][-1]["rows"]}


# what Nichol & Dhariwal 2021 write down, without the cap of the last step
def cosine_left(share_of_time: float) -> float:
    f = [math.cos((s + 0.008) / 1.008 * math.pi / 2) ** 2 for s in (0.0, share_of_time)]
    return f[1] / f[0]


# --- the figures


def test_the_share_left_at_half_time_is_that_of_the_closed_form():
    assert facts(make_schedule("cosine", 1000)).left_half == pytest.approx(cosine_left(0.5), rel=1e-6)
    # sum of log(1 - beta) over the first half of the usual betas
    betas = np.linspace(1e-4, 0.02, 1000)
    assert facts(make_schedule("linear", 1000)).left_half == pytest.approx(
        np.exp(np.log1p(-betas[:500]).sum()), rel=1e-6
    )


@pytest.mark.parametrize("steps", range(LEAST, MOST + 1, 90))
def test_cosine_leaves_more_of_the_picture_at_half_time(steps):
    linear, cosine = (facts(make_schedule(name, steps)) for name in NAMES)
    assert cosine.left_half > linear.left_half
    assert cosine.fog < linear.fog


def test_fog_counts_the_steps_that_begin_in_it():
    schedule = Schedule("by hand", torch.tensor([1.0, 0.5, 0.04, 0.01, 0.0], dtype=torch.float64))
    assert facts(schedule).fog == 0.5
    assert facts(schedule).left_end == 0.0


@pytest.mark.parametrize("steps", EXTREMES)
def test_the_frames_go_evenly_from_start_to_end(steps):
    at = moments(steps)
    assert (at[0], at[-1], len(at)) == (0, steps, min(101, steps + 1))
    assert np.ptp(np.diff(at)) <= 1
    early = moments(steps, beginning=True)
    assert np.array_equal(early, at[: len(early)]) and len(early) >= 2
    assert early[-1] <= max(0.05 * steps, at[1])


def test_both_pictures_hold_the_same_picture_and_the_same_noise():
    arrays = stage(told())[1]
    assert np.array_equal(arrays["0.parts"], arrays["1.parts"])
    clean, noise = arrays["0.parts"]
    shown = np.rint((clean + 1) * 127.5).astype(np.uint8)
    assert shown.tobytes() == pictures.default().data
    assert noise.mean() == pytest.approx(0, abs=4 / noise.size**0.5)
    assert noise.var() == pytest.approx(1, abs=4 * (2 / noise.size) ** 0.5)


@pytest.mark.parametrize("steps", EXTREMES)
def test_picture_curve_and_label_tell_one_share(steps):
    header, arrays = stage(told(steps=str(steps)))
    at = moments(steps)
    for track, name in enumerate(NAMES):
        table, left = arrays[f"{track}.table"], arrays["2.y"][track] / 100
        np.testing.assert_allclose(table[:, 0] ** 2, left, atol=1e-6)
        np.testing.assert_allclose((table**2).sum(1), 1, atol=1e-6)
        for t, label, share in zip(at, header["labels"], 1 - left, strict=True):
            assert label.startswith(f"t = {t} of {steps} ")
            said = float(re.search(rf"{name} (?:over )?([\d.]+) %", label)[1])
            assert said == pytest.approx(100 * share, abs=0.51)


@pytest.mark.parametrize("steps", EXTREMES)
def test_the_steps_multiply_to_what_is_left(steps):
    for name in NAMES:
        schedule = make_schedule(name, steps)
        left = torch.cumprod(1 - schedule.betas, 0)
        torch.testing.assert_close(left, schedule.alpha_bar[1:], atol=1e-9, rtol=1e-6)


def test_the_curve_of_steps_shows_each_schedules_own():
    y = stage(told(steps="100"))[1]["3.y"]
    for row, name in enumerate(NAMES):
        np.testing.assert_allclose(y[row][1:], make_schedule(name, 100).betas, rtol=1e-5)


# --- the page


def test_on_arrival_only_the_beginning_is_shown():
    header, arrays = stage(opened())
    assert [track["name"] for track in header["tracks"]] == ["linear", "cosine", "betas", "numbers"]
    assert len(arrays["0.table"]) == len(moments(1000, beginning=True)) == 6
    assert "Bet, and you see the rest." in words(opened())


def test_a_link_to_a_moment_shows_the_whole_way():
    header, arrays = stage(opened(moment="schedule.50"))
    assert len(arrays["0.table"]) == 101
    assert "left" in [track["name"] for track in header["tracks"]]
    assert len(stage(opened(moment="noise.50"))[1]["0.table"]) == 6


def test_a_bet_shows_the_way_and_says_what_was_measured():
    page = told("Under linear")
    said = words(page)
    linear, cosine = (facts(make_schedule(name, 1000)) for name in NAMES)
    assert "**You said** Under linear. **It is:** Under cosine." in said
    assert f"**{100 * linear.left_half:.1f} %** under linear" in said
    assert f"**{100 * cosine.left_half:.0f} %** under cosine" in said
    assert f"linear steps {100 * linear.fog:.0f} %" in said and f"cosine steps {100 * cosine.fog:.0f} %" in said


def test_the_sentences_follow_the_number_of_steps():
    said = words(told(steps="10"))
    left = facts(make_schedule("linear", 10)).left_half
    assert "At t = 5 of 10" in said and f"**{100 * left:.1f} %** under linear" in said


def test_the_chosen_schedule_is_the_one_in_numbers():
    page = told()
    before = numbers(page)
    assert stage(page)[0]["tracks"][-1]["title"].startswith("linear")
    page.segmented_control(key="schedule.name").set_value("cosine")
    after = numbers(sound(page.run()))
    assert stage(page)[0]["tracks"][-1]["title"].startswith("cosine")
    assert before != after
    assert float(after["picture ×"][50]) == pytest.approx(math.sqrt(cosine_left(0.5)), abs=6e-4)
    assert "def cosine" in "".join(block.value for block in page.code)


def test_another_picture_is_noised_by_the_same_noise():
    page = told()
    before = stage(page)[1]["0.parts"]
    page.selectbox(key="schedule.animal").set_value("frog")
    after = stage(sound(page.run()))[1]["0.parts"]
    assert not np.array_equal(before[0], after[0])
    assert np.array_equal(before[1], after[1])


@pytest.mark.parametrize("steps", ["0", "-10", "1e400", "nan", "100000", "many"])
def test_an_absurd_number_of_steps_is_the_usual_one(steps):
    assert stage(opened(steps=steps))[0]["labels"][0].startswith("t = 0 of 1000 ")


def test_each_question_of_the_level_has_an_answer():
    said = words(opened())
    for name in ("Q11", "Q12", "Q13"):
        (answer,) = [line for line in said.splitlines() if line.startswith(f"**{name} ")]
        assert 2 <= answer.split("** ", 1)[1].count(".") <= 5


def test_the_last_step_leaves_nothing_that_can_be_seen():
    for name in NAMES:
        for steps in EXTREMES:
            # a level of 255 is 0.0039 of the range; the picture moves no number by half of that
            assert math.sqrt(facts(make_schedule(name, steps)).left_end) < 0.02


def test_one_noise_for_all():
    assert np.array_equal(schedule_figures.noise(), schedule_figures.noise())
