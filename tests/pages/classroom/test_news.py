"""News of a room reach all who listen to it, and nobody else, from a file and from PostgreSQL alike."""

import asyncio
from contextlib import suppress

import pytest
from sqlalchemy.exc import OperationalError

from pages.classroom import news
from pages.classroom.news import Asked, Switchboard, Told, news_of
from pages.classroom.store import Store
from tests.waiting import until

SOON = 5.0
pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def rooms(store) -> list[tuple[str, int]]:
    """Two: the code and the id of each."""
    made = [store.open_room() for _ in range(2)]
    return [(code, store.who(key).room) for code, key in made]


def board(store: Store) -> Switchboard:
    return Switchboard(news_of(store), store.snapshot)


async def quiet(ear: news.Ear) -> None:
    """Until the first look around is over."""
    while await ear.wait(0.5):
        pass


async def test_each_kind_of_database_has_its_maker(store):
    assert isinstance(news_of(store), Told if store.tells else Asked)


async def test_who_listens_hears_of_the_own_room_alone(store, rooms):
    (code, one), (_, other) = rooms
    switchboard = board(store)
    with switchboard.listening(one) as ear, switchboard.listening(other) as elsewhere:
        await quiet(ear)
        await quiet(elsewhere)
        await asyncio.to_thread(store.join, code)
        assert await ear.wait(SOON) and len(ear.latest.seats) == 1
        assert not await elsewhere.wait(0.5)


async def test_the_end_of_a_room_is_news(store, rooms):
    (_, one), _ = rooms
    with board(store).listening(one) as ear:
        await quiet(ear)
        await asyncio.to_thread(store.end_room, one)
        assert await ear.wait(SOON) and ear.latest is None


async def test_what_another_server_writes_is_heard(store, rooms):
    (code, one), _ = rooms
    other = Store(store.engine.url)
    with board(store).listening(one) as ear:
        await quiet(ear)
        await asyncio.to_thread(other.join, code)
        assert await ear.wait(SOON)
    other.engine.dispose()


async def test_a_line_that_breaks_is_opened_anew_and_nothing_is_missed(store, rooms, monkeypatch):
    (code, one), _ = rooms
    monkeypatch.setattr(news, "TRIED_AGAIN", 0.05)
    maker, times = news_of(store), []

    class Breaking:
        async def changes(self):
            times.append(1)
            if len(times) < 3:
                raise OSError("the line broke")
            async for found in maker.changes():
                yield found

    switchboard = Switchboard(Breaking(), store.snapshot)
    with switchboard.listening(one) as ear:
        await asyncio.to_thread(store.join, code)
        while not (await ear.wait(SOON) and ear.latest.seats):
            pass
    assert len(times) == 3


async def test_nobody_asks_the_database_when_nobody_listens(store, rooms, monkeypatch):
    (_, one), _ = rooms
    asked = []
    monkeypatch.setattr(store, "versions", lambda: asked.append(1) or {})
    switchboard = Switchboard(Asked(store, every=0.01), store.snapshot)
    with switchboard.listening(one):
        await asyncio.sleep(0.2)
    await asyncio.sleep(0.05)
    before = len(asked)
    await asyncio.sleep(0.2)
    assert before > 1 and len(asked) == before


async def test_a_file_is_asked_once_for_all_who_listen(store, rooms, monkeypatch):
    (_, one), _ = rooms
    asked = []
    monkeypatch.setattr(store, "versions", lambda: asked.append(1) or {one: 1})
    switchboard = Switchboard(Asked(store, every=0.1), store.snapshot)
    ears = [switchboard.listening(one) for _ in range(30)]
    for ear in ears:
        ear.__enter__()
    await asyncio.sleep(1.0)
    assert 2 <= len(asked) <= 11
    for ear in ears:
        ear.__exit__(None, None, None)


async def test_after_the_databases_connections_were_killed_a_room_goes_on_and_its_news_are_heard(
    store, rooms, request, monkeypatch
):
    if not store.tells:
        pytest.skip("a file has no connections that can be killed")
    monkeypatch.setattr(news, "TRIED_AGAIN", 0.1)
    (code, one), _ = rooms
    with board(store).listening(one) as ear:
        await quiet(ear)
        assert request.getfixturevalue("postgres").kill_lines() >= 1
        token = await asyncio.to_thread(_patiently, lambda: store.join(code))
        while await ear.wait(SOON) and not ear.latest.seats:
            pass
        assert len(ear.latest.seats) == 1 and store.who(token).room == one


def _patiently(work):
    """As the browser asks: again, as long as the database recovers."""
    found = []

    def through() -> bool:
        with suppress(OperationalError):
            found.append(work())
        return bool(found)

    until(through)
    return found[0]
