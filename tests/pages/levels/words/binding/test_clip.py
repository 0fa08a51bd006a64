"""5.7: a small CLIP that is taught, asked and mended."""

import math

import pytest
import torch

from diffusion_core.serving.training_process import record
from diffusion_core.training.clip_lesson import PLAIN, TABLE, WITH_SWAPS, Look
from pages.levels.words.binding import clip, clip_figures, clip_record
from pages.server import queues
from pages.server.errands import FINISHED, OVER, PAUSED, WORKING, Errands, Full
from tests.pages.driver import bet, cards, control, keys, messages, names, opened, press, rerun, sent, verdict, words
from tests.pages.server.workers import Child
from tests.waiting import until

PAGE = "level-5-wrong"
START, PAUSE, STOP = (f"words.{name}.0" for name in ("start", "pause", "stop"))


@pytest.fixture
def row(monkeypatch):
    """A row of trainings whose processes do what the test wants."""
    children = []

    def start(name, seed):
        children.append(Child())
        children[-1].name = name
        return children[-1]

    made = Errands(1, patience=1000, full="Very many people are training right now.")
    monkeypatch.setattr(queues, "TRAININGS", made)
    monkeypatch.setattr(queues, "start_child", start)
    yield made, children
    made.close()


def looks_of(shares, preferred=0.55) -> list[Look]:
    table = torch.eye(TABLE)
    return [
        Look(10 * i, math.nan if i == 0 else 1.0, share, preferred, table, torch.tensor([0.5, 0.5]), float(i))
        for i, share in enumerate(shares)
    ]


def test_start_pause_go_on_and_stop(tiny_engine, row):
    _, children = row
    page = opened(PAGE)
    assert "Yours hasn't been taught yet." in words(page) and control(page, PAUSE).disabled
    press(page, START)
    (lesson,) = page.session_state["words.lessons"].values()
    assert lesson.state == WORKING and "starting for you" in words(page) and children[0].name == PLAIN
    press(page, PAUSE)
    assert lesson.state == PAUSED and "Paused" in words(page)
    press(page, PAUSE)
    assert lesson.state == WORKING and children[0].orders == [b"pause\n", b"go\n"]
    press(page, STOP)
    assert lesson.state == OVER and children[0].killed and "Stopped: it was still starting" in words(page)


def test_looks_come_out_of_the_process_whole(tiny_engine, row):
    _, children = row
    page = press(opened(PAGE), START)
    (lesson,) = page.session_state["words.lessons"].values()
    children[0].send(b"".join(map(record, looks_of([0.02, 0.5, 0.97]))))
    until(lambda: len(lesson.results) == 3)
    assert isinstance(lesson.latest, Look) and lesson.latest.found == 0.97 and lesson.state == WORKING
    rerun(page)
    assert sent(page, "words.lesson0")[0]["frames"] == 1, "while it runs, the latest alone"
    row[0].stop(lesson, FINISHED)
    rerun(page)
    header, arrays = sent(page, "words.lesson0")
    assert header["frames"] == 3 and sum(array.nbytes for array in arrays.values()) < 1_000_000


def test_before_the_bet_nothing_tells_of_the_colours(tiny_engine, row):
    page = press(opened(PAGE), START)
    (lesson,) = page.session_state["words.lessons"].values()
    lesson.results.extend(looks_of([0.02, 0.5, 0.97]))
    row[0].stop(lesson, FINISHED)
    rerun(page)
    assert names(page, "words.lesson0") == ["table", "example", "right"]
    (chart,) = [one for one in sent(page, "words.lesson0")[0]["tracks"] if one["name"] == "right"]
    assert [line["name"] for line in chart["lines"]] == [f"finds its caption among {TABLE}"]
    assert clip.MEND_BET not in cards(page)


def test_ones_own_lesson_settles_the_bet(tiny_engine, row):
    page = press(opened(PAGE), START)
    (lesson,) = page.session_state["words.lessons"].values()
    lesson.results.extend(looks_of([0.02, 0.5, 0.97], preferred=0.61))
    row[0].stop(lesson, FINISHED)
    bet(rerun(page), clip.COIN_BET, clip.NEARLY)
    assert "Yours chose right in **61** of 100" in verdict(page, clip.COIN_BET)
    assert sent(page, "words.lesson0")[0]["proof"]["marks"] == ["right"]
    assert {"fits", "table"} <= set(names(page, "words.lesson0"))


def test_without_a_lesson_of_ones_own_the_recorded_one_is_shown(tiny_engine, row):
    page = bet(opened(PAGE), clip.COIN_BET, clip.COIN)
    assert cards(page)[clip.COIN_BET]["right"] == clip.COIN and verdict(page, clip.COIN_BET).startswith("Yes!")
    assert f"**{clip_record.in_100(PLAIN, 'preferred')}** of 100" in verdict(page, clip.COIN_BET)
    assert "words.recorded" in messages(page) and "words.lesson0" not in messages(page)
    each, mean = clip_record.recorded()[PLAIN]["preferred_each"], clip_record.end(PLAIN, "preferred")
    came_to = ", ".join(f"{100 * share:.0f}" for share in each)
    low, high = (100 * end for end in mean["interval"])
    assert f"{len(each)} of them. They chose right in {came_to} of 100" in words(page)
    assert f"(95 %: {low:.0f} to {high:.0f})" in words(page) and mean["n"] == len(each) > 1
    press(page, START)
    assert "words.recorded" not in messages(page) and "words.lesson0" in messages(page)


def test_wrong_answers_with_the_same_words_mend_it_and_starting_that_stops_the_other(tiny_engine, row):
    _, children = row
    page = bet(opened(PAGE), clip.COIN_BET, clip.COIN)
    assert "words.start.1" not in keys(page) and names(page, "words.before") == ["compared"]
    bet(page, clip.MEND_BET, clip.MORE)
    assert cards(page)[clip.MEND_BET]["right"] == clip.SWAPPED
    assert f"**{clip_record.in_100(WITH_SWAPS, 'preferred')}** of 100" in verdict(page, clip.MEND_BET)
    press(page, START)
    press(page, "words.start.1")
    assert children[0].killed and page.session_state["words.lessons"][PLAIN].state == OVER
    until(lambda: len(children) == 2)
    assert children[1].name == WITH_SWAPS


def test_when_too_many_wait_there_is_a_sentence(tiny_engine, row, monkeypatch):
    def full(name, seed):
        raise Full("Very many people are training right now.")

    monkeypatch.setattr(queues, "train", full)
    assert "Very many people are training right now." in words(press(opened(PAGE), START))


def test_both_recorded_curves_stand_over_one_axis_and_end_where_their_lesson_did():
    (chart,), labels = clip_figures.compared()
    plain = next(line for line in chart.lines if line.name == clip_figures.NAMES[PLAIN])
    last = clip_record.recorded()[PLAIN]["nudges"][-1]
    assert len(labels) == len(chart.x) and chart.x[-1] > last
    known = [value for at, value in zip(chart.x, plain.y, strict=True) if at <= last]
    assert not any(map(math.isnan, known)) and all(map(math.isnan, plain.y[len(known) :]))
