"""Shared runs: two who ask the same have one, what is kept has its room, and none sends too much."""

import asyncio
import time

import numpy as np
import pytest

from diffusion_core.sampling.job import Job
from diffusion_core.serving.engine import Busy
from diffusion_core.serving.line import CLOSING
from pages.server import shared_runs
from pages.server.shared_runs import HELD, SORRY


@pytest.mark.parametrize(("steps", "count"), [(1, 1), (20, 1), (1000, 1), (100, 16), (2, 16)])
def test_no_run_sends_more_than_four_megabytes_and_all_keep_both_ends(steps, count):
    shown = shared_runs.shown_steps(steps, count)
    assert len(shown) * 2 * np.prod(shared_runs.frame_shape(count)) <= 4_000_000
    assert shown[0] == 0 and shown[-1] == steps and shown == sorted(set(shown))
    gaps = np.diff(shown)
    assert gaps.max() - gaps.min() <= 1


def test_two_who_ask_the_same_share_a_run_and_one_may_leave(slow):
    first, second = shared_runs.book.open(Job(steps=5)), shared_runs.book.open(Job(steps=5))
    assert first is second and len(slow.begun) == 1
    shared_runs.book.leave(first)
    assert not slow.begun[0].cancelled.is_set()
    shared_runs.book.leave(second)
    assert slow.begun[0].cancelled.is_set()


def finished(slow, seed: int) -> shared_runs.Run:
    """Drawn to its end by somebody who leaves then."""
    run = shared_runs.book.open(Job(seed=seed, steps=1))
    slow.step(1, 1)
    slow.finish()
    while not run.over:
        time.sleep(0.005)
    shared_runs.book.leave(run)
    return run


def test_what_is_kept_never_outgrows_its_room_and_the_longest_unused_goes(slow, monkeypatch):
    one = 2 * 2 * 64 * 64 * 3
    monkeypatch.setattr(shared_runs, "book", shared_runs.Book(slow, most=2 * one))
    for seed in (0, 1):
        finished(slow, seed)
    shared_runs.book.leave(shared_runs.book.open(Job(seed=0, steps=1)))
    finished(slow, 2)
    kept = [shared_runs.book.finished_at(Job(seed=seed, steps=1)) is not None for seed in range(3)]
    assert kept == [True, False, True] and shared_runs.book.size == 2 * one


def test_runs_that_are_taken_slowly_are_cut_when_they_fill_the_room(slow, monkeypatch):
    one = 2 * 2 * 64 * 64 * 3
    monkeypatch.setattr(shared_runs, "book", shared_runs.Book(slow, most=one))

    async def begin(run: shared_runs.Run):
        following = run.follow()
        await anext(following)
        await anext(following)
        return following

    async def crowd() -> list[bytes]:
        slow_ones = []
        for seed in range(HELD + 1):
            shared_runs.book.open(Job(seed=seed, steps=1))
            slow_ones.append(await begin(finished(slow, seed)))
        assert shared_runs.book.size <= HELD * one
        return [b"".join([part async for part in following]) for following in slow_ones]

    first, *others = asyncio.run(crowd())
    assert SORRY.encode() in first and not any(SORRY.encode() in rest for rest in others)


def test_when_a_run_was_finished_is_known_by_any_spelling_of_its_job(slow):
    before = time.time()
    finished(slow, 4)
    at = shared_runs.book.finished_at(Job.from_text('{"steps": 1, "seed": 4, "guidance": 4}'))
    assert at is not None and before <= at <= time.time()
    assert shared_runs.book.finished_at(Job(steps=1, seed=5)) is None


def test_whoever_follows_a_run_that_the_servers_end_cuts_off_is_told_so(slow):
    async def follow() -> bytes:
        run = shared_runs.book.open(Job(steps=5))
        slow.step(1, 5)
        slow.begun[-1].steps.put(Busy(CLOSING))
        return b"".join([part async for part in run.follow()])

    assert CLOSING.encode() in asyncio.run(follow())
