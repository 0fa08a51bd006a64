"""Level 3: where the steps go, as the reader of noisy pictures sees it."""

import numpy as np
import pytest

from diffusion_core.evaluation.legibility import recorded, recorded_of
from diffusion_core.evaluation.noisy_reader import FIRST_LESSON, load_noisy_reader
from diffusion_core.process.schedules import SCHEDULES, make_schedule
from pages.levels.schedule import where_steps_go_figures
from pages.levels.schedule.choice import NAMES, Plan
from pages.shared.page import pictures
from pages.shared.page.bets import SHOW_ME
from tests.pages.driver import change, numbers, opened, sent, track, verdict, words

FIRST = "level-3"
TOLD = {f"schedule.{name}": SHOW_ME for name in ("half", "first_lost", "lost", "end", "leap")}
TITLES = {name: f"under {name}" for name in NAMES} | {"by hand": "under a line by hand"}


@pytest.fixture(scope="module")
def after():
    return opened(FIRST, bets=TOLD)


def test_the_curve_of_the_reader_is_the_record_read_at_each_t(after):
    header, arrays = track(after, "schedule.reader", "rates")
    for row, (name, curve, what) in enumerate(
        (name, curve, what)
        for what, curve in (("animal", recorded()), ("place", recorded_of("place")))
        for name in ("linear", "cosine")
    ):
        assert header["lines"][row]["name"] == f"{what}, {name}"
        schedule = make_schedule(name)
        wanted = [np.interp(schedule.log_snr(int(t)), curve.log_snr, curve.right) for t in arrays["x"]]
        np.testing.assert_allclose(arrays["y"][row], 100 * np.array(wanted), rtol=1e-5)


def test_the_place_outlasts_the_animal_and_both_are_said():
    lost = {name: recorded_of("place").lost_at(make_schedule(name)) for name in ("linear", "cosine")}
    assert all(place > recorded().lost_at(make_schedule(name)) + 50 for name, place in lost.items())
    said = words(change(opened(FIRST, bets=TOLD), "folds-3-2", "Wasted steps"))
    assert f"about t = **{round(lost['linear'], -1)}** under linear" in said
    assert f"t = **{round(lost['cosine'], -1)}** under cosine" in said


def test_it_is_answered_why_cosine_is_our_schedule(after):
    linear, cosine = (recorded().use(make_schedule(name)).blind for name in ("linear", "cosine"))
    assert cosine < linear / 2
    said = words(after)
    assert f"linear wastes {100 * linear:.0f} % of its steps" in said and f"cosine {100 * cosine:.1f} %" in said
    assert "From here on, cosine is our schedule." in said


def test_the_first_critter_is_the_cat_with_the_bow_which_the_reader_never_saw():
    found = where_steps_go_figures.read(0, Plan("linear"))
    assert found.words == pictures.default().words
    np.testing.assert_allclose(127.5 * (found.x0 + 1), pictures.default().pixels(), atol=1e-3)
    # its drawing has another number than any of the lessons
    assert pictures._POSE < FIRST_LESSON


def test_linear_wastes_steps_on_the_animal_alone():
    linear = make_schedule("linear")
    assert recorded().use(linear).blind > 0.1
    assert [recorded_of(what).use(linear).blind for what in ("colour", "place")] == [0, 0]


def test_the_reader_is_sure_at_first_and_lost_in_the_end(after):
    said = numbers(after, "schedule.reader", "says")
    assert said["that is"][:10] == ["right"] * 10
    assert float(said["how sure it is"][-1].split()[0]) < 60


def test_another_critter_is_read_anew():
    first, second = (
        numbers(opened(FIRST, {"schedule.critter": number}, bets=TOLD), "schedule.reader", "says")
        for number in ("2", "100")
    )
    assert first != second


@pytest.mark.parametrize("name", NAMES)
def test_the_reader_is_shown_the_schedule_of_the_menu(name):
    page = opened(FIRST, {"schedule.read": name.capitalize()}, bets=TOLD)
    assert sent(page, "schedule.reader")[0]["tracks"][0]["title"] == TITLES[name]


def test_the_table_says_on_what_each_schedule_spends_its_steps():
    page = change(opened(FIRST, bets=TOLD), "folds-3-2", "Wasted steps")
    (table,) = [block.value for block in page.markdown if block.value.startswith("| schedule |")]
    rows = [line.split("|")[1:-1] for line in table.splitlines()[2:]]
    assert [row[0].strip() for row in rows] == list(SCHEDULES)
    curves = (recorded(), recorded_of("colour"), recorded_of("place"))
    for name, (_, *wasted, left) in zip(SCHEDULES, rows, strict=True):
        schedule = make_schedule(name)
        for said, curve in zip(wasted, curves, strict=True):
            shown = float(said.strip().removesuffix("\u00a0%")) / 100
            assert shown == pytest.approx(curve.use(schedule).blind, abs=0.0051)
        said = float(left.strip().removeprefix("below\u00a0").removesuffix("\u00a0%")) / 100
        assert said == pytest.approx(schedule.alpha_bar[-1].item(), rel=0.05, abs=1e-5)
    by_hand = opened(FIRST, {"schedule.beside": "By hand"}, bets=TOLD)
    assert "| by hand |" in words(change(by_hand, "folds-3-2", "Wasted steps"))
    lost = recorded().lost_at(make_schedule("linear"))
    assert f"More often wrong than right from about t = **{round(lost, -1)}** on." in verdict(page, "schedule.lost")


def test_without_the_reader_one_sentence_stands_there(monkeypatch, tmp_path):
    where_steps_go_figures.reader.clear()
    where_steps_go_figures.read.clear()
    monkeypatch.setattr(
        where_steps_go_figures, "load_noisy_reader", lambda: load_noisy_reader(tmp_path / "noisy_reader.safetensors")
    )
    page = opened(FIRST)
    assert any("reader of noisy pictures is missing" in block.value for block in page.info)
    where_steps_go_figures.reader.clear()
