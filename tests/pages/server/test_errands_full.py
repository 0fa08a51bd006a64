"""Rows of errands come to an end, and a crowd from one neighbourhood leaves room for others."""

import pytest

from pages.server.errands import (
    MOST_OF_ONE,
    MOST_WAITING,
    OUTNUMBERED,
    WAITING,
    WORKING,
    Errands,
    Full,
)
from tests.pages.server.hands import Hand, entered


@pytest.fixture
def place():
    """Errands, one at a time, and a clock that the test turns."""
    now = [0.0]
    errands = Errands(1, patience=1000, full="Please try again.", clock=lambda: now[0])
    yield errands, now
    errands.close()


def test_the_row_has_an_end(place):
    entered(place[0], MOST_OF_ONE + 1)
    with pytest.raises(Full, match="try again"):
        place[0].enter(Hand())


def test_a_crowd_from_one_neighbourhood_lets_somebody_else_in_next_and_leaves_room(place):
    errands = place[0]
    crowd = [errands.enter(Hand(), who="a school") for _ in range(MOST_OF_ONE + 1)]
    with pytest.raises(Full):
        errands.enter(Hand(), who="a school")
    another = errands.enter(Hand(), who="at home")
    assert another.place() == 1 and crowd[1].place() == 2
    crowd[0].stop()
    assert another.state == WORKING and crowd[1].place() == 1


def test_when_the_row_of_all_is_full_who_comes_alone_gets_the_last_place_of_a_crowd(place):
    crowds = [[place[0].enter(Hand(), who=f"school {i}") for _ in range(MOST_OF_ONE)] for i in range(4)]
    place[0].enter(Hand(), who="school 0")
    assert place[0].enter(Hand(), who="at home").state == WAITING
    ended = [one for crowd in crowds for one in crowd if one.over]
    assert len(ended) == 1 and ended[0].why == OUTNUMBERED and ended[0] in [crowd[-1] for crowd in crowds]


def test_the_row_of_all_has_an_end(place):
    for i in range(MOST_WAITING + 1):
        place[0].enter(Hand(), who=f"house {i}")
    with pytest.raises(Full):
        place[0].enter(Hand(), who="one more")


def test_after_the_end_nobody_is_let_in_and_the_reason_is_told(place):
    errands = place[0]
    errands.close()
    with pytest.raises(Full, match="The server is closing"):
        errands.enter(Hand())


def test_whoever_finds_no_room_or_loses_it_is_counted_and_so_is_who_is_there(place):
    errands = place[0]
    entered(errands, MOST_OF_ONE + 1)
    assert errands.refused == 0 and errands.standing() == {WORKING: 1, WAITING: MOST_OF_ONE}
    with pytest.raises(Full):
        errands.enter(Hand())
    assert errands.refused == 1 and len(errands.workers()) == 1
