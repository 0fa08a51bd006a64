"""When Python's collector works."""

import asyncio
import gc

import pytest

from pages.server import collector
from pages.server.runs import Places


@pytest.fixture
def collections(monkeypatch):
    """One entry for each full collection that is asked for; a moment is quiet at once."""
    monkeypatch.setattr(collector, "LOOK", 0.01)
    monkeypatch.setattr(collector, "QUIET", 0.05)
    found = []
    monkeypatch.setattr(gc, "collect", lambda: found.append("all"))
    return found


def run_of(places: Places) -> None:
    with places.taken("visit", "who", lambda: True):
        pass


def test_what_runs_have_left_is_collected_once_and_only_when_all_is_quiet(collections):
    places = Places()

    async def visited() -> None:
        work = asyncio.create_task(collector.collect_in_quiet(places))
        await asyncio.sleep(0.3)
        assert not collections, "nobody was here"
        with places.taken("visit", "who", lambda: True):
            run_of(places)
            await asyncio.sleep(0.3)
            assert not collections and places.quiet() == 0, "one still works"
        await asyncio.sleep(0.6)
        assert collections == ["all"]
        work.cancel()

    asyncio.run(visited())


def test_the_next_run_is_followed_by_another_collection(collections):
    places = Places()
    for _ in range(2):

        async def visited() -> None:
            work = asyncio.create_task(collector.collect_in_quiet(places))
            await asyncio.sleep(0.02)
            run_of(places)
            await asyncio.sleep(0.5)
            work.cancel()

        asyncio.run(visited())
    assert collections == ["all", "all"]


def test_pieces_are_larger_than_pythons_own_once_all_is_there(monkeypatch):
    before = gc.get_threshold()
    monkeypatch.setattr(gc, "freeze", lambda: None)
    collector.spare()
    found = gc.get_threshold()
    gc.set_threshold(*before)
    assert found == collector.GENERATIONS and found[0] > 700
