"""Thirty play a lesson on a server that is killed while they bet (lesson.py)."""

import pytest

from tests.pages.classroom.house import ROOMS_ALONE, standing
from tests.pages.classroom.lesson import SEATS, Lesson, leaks
from tests.pages.classroom.people_in_a_room import Screen


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    with standing(ROOMS_ALONE, tmp_path_factory.mktemp("class") / "rooms.sqlite3") as house:
        lesson = Lesson(house)
        lesson.play()
        return lesson.end()


def test_no_bet_is_lost_and_none_counts_twice(found):
    assert len(found.expected) == 6 and found.counted == found.expected
    assert [sum(split) for split in found.counted.values()] == [SEATS - 1] * 2 + [SEATS] * 2 + [SEATS - 1] * 2


def test_every_screen_shows_the_answer(found):
    assert [len(screens) for screens in found.reveals] == [SEATS, SEATS + 1, SEATS]


def test_the_screens_come_back_by_themselves_after_the_server_was_killed(found):
    assert found.rejoined >= SEATS - 1


def test_no_pupil_is_told_too_early(found):
    assert found.leaks == []


def test_what_a_pupil_would_be_told_too_early_would_be_found():
    screen = object.__new__(Screen)
    screen.said = b'data: {"state": "closed", "right": 2}\ndata: {"state": "revealed", "right": 2}\n'
    assert leaks(screen) == ['"right"']


def test_the_tables_are_empty_after_the_end(found):
    assert found.left == {"rooms": 0, "seats": 0, "rounds": 0, "bets": 0}
