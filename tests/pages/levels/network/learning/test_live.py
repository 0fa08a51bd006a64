"""4.5, live: a training that begins and ends by its buttons."""

import re

import pytest
import torch

from diffusion_core.common.assets import MODEL
from diffusion_core.common.files import read_tensors
from diffusion_core.serving.training_process import record
from diffusion_core.training.loop import TrainConfig
from diffusion_core.training.watched import Glimpse
from pages.levels.network.learning import live_figures
from pages.server import queues
from pages.server.errands import FINISHED, OVER, PAUSED, WORKING, Errands, Full
from tests.pages.driver import bet, cards, change, control, messages, opened, press, rerun, sent, verdict, words
from tests.pages.server.workers import Child
from tests.waiting import until

PAGE = "level-4-learning"


@pytest.fixture
def row(monkeypatch):
    """A row of trainings whose processes do what the test wants."""
    children = []

    def start(name, seed):
        children.append(Child())
        return children[-1]

    made = Errands(1, patience=1000, full="Very many people are training right now.")
    monkeypatch.setattr(queues, "TRAININGS", made)
    monkeypatch.setattr(queues, "start_child", start)
    yield made, children
    made.close()


def test_start_pause_go_on_and_stop(tiny_engine, row):
    _, children = row
    page = opened(PAGE)
    assert "Blank: no nudge yet." in words(page) and control(page, "Pause").disabled and control(page, "Stop").disabled
    assert "Press **Start**" in words(page)
    press(page, "Start")
    assert "Press **Start**" not in words(page), "not while it runs"
    (training,) = page.session_state["learning.trainings"].values()
    assert training.state == WORKING and "starting for you" in words(page)
    press(page, "Pause")
    assert training.state == PAUSED and "Paused" in words(page)
    assert "Press **Start**" not in words(page) and "Press **Go on**" in words(page)
    press(page, "Go on")
    assert training.state == WORKING and children[0].orders == [b"pause\n", b"go\n"]
    press(page, "Stop")
    assert training.state == OVER and children[0].killed
    assert "Stopped: it was still starting, no nudge yet." in words(page)
    assert not control(page, "Start again").disabled


def test_whoever_comes_second_is_told_the_place_in_the_queue(tiny_engine, row):
    queues.train("points", 0)
    page = press(opened(PAGE), "Start")
    assert "You are number 1 in the queue" in words(page)


def test_when_too_many_wait_there_is_a_sentence(tiny_engine, row, monkeypatch):
    def full(name, seed):
        raise Full("Very many people are training right now.")

    monkeypatch.setattr(queues, "train", full)
    said = words(press(opened(PAGE), "Start"))
    assert "Very many people are training right now." in said and "Blank: no nudge yet." in said


def test_choosing_the_other_world_stops_the_training(tiny_engine, row):
    _, children = row
    page = press(opened(PAGE), "Start")
    change(page, "learning.world", "points")
    assert children[0].killed and "points" in sent(page, "learning.live")[0]["tracks"][0]["title"]
    assert "learning.nudges" not in cards(page)


def test_why_points_stray_although_the_error_no_longer_falls_is_said(tiny_engine):
    assert (
        "Some points stray even when the error has stopped falling: on the way from noise, many small misses add up."
        in (words(opened(PAGE, {"learning.world": "points"})))
    )


def glimpses_of(shares) -> list[Glimpse]:
    pictures = torch.rand(16, 3, 16, 16, generator=torch.Generator().manual_seed(0)) * 2 - 1
    return [
        Glimpse(100 * i, 3200 * i, 0.5, pictures, share, torch.empty(0), float(i)) for i, share in enumerate(shares)
    ]


def test_a_finished_training_can_be_scrubbed_and_settles_the_bet(tiny_engine, row):
    page = press(opened(PAGE), "Start")
    (training,) = page.session_state["learning.trainings"].values()
    training.results.extend(glimpses_of([0, 0.2, 0.9, 0.7, 1.0]))
    working = sent(rerun(page), "learning.live")
    assert working[0]["frames"] == 1
    row[0].stop(training, FINISHED)
    bet(rerun(page), "learning.nudges", "About ten")
    header, arrays = sent(page, "learning.live")
    assert header["frames"] == 5 and header["start"] == 4
    assert arrays["0.pixels"].nbytes < 1_000_000
    assert verdict(page, "learning.nudges") == "Not quite. **200** nudges, in your run."
    assert cards(page)["learning.nudges"]["right"] == "A few hundred"
    assert header["proof"]["marks"] == ["right"]


def test_at_its_goal_a_training_rests_can_be_scrubbed_and_be_trained_on(tiny_engine, row):
    _, children = row
    page = press(opened(PAGE), "Start")
    (training,) = page.session_state["learning.trainings"].values()
    children[0].send(b"".join(map(record, glimpses_of([0, 0.2, 0.9]))))
    until(lambda: training.state == PAUSED)
    rerun(page)
    assert "Done: after 200 nudges 90 % have the colour that we name" in words(page)
    assert sent(page, "learning.live")[0]["frames"] == 3
    press(page, "Train on")
    assert training.state == WORKING


def test_without_a_run_of_ones_own_the_recorded_one_is_named(tiny_engine, row):
    page = bet(opened(PAGE), "learning.nudges", "Just show me")
    (nudges,) = re.findall(r"About \*\*(\d)00\*\* nudges, in a recorded run", verdict(page, "learning.nudges"))
    header, _ = sent(page, "learning.recorded")
    reached = header["labels"][header["proof"]["end"]]
    assert re.match(rf"nudge {nudges}\d\d · 81 %", reached) and "learning.live" not in messages(page)
    press(page, "Start")
    assert "learning.live" in messages(page) and "learning.recorded" not in messages(page)


def test_the_large_network_was_nudged_far_fewer_times_than_a_million():
    notes, _ = read_tensors(MODEL)
    assert 0 < live_figures.large_nudges() < 300_000
    assert live_figures.large_nudges() * TrainConfig.batch == pytest.approx(int(notes["pictures"]), rel=0.01)
