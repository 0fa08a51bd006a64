"""4.19: the quick search, the one to the end that can be stopped, and what is said of both."""

import json
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from diffusion_core.common.assets import MODEL
from diffusion_core.data.critters import TRAINING_COUNT, draw, training_seeds
from diffusion_core.evaluation.nearest import LOOKED_AT, Found
from pages.levels.network.anew import is_it_new, is_it_new_figures
from pages.server import queues
from pages.server.errands import Full
from pages.shared.page.bets import SHOW_ME
from tests.pages.driver import bet, change, opened, press, rerun, run_through, sent, words
from tests.waiting import until

PAGE = "level-4-new"

pytestmark = pytest.mark.usefixtures("tiny_engine")


def test_who_asks_for_certainty_sees_how_far_it_is_may_stop_and_gets_it(monkeypatch):
    gates = []

    def search(index, pictures, *, best, most=LOOKED_AT):
        yield [Found([7, 8, 9], [40.0, 41.0, 42.0], 384, 384)] * 2
        if most is None:
            gates.append(threading.Event())
            gates[-1].wait(60)
            yield [Found([1, 8, 9], [30.0, 41.0, 42.0], 500, 0)] * 2

    monkeypatch.setattr(is_it_new_figures, "search", search)
    app = bet(opened(PAGE, {"new.seed": "31"}), "new.nearest", SHOW_ME)
    assert not gates and "None of the others" not in words(app)
    for end in ("stop", "whole"):
        press(app, "new.whole")
        until(lambda end=end: len(gates) == 1 + (end == "whole"))
        rerun(app)
        assert sent(app, "new.both")[0]["tracks"][0]["title"] == "the network's · no. 7"
        if end == "stop":
            press(app, "new.stop")
        gates[-1].set()
        until(lambda: app.session_state["new.search"][1].over)
        rerun(app)
    assert "None of the others" in words(app) and sent(app, "new.both")[0]["tracks"][0]["title"].endswith("no. 1")
    assert not [button for button in app.button if button.key in ("new.whole", "new.stop")]


def test_beside_the_one_pair_stands_what_was_counted_over_many(monkeypatch):
    monkeypatch.setattr(
        is_it_new_figures, "search", lambda *args, **how: iter([[Found([7, 8, 9], [40.0, 41, 42], 384, 384)] * 2])
    )
    text = words(bet(opened(PAGE, {"new.seed": "33"}), "new.nearest", SHOW_ME))
    counted = json.loads(Path("assets/evaluation.json").read_text(encoding="utf-8"))["copying"]
    assert f"a fresh one in {100 * counted['value']:.1f} %" in text and f"{counted['n']:,} pictures" in text
    # were f of 100 copies, 50 + f/2 would have a training picture nearest
    most = (100 * counted["interval"][1] - 50) * 2
    assert f"about **{most:.0f} in 100** can be copies" in text
    assert "0.98 times as far" in text, "40 and 41 shades"


def test_another_picture_stops_the_search_for_the_first(monkeypatch):
    gate = threading.Event()

    def search(index, pictures, *, best, most=LOOKED_AT):
        yield [Found([7, 8, 9], [40.0, 41.0, 42.0], 384, 384)] * 2
        if most is None:
            gate.wait(60)
            yield [Found([1, 8, 9], [30.0, 41.0, 42.0], 500, 9)] * 2
            raise AssertionError("nobody wanted more")

    monkeypatch.setattr(is_it_new_figures, "search", search)
    app = bet(opened(PAGE, {"new.seed": "32"}), "new.nearest", SHOW_ME)
    press(app, "new.whole")
    _, errand = app.session_state["new.search"]
    until(lambda: errand.begun)
    change(app, "new.seed", 33)
    gate.set()
    until(lambda: errand.over)
    assert not errand.finished


def test_when_too_many_search_there_is_a_sentence(monkeypatch):
    def full(results):
        raise Full("Very many people are searching right now.")

    monkeypatch.setattr(
        is_it_new_figures, "search", lambda *args, **how: iter([[Found([7, 8, 9], [40.0, 41, 42], 384, 384)] * 2])
    )
    monkeypatch.setattr(queues, "search", full)
    app = bet(opened(PAGE, {"new.seed": "34"}), "new.nearest", SHOW_ME)
    press(app, "new.whole")
    assert "Very many people are searching right now." in [one.value for one in app.info]


def test_a_search_to_the_end_that_has_compared_fewer_than_the_quick_one_does_not_count_yet():
    quick, more = [Found([1], [40.0], 384, 9)], [Found([1], [40.0], 448, 9)]
    behind = SimpleNamespace(latest=[Found([1], [41.0], 192, 9)])
    assert is_it_new.newest(behind, quick) is quick is is_it_new.newest(None, quick)
    assert is_it_new.newest(SimpleNamespace(latest=more), quick) is more


def test_neighbours_of_a_training_picture_begin_with_itself():
    number = int(training_seeds()[500])
    copied = is_it_new_figures.Pair(draw([number]), draw([TRAINING_COUNT + 1]), "")
    (ours, fresh), shares = run_through(is_it_new_figures.neighbours(copied))
    assert ours.numbers[0] == number and ours.gaps[0] == 0 and fresh.gaps[0] > 10
    assert is_it_new.verdict(ours, fresh) == is_it_new.COPY
    assert shares[-1] <= 1


def test_much_nearer_and_about_as_near_are_told_apart():
    def found(gap):
        return Found([1], [gap], 384, 1)

    assert is_it_new.verdict(found(20), found(50)) == is_it_new.CLOSE
    assert is_it_new.verdict(found(48), found(50)) == is_it_new.FAR


@pytest.mark.parametrize(("animal", "colour"), [("cat", "blue"), ("owl", "red")])
def test_no_picture_of_the_network_is_much_nearer_to_its_training_than_a_fresh_drawing(engine_of, animal, colour):
    engine_of(MODEL)
    ours, fresh = run_through(is_it_new_figures.neighbours(is_it_new_figures.pair(animal, colour, 3)))[0]
    assert is_it_new.verdict(ours, fresh) == is_it_new.FAR
