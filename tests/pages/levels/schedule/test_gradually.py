"""Level 3, why gradually and one knob, two windows; the bets and the closing questions of all experiments."""

import math

import numpy as np
import pytest

from diffusion_core.process.schedules import make_schedule
from pages.levels.schedule import closing, gradually, gradually_figures, two_windows_figures, where_steps_go_figures
from pages.levels.schedule.choice import NAMES, Plan
from pages.levels.schedule.closing import QUESTIONS
from pages.shared.page.bets import SHOW_ME
from tests.pages.levels.schedule.schedule_page import (
    BETS,
    FIRST,
    SMALL,
    opened,
    sound,
    stage,
    titled,
    told,
    track,
    words,
)

# --- 3.5


def test_the_bell_has_the_mean_and_width_of_the_truth():
    header, arrays = track(told(SMALL, beta="0.6"), "back", "back")
    x = arrays["x"].astype(float)
    assert [line["name"] for line in header["lines"]][1:] == ["where xₜ truly came from", "the best bell"]
    for frame in (30, 40, 55):
        true, bell = arrays["y1"][frame].astype(float), arrays["y2"][frame].astype(float)
        assert np.trapezoid(true, x) == pytest.approx(1, abs=1e-3)
        mean = np.trapezoid(x * true, x)
        variance = np.trapezoid((x - mean) ** 2 * true, x)
        # the bell itself runs out of the window: its top tells its mean and width
        assert x[bell.argmax()] == pytest.approx(mean, abs=0.011)
        assert bell.max() == pytest.approx((2 * math.pi * variance) ** -0.5, rel=0.01)
    assert arrays["y1"][40].argmax() != 110  # two humps, none in the middle


def test_all_x_t_together_are_a_thousand():
    # frames lie 0.05 apart and each counts a stretch of 0.2
    counts = gradually_figures.how_many(0.3, 0.1, 0.9)
    assert counts.sum() / 4 == pytest.approx(1000 * math.erf(2 / 2**0.5), rel=0.05)


@pytest.mark.parametrize("width", gradually.WIDTHS)
def test_small_steps_fit_and_large_ones_do_not_at_every_width(width):
    small, large = (gradually_figures.mean_gap(float(width), 1.0, b) for b in (gradually.SMALL, gradually.LARGE))
    late = gradually_figures.mean_gap(float(width), 0.5, gradually.LARGE)
    assert small < 0.001 and late < 0.01
    assert large > gradually_figures.TWO_HUMPS
    assert "**It is:** Only for small steps" in words(
        opened(part=SMALL, bets={"bell": "Yes, for any step"}, width=width)
    )


def test_each_control_of_the_step_changes_what_is_shown():
    usual = track(told(SMALL), "back", "back")[1]["y1"]
    for query in ({"beta": "0.9"}, {"before": "99 %"}, {"width": "0.35"}):
        assert not np.array_equal(track(told(SMALL, **query), "back", "back")[1]["y1"], usual)


@pytest.mark.parametrize("steps", [gradually.CHAINS[0], gradually.CHAINS[-1]])
def test_the_chain_ends_where_it_is_said_to(steps):
    page = told(SMALL, chain=steps)
    header, arrays = track(page, "chain_back", "draws")
    edges, last = arrays["edges"], arrays["counts"][-1]
    middles = (edges[:-1] + edges[1:]) / 2
    on = (np.abs(np.abs(middles) - 1) < 0.4) @ last * (edges[1] - edges[0])
    assert f"**{gradually_figures.percent(gradually_figures.off(0.2, int(steps)))}** of the values" in words(page)
    assert 1 - on == pytest.approx(gradually_figures.off(0.2, int(steps)), abs=0.02)
    assert len(stage(page, "chain_back")[0]["labels"]) == min(int(steps), 40) + 1


# --- 3.3


def test_cloud_and_picture_follow_one_schedule():
    after = told()
    _, points = track(after, "two", "cloud")
    table = track(after, "two", "picture")[1]["table"]
    factors = table / table[0, 0]
    spread = (points["positions"].astype(float) / 65535 - 0.5).reshape(41, -1).std(axis=1) * 6.4
    # data of variance one keep it (Ho et al. 2020): at every t the same factors work on both
    np.testing.assert_allclose(factors[:, 0] ** 2 + factors[:, 1] ** 2, 1, atol=1e-4)
    np.testing.assert_allclose(spread, 1, atol=0.07)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("cloud", ["moons", "rings"])
def test_each_schedule_drives_each_cloud(name, cloud):
    page = told(first=name.capitalize(), cloud=cloud.capitalize())
    assert stage(page, "two")[0]["tracks"][1]["title"] == titled(name)


def test_the_schedule_of_the_first_experiment_and_of_the_next_are_one():
    page = told()
    page.selectbox(key="schedule.first").set_value("sigmoid")
    assert stage(sound(page.run()), "two")[0]["tracks"][1]["title"] == titled("sigmoid")
    assert "Measured under sigmoid" in words(page)
    page.selectbox(key="schedule.windows").set_value("scaled linear")
    assert stage(sound(page.run()))[0]["tracks"][0]["title"] == titled("scaled linear")
    assert page.selectbox(key="schedule.first").value == "scaled linear"


def test_a_schedule_that_loses_nothing_is_said_to():
    page = told(first="By hand", hand1="100", hand2="100", hand3="100", hand4="100")
    assert words(page).count("not even at the end") == 2


@pytest.mark.parametrize("cloud", ["moons", "spirals", "rings"])
def test_the_cloud_is_lost_before_the_picture(cloud):
    found = two_windows_figures.drift(cloud, Plan("cosine"))
    first = two_windows_figures.lost_at(two_windows_figures.seen_of_points(found))
    last = two_windows_figures.lost_at(two_windows_figures.seen_of_picture(make_schedule("cosine")))
    assert first + two_windows_figures.T // 10 < last


# --- bets and closing questions


@pytest.mark.parametrize("bet", BETS)
def test_one_answer_of_each_bet_is_right_and_the_others_are_told_which(bet):
    options = opened(part=BETS[bet]).pills(key=f"bet.schedule.{bet}").options
    assert len(options) == 4 and options[-1] == SHOW_ME
    said = {option: words(opened(part=BETS[bet], bets={bet: option})) for option in options}
    (right,) = [option for option, text in said.items() if f"**You were right:** {option}." in text]
    assert f"**The answer:** {right}." in said[SHOW_ME]
    for option in set(options) - {right, SHOW_ME}:
        assert f"**You said** {option}. **It is:** {right}." in said[option]


def test_the_closing_questions_are_marked_by_a_run():
    for one in QUESTIONS:
        right, measured, *shown = one.run()
        assert right in one.options and any(letter.isdigit() for letter in measured)
        assert len(shown) == 1 and all(track.frames == 1 for track in shown[0])
        wrong = [reason for option, reason in one.options.items() if option != right]
        assert len(wrong) == 2 and all(wrong)
    assert closing.fewer_steps()[0] == closing.REST
    assert closing.dark_or_bright()[0] == closing.ALWAYS
    assert closing.one_heap()[0] == closing.ON_IT


def test_an_answer_is_marked_on_the_page():
    page = opened(part=SMALL)
    page.pills(key="bet.schedule.closing.giant").set_value(closing.OFF_IT)
    said = words(sound(page.run()))
    assert "**Measured just now:**" in said and "**It is:** On the heap, like the data." in said


def test_absurd_addresses_leave_the_page_usable():
    for query in ({"critter": "9999"}, {"beta": "7"}, {"noise": "1e400"}, {"hand1": "nan"}, {"read": "<script>"}):
        for part in (FIRST, SMALL):
            opened(part=part, **query)


def test_without_the_reader_one_sentence_stands_there(monkeypatch, tmp_path):
    where_steps_go_figures.reader.clear()
    where_steps_go_figures.read.clear()
    monkeypatch.setattr(where_steps_go_figures, "load_reader", lambda: schedule_reader_missing(tmp_path))
    page = opened()
    assert any("reader of noisy pictures is missing" in block.value for block in page.info)
    where_steps_go_figures.reader.clear()


def schedule_reader_missing(folder):
    from diffusion_core.evaluation.noisy_reader import load_reader

    return load_reader(folder / "noisy_reader.safetensors")
