"""The figures for whoever runs the server: right ones, and for nobody else."""

import subprocess
import sys
from contextlib import suppress
from types import SimpleNamespace

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from diffusion_core.serving.tally import Passes
from pages.server import metrics, resources
from pages.server.errands import Errands
from pages.server.workers import InProcess
from tests.pages.server.hands import Hand

HERE = ("::ffff:127.0.0.1", 1)


def read(text: str) -> dict[str, float]:
    """Each figure by its name and labels, as Prometheus understands them."""
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {" ".join((sample.name, *sample.labels.values())): sample.value for sample in samples}


async def answered(request) -> PlainTextResponse:
    return PlainTextResponse("", int(request.path_params["status"]))


async def visit(websocket: WebSocket) -> None:
    if websocket.query_params.get("refused"):
        return await websocket.close(1013)
    await websocket.accept()
    with suppress(WebSocketDisconnect):
        await websocket.receive_text()


@pytest.fixture
def client(monkeypatch):
    """client(network): asks a server whose figures have just begun, whose METRICS_FROM is that."""
    monkeypatch.setattr(metrics, "counted", metrics.Counted())
    monkeypatch.setattr(metrics, "ROWS", {})
    monkeypatch.setattr(metrics, "ASIDES", {"unpacking": SimpleNamespace(unanswered=3)})
    monkeypatch.setattr(resources, "built", lambda: None)

    def make(named: str | None = None, *, who: tuple[str, int] = HERE) -> TestClient:
        if named is None:
            monkeypatch.delenv("METRICS_FROM", raising=False)
        else:
            monkeypatch.setenv("METRICS_FROM", named)
        routes = [Route("/answer/{status}", answered), WebSocketRoute("/visit", visit)]
        return TestClient(Starlette(routes=routes, middleware=[Middleware(metrics.Counting)]), client=who)

    return make


@pytest.mark.parametrize(
    ("named", "who", "status"),
    [
        (None, "127.0.0.1", 200),
        (None, "::1", 200),
        (None, "203.0.113.7", 404),
        (None, "::ffff:203.0.113.7", 404),
        ("", "127.0.0.1", 404),
        ("10.0.0.0/8, 2001:db8::/32", "10.9.8.7", 200),
        ("10.0.0.0/8, 2001:db8::/32", "2001:db8::5", 200),
        ("10.0.0.0/8, 2001:db8::/32", "11.0.0.1", 404),
        ("10.0.0.0/8", "127.0.0.1", 404),
        ("0.0.0.0/0", "no address", 404),
    ],
)
def test_only_the_networks_that_are_named_may_read(client, named, who, status):
    assert client(named, who=(who, 1)).get("/metrics").status_code == status


@pytest.mark.parametrize("header", ["X-Forwarded-For", "x-forwarded-host", "Forwarded", "X-Real-IP", "Via"])
def test_nothing_that_came_through_a_proxy_may_read_whatever_it_says(client, header):
    said = {"Forwarded": "for=127.0.0.1"}.get(header, "127.0.0.1")
    assert client("127.0.0.0/8 203.0.113.0/24").get("/metrics", headers={header: said}).status_code == 404


def test_a_slip_in_the_setting_keeps_the_server_from_starting(client):
    with pytest.raises(ValueError, match="10.0.0"):
        client("10.0.0.0/8 10.0.0.0.0").get("/metrics")


def test_visits_that_are_open_and_whoever_was_turned_away_are_counted(client):
    asks = client()
    with asks.websocket_connect("/visit") as one, asks.websocket_connect("/visit"):
        assert read(asks.get("/metrics").text)["ink_visitors"] == 2
        one.send_text("bye")
    with pytest.raises(WebSocketDisconnect), asks.websocket_connect("/visit?refused=1"):
        pass
    for status in (200, 404, 429, 503, 503):
        asks.get(f"/answer/{status}")
    found = read(asks.get("/metrics").text)
    assert found["ink_visitors"] == 0
    refused = {name: count for name, count in found.items() if "refused_answers" in name}
    assert refused == {f"ink_refused_answers_total {code}": count for code, count in ((429, 1), (503, 2), (1013, 1))}


def test_rows_and_passes_are_told_from_where_they_are_counted(client, monkeypatch):
    passes, row = Passes(), Errands(1, patience=1000, full="")
    passes.note(3, 0.03)
    passes.note(100, 9.0)
    monkeypatch.setattr(resources, "built", lambda: SimpleNamespace(waiting=7, refused=2, passes=passes))
    monkeypatch.setattr(metrics, "ROWS", {"training": row})
    for _ in range(2):
        row.enter(Hand())
    found = read(client().get("/metrics").text)
    row.close()
    assert found["ink_jobs"] == 7 and found["ink_refused_jobs_total drawing"] == 2
    assert found["ink_refused_jobs_total unpacking"] == 3
    assert found["ink_errands training working"] == found["ink_errands training waiting"] == 1
    assert [found[f"ink_pass_rows_bucket {bound}"] for bound in ("2", "4", "64", "+Inf")] == [0, 1, 1, 2]
    assert found["ink_pass_rows_sum"] == 103 and found["ink_pass_seconds_count"] == 2


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not say what a process holds")
def test_a_trainings_process_is_counted_with_its_memory_until_it_is_over(client, monkeypatch):
    row = Errands(1, patience=1000, full="")
    monkeypatch.setattr(metrics, "ROWS", {"training": row})
    command = [sys.executable, "-c", "input()"]
    start = lambda: subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: E731
    errand = row.enter(InProcess(start, lambda stream: iter(stream.readline, b"")))
    asks = client()
    found = read(asks.get("/metrics").text)
    assert found["ink_children"] == 1 and 1e6 < found["ink_children_memory_bytes"] < 1e8
    assert found["process_resident_memory_bytes"] > 5e7, "the server's own"
    errand.stop()
    assert read(asks.get("/metrics").text)["ink_children"] == 0
