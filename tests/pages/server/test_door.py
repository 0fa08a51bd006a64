"""The door of a visit: how many may come in, what they may say, and what is left of them."""

from contextlib import ExitStack

import anyio
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg

from pages.server import door
from pages.server.door import (
    A_SECOND,
    AT_ONCE,
    DROPPED,
    MOST_BYTES,
    MOST_FILES,
    MOST_LATE,
    PASSED,
    Door,
    Talk,
    may_pass,
)

KINDS = BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields


def saying(kind: str, **values) -> bytes:
    message = BackMsg(**values)
    if not values:
        field = BackMsg.DESCRIPTOR.fields_by_name[kind]
        getattr(message, kind).SetInParent() if field.message_type else setattr(message, kind, True)
    return message.SerializeToString()


def test_each_kind_of_message_of_this_release_is_passed_or_dropped_on_purpose():
    kinds = {field.name for field in KINDS}
    assert kinds == PASSED | set(DROPPED), (
        f"This release of Streamlit has changed what a visitor can say: {kinds ^ (PASSED | set(DROPPED))}. "
        "Decide in pages/server/door.py whether it concerns that visitor alone."
    )


@pytest.mark.parametrize("kind", sorted(field.name for field in KINDS))
def test_a_visitor_is_heard_only_on_what_concerns_that_visitor(kind):
    assert may_pass(saying(kind)) == (kind in {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request"})


def test_what_is_no_message_is_dropped():
    assert not may_pass(b"") and not may_pass(b"\xff\xff\xff")


def test_addresses_for_uploads_are_given_by_the_handful():
    for count, passes in ((1, True), (MOST_FILES, True), (MOST_FILES + 1, False), (50_000, False)):
        assert may_pass(saying("", file_urls_request={"file_names": [""] * count})) == passes


@pytest.mark.parametrize(
    ("name", "passes"),
    [("", True), ("0123456789abcdef" * 2, True), ("x" * 32, False), ("0" * 33, False), ("0" * 200_000, False)],
    ids=["whole page", "known or gone", "no digits", "too long", "a logful"],
)
def test_only_what_can_be_the_name_of_a_fragment_is_run_again(name, passes):
    assert may_pass(saying("", rerun_script={"fragment_id": name})) == passes


class Pipe:
    """The server's side of a websocket: what it will say, and what it was told."""

    def __init__(self, *said: dict) -> None:
        self.said, self.told = list(said), []

    async def receive(self) -> dict:
        return self.said.pop(0)

    async def send(self, message: dict) -> None:
        self.told.append(message)


def heard(data: bytes) -> dict:
    return {"type": "websocket.receive", "bytes": data}


GOOD = heard(saying("rerun_script"))
LEAVES = {"type": "websocket.disconnect", "code": 1001}


def test_the_rest_of_a_visit_goes_on_past_what_was_dropped():
    pipe = Pipe({"type": "websocket.connect"}, heard(saying("clear_cache")), GOOD, heard(b"\xff"), LEAVES)
    talk = Talk(pipe.receive, pipe.send)
    got = [anyio.run(talk.receive) for _ in range(3)]
    assert got == [{"type": "websocket.connect"}, GOOD, LEAVES] and pipe.told == []


@pytest.mark.parametrize(
    ("message", "code"),
    [(heard(bytes(MOST_BYTES + 1)), 1009), ({"type": "websocket.receive", "text": "hello"}, 1003)],
    ids=["too long", "text"],
)
def test_what_no_browser_sends_ends_the_visit_without_an_error(message, code):
    pipe = Pipe(message)
    talk = Talk(pipe.receive, pipe.send)
    assert anyio.run(talk.receive) == {"type": "websocket.disconnect", "code": code}
    assert pipe.told == [{"type": "websocket.close", "code": code}]
    with pytest.raises(OSError, match="over"):
        anyio.run(talk.send, {"type": "websocket.send", "bytes": b"an answer"})


@pytest.fixture
def naps(monkeypatch) -> list[float]:
    """How long messages were made to wait; it takes no time."""
    waited: list[float] = []

    async def nap(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(door, "sleep", nap)
    return waited


def test_a_flood_is_let_in_at_its_pace_and_then_ended(naps):
    pipe = Pipe(*[GOOD] * 10_000)
    talk = Talk(pipe.receive, pipe.send, clock=lambda: 0.0)

    def next_one():
        return anyio.run(talk.receive)["type"]

    assert {next_one() for _ in range(AT_ONCE)} == {"websocket.receive"} and naps == []
    assert {next_one() for _ in range(MOST_LATE)} == {"websocket.receive"}
    assert naps[:3] == pytest.approx([1 / A_SECOND, 2 / A_SECOND, 3 / A_SECOND])
    assert next_one() == "websocket.disconnect" and pipe.told == [{"type": "websocket.close", "code": 1008}]


def test_long_messages_count_as_several(naps):
    longest = heard(saying("", rerun_script={"query_string": "x" * (MOST_BYTES - 100)}))
    pipe = Pipe(*[longest] * AT_ONCE)
    talk = Talk(pipe.receive, pipe.send, clock=lambda: 0.0)

    async def say(count: int) -> None:
        for _ in range(count):
            assert await talk.receive() == longest

    anyio.run(say, AT_ONCE // 4)
    assert naps == []
    anyio.run(say, 3)
    assert naps == pytest.approx([4 / A_SECOND, 8 / A_SECOND, 12 / A_SECOND])


def test_a_key_that_is_held_down_for_ten_minutes_is_no_flood(naps):
    now = [0.0]
    pipe = Pipe(*[GOOD] * 18_000)
    talk = Talk(pipe.receive, pipe.send, clock=lambda: now[0])

    async def hold() -> None:
        for _ in range(18_000):
            now[0] += 1 / 30
            assert await talk.receive() == GOOD

    anyio.run(hold)
    assert naps == []


async def visit(websocket: WebSocket) -> None:
    await websocket.accept()
    while (await websocket.receive())["type"] != "websocket.disconnect":
        pass


def house(**limits) -> Starlette:
    async def words(request) -> PlainTextResponse:
        return PlainTextResponse("a page")

    routes = [WebSocketRoute("/stream", visit), Route("/level-1", words), Route("/readyz", words)]
    return Starlette(routes=routes, middleware=[Middleware(Door, pages=["level-1"], site="Ink", **limits)])


def of(app: Starlette, address: str) -> TestClient:
    return TestClient(app, client=(address, 50_000))


def test_one_address_has_so_many_seats_and_others_theirs():
    app = house(seats=10, seats_of_one=2)
    one, other = of(app, "203.0.113.7"), of(app, "203.0.113.8")
    with one.websocket_connect("/stream"), one.websocket_connect("/stream"):
        with pytest.raises(WebSocketDisconnect), one.websocket_connect("/stream"):
            pass
        refused = one.get("/level-1")
        assert refused.status_code == 503 and "Very many people" in refused.text and refused.headers["Retry-After"]
        assert one.get("/readyz").status_code == 200 and other.get("/level-1").text == "a page"
        with other.websocket_connect("/stream"):
            pass
    with one.websocket_connect("/stream"):
        assert one.get("/level-1").text == "a page", "who leaves gives the seat back"


def test_all_together_have_so_many_seats():
    app = house(seats=2, seats_of_one=2)
    with of(app, "203.0.113.1").websocket_connect("/stream"), of(app, "203.0.113.2").websocket_connect("/stream"):
        late = of(app, "203.0.113.3")
        assert late.get("/level-1").status_code == 503
        with pytest.raises(WebSocketDisconnect), late.websocket_connect("/stream"):
            pass


def test_who_comes_alone_gets_the_last_seat_of_whoever_has_most():
    """Three addresses could hold all seats for ever."""
    app = house(seats=5, seats_of_one=3)
    crowd, school, late = of(app, "203.0.113.1"), of(app, "203.0.113.2"), of(app, "203.0.113.3")
    with crowd.websocket_connect("/stream"), crowd.websocket_connect("/stream"), ExitStack() as others:
        last = others.enter_context(crowd.websocket_connect("/stream"))
        for _ in range(2):
            others.enter_context(school.websocket_connect("/stream"))
        assert late.get("/level-1").text == "a page" and school.get("/level-1").status_code == 503
        others.enter_context(late.websocket_connect("/stream"))
        assert last.receive()["code"] == door.BUSY
        # now nobody has two more than the next one who comes
        assert crowd.get("/level-1").status_code == 503 and school.get("/level-1").status_code == 503
        with of(app, "203.0.113.4").websocket_connect("/stream"):
            assert late.get("/level-1").status_code == 503, "who has a seat doesn't take one of a pair"


def test_a_school_behind_one_address_has_room():
    assert door.SEATS_OF_ONE >= 300


def test_who_has_a_whole_network_of_addresses_counts_as_one():
    def of_one(address: str) -> str:
        return door.neighbourhood({"client": (address, 1)})

    assert of_one("2001:db8:1:2:3::4") == of_one("2001:db8:1:2:ffff::1") != of_one("2001:db8:1:3::4")
    assert of_one("::ffff:203.0.113.7") == of_one("203.0.113.7") != of_one("203.0.113.8")
    assert door.neighbourhood({"client": None}) == ""
