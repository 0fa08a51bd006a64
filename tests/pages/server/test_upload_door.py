"""Files on their way: complete ones one after another, and slow ones hold up nobody. Behind the door is a stub."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request
from starlette.responses import Response

from pages.server import upload_door
from pages.server.streamlit_table import UPLOADS_AT
from pages.server.upload_door import UploadDoor

FROM = ("203.0.113.7", 50_000)
FILE = {"type": "http", "method": "PUT", "path": f"{UPLOADS_AT}session/file", "headers": [], "client": FROM}


class Store:
    """What stands behind the door: reads the body, then is busy with it for a moment. most: at once, at most."""

    def __init__(self) -> None:
        self.busy = self.most = self.done = 0

    async def __call__(self, scope, receive, send) -> None:
        while (await receive()).get("more_body"):
            pass
        self.busy += 1
        self.most = max(self.most, self.busy)
        await asyncio.sleep(0.01)
        self.busy -= 1
        self.done += 1


def body(*parts: bool, wait: asyncio.Event | None = None):
    """A receiver of so many parts; each says whether more follow. wait: before the last."""

    async def told() -> AsyncIterator[dict]:
        for more in parts:
            if wait and not more:
                await wait.wait()
            yield {"type": "http.request", "body": b"x", "more_body": more}

    return told().__anext__


async def ignored(message) -> None:
    pass


def test_complete_files_are_taken_in_one_after_another():
    async def all_at_once() -> Store:
        store = Store()
        door = UploadDoor(store)
        await asyncio.wait_for(asyncio.gather(*(door(FILE, body(True, False), ignored) for _ in range(8))), 20)
        return store

    store = asyncio.run(all_at_once())
    assert (store.most, store.done) == (1, 8)


def test_who_sends_slowly_holds_up_nobody():
    async def behind_a_slow_one() -> int:
        store, last = Store(), asyncio.Event()
        door = UploadDoor(store)
        slow = asyncio.create_task(door(FILE, body(True, False, wait=last), ignored))
        await asyncio.sleep(0)
        await asyncio.wait_for(door(FILE, body(True, False), ignored), 20)
        done = store.done
        last.set()
        await slow
        return done

    assert asyncio.run(behind_a_slow_one()) == 1


def test_past_so_many_the_next_is_refused_until_one_has_come(monkeypatch):
    monkeypatch.setattr(upload_door, "MOST_COMING", 1)
    said: list[int] = []

    async def note(message) -> None:
        said.append(message.get("status", 0))

    async def two() -> None:
        last = asyncio.Event()
        door = UploadDoor(Store())
        first = asyncio.create_task(door(FILE, body(True, False, wait=last), ignored))
        await asyncio.sleep(0)
        await door(FILE, body(False), note)
        last.set()
        await first
        await door(FILE, body(False), note)

    asyncio.run(two())
    assert said == [503, 0]


def test_a_file_that_breaks_off_leaves_its_place_to_the_next():
    async def broken(scope, receive, send) -> None:
        await receive()
        raise ConnectionError

    async def one_and_one() -> None:
        door = UploadDoor(broken)
        for _ in range(2):
            try:
                await asyncio.wait_for(door(FILE, body(False), ignored), 20)
            except ConnectionError:
                continue

    asyncio.run(one_and_one())


def test_other_addresses_do_not_pass_the_door(monkeypatch):
    monkeypatch.setattr(upload_door, "MOST_COMING", 0)
    store = Store()
    for other in ({"path": "/level-2"}, {"method": "DELETE"}, {"type": "websocket"}):
        asyncio.run(UploadDoor(store)(FILE | other, body(False), ignored))
    assert store.done == 3


async def streamlits(scope, receive, send) -> None:
    """Reads the body and answers by Starlette's own means, as Streamlit does."""
    await Request(scope, receive).body()
    await Response(status_code=204)(scope, receive, send)


def test_who_never_reads_the_answer_holds_up_nobody(monkeypatch):
    monkeypatch.setattr(upload_door, "MOST_COMING", 1)
    said: list[int] = []

    async def never(message) -> None:
        await asyncio.Event().wait()

    async def note(message) -> None:
        said.append(message.get("status", 0))

    async def behind_one_that_does_not_read() -> None:
        door = UploadDoor(streamlits)
        stuck = asyncio.create_task(door(FILE, body(True, False), never))
        await asyncio.sleep(0.05)
        await asyncio.wait_for(door(FILE, body(True, False), note), 5)
        stuck.cancel()

    asyncio.run(behind_one_that_does_not_read())
    assert said == [204, 0]


def test_a_file_that_breaks_off_ends_without_an_error():
    parts = [{"type": "http.request", "body": b"x", "more_body": True}, {"type": "http.disconnect"}]

    async def next_part() -> dict:
        return parts.pop(0)

    asyncio.run(UploadDoor(streamlits)(FILE, next_part, ignored))
    assert parts == []


@pytest.fixture
def put():
    """put(door, *parts, who=…): the statuses of the answer to a file in so many bytes each, which then stops coming."""

    async def statuses(door: UploadDoor, *parts: int, who: str = FROM[0], pause: float = 0.0) -> list[int]:
        said, waiting = [], [bytes(count) for count in parts]

        async def receive() -> dict:
            await asyncio.sleep(pause if waiting else 3600)
            return {"type": "http.request", "body": waiting.pop(0), "more_body": True}

        async def note(message) -> None:
            said.extend([message["status"]] if "status" in message else [])

        await door(FILE | {"client": (who, 1)}, receive, note)
        return said

    return statuses


def test_one_address_sends_so_many_files_at_once_and_others_send_theirs(put, monkeypatch):
    monkeypatch.setattr(upload_door, "IN_ANY_CASE", 0.3)

    async def many() -> list[list[int]]:
        door = UploadDoor(streamlits)
        whose = [*["203.0.113.7"] * (upload_door.MOST_OF_ONE + 1), "203.0.113.8"]
        first = await asyncio.gather(*(put(door, 1, who=who) for who in whose))
        return [*first, await put(door, 1)]

    said = asyncio.run(asyncio.wait_for(many(), 20))
    assert said == [*[[408]] * upload_door.MOST_OF_ONE, [503], [408], [408]]


def test_a_file_that_does_not_come_to_its_end_is_ended(put, monkeypatch):
    monkeypatch.setattr(upload_door, "IN_ANY_CASE", 0.3)

    async def trickling() -> list[int]:
        return await asyncio.wait_for(put(UploadDoor(streamlits), *[1] * 10_000, pause=0.01), 20)

    assert asyncio.run(trickling()) == [408]


def test_a_file_that_comes_fast_enough_may_take_longer(put, monkeypatch):
    monkeypatch.setattr(upload_door, "IN_ANY_CASE", 0.1)
    began = time.monotonic()
    enough = upload_door.SLOWEST // 2
    assert asyncio.run(asyncio.wait_for(put(UploadDoor(streamlits), enough), 20)) == [408]
    assert time.monotonic() - began >= 0.45


def test_a_class_behind_one_address_can_send_its_pictures():
    assert 10 <= upload_door.MOST_OF_ONE <= upload_door.MOST_COMING // 8
