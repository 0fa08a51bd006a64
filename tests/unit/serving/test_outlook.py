"""What is told to those who wait: their place, and seconds that follow from a pace that was measured."""

import math
from types import SimpleNamespace

import pytest

from diffusion_core.serving.outlook import Outlook, Outlooks, Pace, Work, rows_before


def by_rounds(inside: list[Work], waiting: list[tuple[Work, float]]) -> list[int]:
    """The same, played round by round."""
    here, answered, found = [list(work) for work in inside], 0, []
    for (rows, questions), room in waiting:
        while sum(width for width, _ in here) >= room:
            answered += sum(width for width, _ in here)
            here = [[width, left - 1] for width, left in here if left > 1]
        here.append([rows, questions])
        found.append(answered + sum(width for width, _ in here))
    return found


@pytest.mark.parametrize("rooms", [[1] * 6, [8] * 6, [128] * 6, [40, 40, 40, 8, 8, 8], [64, math.inf, 8, 8, 1, 1]])
def test_what_lies_ahead_is_what_round_after_round_would_answer(rooms):
    inside = [Work(2, 3), Work(32, 20), Work(1, 1), Work(2, 3)]
    waiting = [Work(2, 20), Work(32, 20), Work(2, 6), Work(1, 1), Work(32, 100), Work(2, 20)]
    line = list(zip(waiting, rooms, strict=True))
    assert rows_before(inside, line) == by_rounds(inside, line)


def test_the_pace_is_that_of_the_latest_passes_and_unknown_before_the_first():
    pace = Pace()
    assert pace.of(5) is None
    pace.note(10, 1.0)
    assert pace.of(5) == pytest.approx(0.5)
    for _ in range(100):
        pace.note(64, 0.64)
    assert pace.of(100) == pytest.approx(1.0, rel=0.01)


def test_all_are_told_from_one_look_and_anew_once_somebody_comes():
    looks = []

    # tasks are keys: by what they are, not by what they hold
    class Task(SimpleNamespace):
        __hash__ = object.__hash__
        __eq__ = object.__eq__

    served, *line = [Task(work=Work(2, 10)) for _ in range(4)]
    outlooks: Outlooks = Outlooks(lambda: looks.append(1) or ([served], [(one, 2) for one in line]))
    assert [outlooks.of(one) for one in (served, *line)] == [Outlook(place, None) for place in range(4)]
    assert len(looks) == 1 and outlooks.of(Task(work=Work(1, 1))) is None
    outlooks.pace.note(2, 0.5)
    outlooks.forget()
    assert [outlooks.of(one).seconds for one in line] == [5.5, 10.5, 15.5]
    assert len(looks) == 2
