"""Whoever guesses codes is slowed, and the class behind the same address is not."""

import asyncio
import time

import pytest

from pages.classroom.limits import Codes, Pace

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def test_a_pace_allows_some_at_once_and_then_so_many_a_second():
    now = [0.0]
    pace = Pace(3, 2, clock=lambda: now[0])
    assert [pace.takes("one") for _ in range(5)] == [True, True, True, False, False]
    assert pace.takes("other")
    now[0] = 0.5
    assert [pace.takes("one") for _ in range(2)] == [True, False]
    now[0] = 100
    assert [pace.takes("one") for _ in range(4)] == [True, True, True, False]


def test_to_ask_whether_one_may_costs_nothing():
    pace = Pace(1, 0)
    assert pace.takes("one", 0) and pace.takes("one", 0) and pace.takes("one") and not pace.takes("one", 0)


async def guess(codes: Codes, code: str) -> bool:
    tried = await codes.may_try("school", code)
    if tried:
        codes.was_wrong("school")
    return tried


async def test_three_hundred_wrong_codes_are_slowed():
    codes, begun = Codes(wait=0.2, pace=Pace(30, 0.5)), time.monotonic()
    tried = await asyncio.gather(*(guess(codes, f"{number:05}") for number in range(300)))
    # those at once, and the few that may wait
    assert sum(tried[:30]) == 30 and sum(tried) <= 45
    assert time.monotonic() - begun >= 0.2


async def test_meanwhile_the_class_sits_down_at_once_and_others_from_there_within_a_moment():
    codes = Codes(wait=0.2, pace=Pace(30, 0.5))
    codes.know("school", "BDFGH")
    for _ in range(40):
        codes.was_wrong("school")
    begun = time.monotonic()
    assert await codes.may_try("school", "BDFGH") and time.monotonic() - begun < 0.05
    assert await codes.may_try("school", "ANOTHER") and time.monotonic() - begun >= 0.2
    assert await codes.may_try("elsewhere", "OTHER") and time.monotonic() - begun < 0.4
