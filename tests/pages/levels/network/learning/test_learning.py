"""4.6 on the page: the stages of one exercise, a training that begins and ends by its buttons, and what is stated."""

import re

import numpy as np
import pytest
import torch

from diffusion_core.commands.snapshots import convert
from diffusion_core.common.assets import MODEL
from diffusion_core.common.wire import unpack
from diffusion_core.serving.training_process import record
from diffusion_core.training.snapshots import loaders, snapshots
from diffusion_core.training.watched import Look
from pages.levels.network.learning import by_hand_figures, growing_figures, live_figures
from pages.levels.network.learning.growing_figures import BLOBS, NOISE, SHEET
from pages.server import queues, resources
from pages.server.errands import FINISHED, OVER, PAUSED, WORKING, Errands, Full
from tests.pages.server.test_errands import until
from tests.pages.server.test_workers import Child
from tests.tiny import save_tiny

PAGE = "levels/network/learning/part.py"


def players(page) -> dict[str, tuple[dict, dict[str, np.ndarray]]]:
    assert not page.exception
    found = [unpack(part.proto.bytes) for part in page.get("bidi_component") if part.proto.bytes]
    return {header["key"]: (header, arrays) for header, arrays in found}


def said(page) -> str:
    return "\n".join(part.value for part in [*page.markdown, *page.caption, *page.info])


def button(page, label: str):
    (found,) = [one for one in page.button if one.label == label]
    return found


def bet(page, key: str, answer: str):
    (pills,) = [group for group in page.button_group if group.key == f"bet.{key}"]
    return pills.set_value(answer).run()


@pytest.fixture
def row(monkeypatch):
    """A row of trainings whose processes do what the test wants."""
    children = []

    def start(name, seed):
        children.append(Child())
        return children[-1]

    made = Errands(1, patience=1000, full="Very many people are training right now.")
    monkeypatch.setattr(queues, "trainings", lambda: made)
    monkeypatch.setattr(queues, "start_child", start)
    yield made, children
    made.close()


# --- by hand


def test_the_seven_stages_show_one_thing_more_each(tiny_engine, open_page):
    header, arrays = players(open_page(PAGE))["learning.hand"]
    assert header["frames"] == 7 and header["start"] == 6
    names = [track["name"] for track in header["tracks"][:5]]
    appear = [int(np.argmax([frame.std() > 0 for frame in arrays[f"{i}.pixels"]])) for i in range(5)]
    assert dict(zip(names, appear, strict=True)) == {"clean": 0, "eps": 2, "x": 3, "guess": 4, "gap": 5}
    rows = {row["label"]: row["texts"] for row in header["tracks"][5]["rows"]}
    assert rows["error after the nudge"][5] == "not yet" != rows["error after the nudge"][6]
    moves = [float(texts[6].replace("−", "-")) - float(texts[5].replace("−", "-"))
             for label, texts in rows.items() if label.startswith("weight ")]  # fmt: skip
    assert min(moves) < 0 < max(moves), "each goes its own way"


def test_a_nudge_by_one_picture_moves_the_guess_at_another_and_spoils_nothing(engine_of):
    """What the bet calls right, on the network that ships, for many pictures."""
    engine_of(MODEL)
    for number in range(4):
        found = by_hand_figures.lesson(number, number)
        before, after = found.felt.errors
        assert 0 < found.felt.moved < 5 and abs(after - before) < 0.1 * before
        gap = found.felt.after.astype(float) - found.felt.before
        assert abs(gap).max() < 25, "the two guesses that are shown look alike"
        assert found.error_after < found.error and found.moved > 0.99


def test_another_picture_is_another_exercise(tiny_engine, open_page):
    first, second = (players(open_page(PAGE, {"learning.picture": n}))["learning.hand"] for n in ("0", "99999"))
    assert first[0]["tracks"][0]["digest"] != second[0]["tracks"][0]["digest"]


# --- live


def test_start_pause_go_on_and_stop(tiny_engine, open_page, row):
    _, children = row
    page = open_page(PAGE)
    assert "Blank: no nudge yet." in said(page) and button(page, "Pause").disabled and button(page, "Stop").disabled
    page = button(page, "Start").click().run()
    (training,) = page.session_state["learning.trainings"].values()
    assert training.state == WORKING and "starting for you" in said(page)
    page = button(page, "Pause").click().run()
    assert training.state == PAUSED and "Paused" in said(page)
    page = button(page, "Go on").click().run()
    assert training.state == WORKING and children[0].orders == [b"pause\n", b"go\n"]
    page = button(page, "Stop").click().run()
    assert training.state == OVER and children[0].killed
    assert "Stopped: it was still starting, no nudge yet." in said(page)
    assert not page.exception and not button(page, "Start again").disabled


def test_whoever_comes_second_is_told_the_place_in_the_queue(tiny_engine, open_page, row):
    queues.train("points", 0)
    page = button(open_page(PAGE), "Start").click().run()
    assert "You are number 1 in the queue" in said(page)


def test_when_too_many_wait_there_is_a_sentence(tiny_engine, open_page, row, monkeypatch):
    def full(name, seed):
        raise Full("Very many people are training right now.")

    monkeypatch.setattr(queues, "train", full)
    page = button(open_page(PAGE), "Start").click().run()
    assert "Very many people are training right now." in said(page) and "Blank: no nudge yet." in said(page)


def test_choosing_the_other_world_stops_the_training(tiny_engine, open_page, row):
    _, children = row
    page = button(open_page(PAGE), "Start").click().run()
    (world,) = [group for group in page.button_group if group.key == "learning.world"]
    page = world.set_value("points").run()
    assert children[0].killed and "points" in players(page)["learning.live"][0]["tracks"][0]["title"]
    assert "cats have the colour" not in said(page)


def looks_of(shares) -> list[Look]:
    pictures = torch.rand(16, 3, 16, 16, generator=torch.Generator().manual_seed(0)) * 2 - 1
    return [Look(100 * i, 3200 * i, 0.5, pictures, share, torch.empty(0), float(i)) for i, share in enumerate(shares)]


def test_a_finished_training_can_be_scrubbed_and_settles_the_bet(tiny_engine, open_page, row):
    page = button(open_page(PAGE), "Start").click().run()
    (training,) = page.session_state["learning.trainings"].values()
    training.results.extend(looks_of([0, 0.2, 0.9, 0.7, 1.0]))
    working = players(page.run())["learning.live"]
    assert working[0]["frames"] == 1
    row[0].stop(training, FINISHED)
    page = bet(page.run(), "learning.nudges", "About ten")
    header, arrays = players(page)["learning.live"]
    assert header["frames"] == 5 and header["start"] == 4
    assert arrays["0.pixels"].nbytes < 1_000_000
    assert "In your run at least 80 % were right after **200** nudges" in said(page)
    assert "**You said** About ten. **It is:** Some hundreds" in said(page)


def test_at_its_goal_a_training_rests_can_be_scrubbed_and_be_trained_on(tiny_engine, open_page, row):
    _, children = row
    page = button(open_page(PAGE), "Start").click().run()
    (training,) = page.session_state["learning.trainings"].values()
    children[0].send(b"".join(map(record, looks_of([0, 0.2, 0.9]))))
    until(lambda: training.state == PAUSED)
    page = page.run()
    assert "Done: after 200 nudges 90 % have the colour asked for" in said(page)
    assert players(page)["learning.live"][0]["frames"] == 3
    page = button(page, "Train on").click().run()
    assert training.state == WORKING and not page.exception


def test_without_a_run_of_ones_own_the_recorded_one_is_named(tiny_engine, open_page, row):
    page = bet(open_page(PAGE), "learning.nudges", "Just show me")
    assert re.search(r"recorded it took \*\*\d{3}\*\* nudges", said(page))


# --- the floor


def test_the_loss_is_shown_first_and_its_floor_after_the_bet(tiny_engine, open_page):
    page = open_page(PAGE)
    assert "learning.loss" in players(page) and "learning.floor" not in players(page)
    page = bet(page, "learning.flat", "It is too small")
    header, arrays = players(page)["learning.floor"]
    assert header["frames"] == len(live_figures.recorded()["points"]["nudges"])
    error, least = arrays["0.y0"], arrays["0.y1"]
    assert (error >= least - 0.003).all() and error[-1].mean() < least.mean() + 0.02 < error[0].mean()
    assert "**It is:** Nothing is wrong" in said(page)
    assert "learning.large" in players(page)


def test_the_large_networks_loss_is_the_one_that_was_logged():
    seen, loss = live_figures.large_log()
    assert seen == sorted(seen) and len(seen) == len(loss)
    half = len(loss) // 2
    # "looks the same": nearly all of the fall comes early
    assert loss[half] - loss[-1] < 0.15 * (loss[0] - loss[-1])


# --- from blank to finished


def test_blank_and_finished_are_there_without_any_snapshot(tiny_engine, open_page, monkeypatch):
    monkeypatch.setattr("diffusion_core.training.snapshots.snapshots", lambda *_: {})
    page = open_page(PAGE)
    header, _ = players(page)["learning.growing"]
    assert header["frames"] == 1 and "blank" not in str(header["labels"])
    page = bet(page, "learning.blank", "Blobs of colour")
    header, arrays = players(page)["learning.growing"]
    assert header["frames"] == 2 and header["labels"][0].startswith("blank") and header["start"] == 0
    assert not np.array_equal(*arrays["0.pixels"])
    assert "**It is:** Noise again" in said(page)


def test_snapshots_stand_between_them(engine_of, tmp_path, monkeypatch):
    folder, run = tmp_path / "small", tmp_path / "run"
    run.mkdir()
    for count in (100, 300):
        save_tiny(run / f"snapshot-{count}.safetensors")
    convert(run, folder)
    monkeypatch.setattr("diffusion_core.training.snapshots.snapshots", lambda *_: snapshots(folder))
    monkeypatch.setattr("diffusion_core.training.snapshots.loaders", lambda path: loaders(path, folder))
    engine_of(save_tiny(tmp_path / "tiny.safetensors"))
    assert list(resources.training_stages().values()) == ["blank", "after 100", "after 300", "critters"]
    found = growing_figures.growth(0)
    assert len(found.drawn) == len(found.guess) == 4
    # the tiny snapshots are the tiny network, so all but the blank one draw alike, up to the rounding of int8
    gaps = np.abs(found.drawn[1].astype(int) - found.drawn[3])
    assert gaps.mean() < np.abs(found.drawn[0].astype(int) - found.drawn[3]).mean() / 2
    assert growing_figures.growth_labels(found, first=1)[0].startswith("after 100 pictures")


def test_the_blank_network_makes_noise_of_noise_whatever_the_seed(engine_of):
    engine_of(MODEL)
    for seed in (0, 2, 7):
        found = growing_figures.growth(seed)
        assert found.kind == NOISE
        assert found.off[-1] < 0.5 * found.off[0]


def test_kinds_are_told_apart():
    random = torch.Generator().manual_seed(0)
    noise = torch.randn(3, 64, 64, generator=random).clamp(-1, 1)
    blobs = torch.nn.functional.interpolate(torch.randn(1, 3, 8, 8, generator=random), scale_factor=8)[0].clamp(-1, 1)
    assert [growing_figures.kind_of(x) for x in (noise, blobs, 0.05 * noise)] == [NOISE, BLOBS, SHEET]
