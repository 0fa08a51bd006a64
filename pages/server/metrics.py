"""Figures for whoever runs the server, in Prometheus' words, at ADDRESS: who is here, what waits, what was refused.

The environment: METRICS_FROM names the networks that may read them ("10.0.0.0/8 192.168.7.4"): unset, this machine
alone; empty, nobody. A request that came through a proxy gets none, whatever the proxy says of its origin.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.server import resources
from pages.server.aside import ASIDES
from pages.server.errands import ROWS

# prometheus_client is imported when somebody asks: a tenth of a second that the start need not wait for
if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

    from diffusion_core.serving.tally import Tally

ADDRESS = "/metrics"
AT_HOME = "127.0.0.0/8 ::1"
FORWARDED = (b"forwarded", b"via", b"x-real-ip")
"""Headers by which a proxy tells that it is one; besides all that begin with "x-forwarded-"."""
REFUSALS = {408, 411, 413, 414, 421, 429, 431, 503}
"""Answers that turn somebody away: too much, too slow, too many."""

Network = IPv4Network | IPv6Network


class Counted:
    """What one process counts of its own visits and answers. refused: by status, of HTTP or of a websocket's end."""

    def __init__(self) -> None:
        self.visitors = 0
        self.refused: Counter[int] = Counter()


counted = Counted()


class Counting:
    """ASGI middleware, the outermost one: it counts, and gives the figures to those who may read them.

    To everybody else their address is one that leads nowhere.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._readers = networks(os.environ.get("METRICS_FROM", AT_HOME))
        base = (st.get_option("server.baseUrlPath") or "").strip("/")
        self._address = f"/{base}{ADDRESS}" if base else ADDRESS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._visit(scope, receive, send)
        elif scope["path"] == self._address and may_read(scope, self._readers):
            text = await run_in_threadpool(figures)
            await Response(text, media_type="text/plain; version=0.0.4")(scope, receive, send)
        else:
            await self.app(scope, receive, _noting_refusal(send))

    async def _visit(self, scope: Scope, receive: Receive, send: Send) -> None:
        inside = False

        async def noting(message: Message) -> None:
            nonlocal inside
            if message["type"] == "websocket.accept":
                inside = True
                counted.visitors += 1
            elif message["type"] == "websocket.close" and not inside:
                counted.refused[message.get("code", 1000)] += 1
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            counted.visitors -= inside


def _noting_refusal(send: Send) -> Send:
    async def noting(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] in REFUSALS:
            counted.refused[message["status"]] += 1
        await send(message)

    return noting


def networks(named: str) -> list[Network]:
    """Of a list, separated by blanks or commas. Raises ValueError: a server with a slip there does not start."""
    return [ip_network(one) for one in named.replace(",", " ").split()]


def may_read(scope: Scope, readers: Iterable[Network]) -> bool:
    """Whether whoever sent this request, itself and not through a proxy, belongs to one of these networks."""
    if any(name in FORWARDED or name.startswith(b"x-forwarded-") for name, _ in scope["headers"]):
        return False
    try:
        address = ip_address(scope["client"][0])
    except (KeyError, TypeError, ValueError):
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network for network in readers)


def figures() -> bytes:
    """All of them, as they stand now."""
    from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest

    registry = CollectorRegistry()
    registry.register(Figures())
    ProcessCollector(registry=registry)
    return generate_latest(registry)


class Figures:
    """A collector, as Prometheus' library calls what reads figures where they live."""

    def collect(self) -> "Iterator[Metric]":
        from prometheus_client.metrics_core import CounterMetricFamily as Count
        from prometheus_client.metrics_core import GaugeMetricFamily as Gauge

        engine, rows, pids = resources.built(), dict(ROWS), children()
        yield Gauge("ink_ready", "1 once the network answers", value=is_ready())
        yield Gauge("ink_visitors", "Visits that are open", value=counted.visitors)
        yield Gauge("ink_jobs", "Drawings under way, or waiting for it", value=engine.waiting if engine else 0)
        yield Gauge("ink_children", "Processes of trainings", value=len(pids))
        yield Gauge("ink_children_memory_bytes", "What they hold", value=sum(map(resident, pids)))
        errands = Gauge("ink_errands", "Trainings and searches, by what they do", labels=["row", "state"])
        full = Count(
            "ink_refused_jobs", "Who found no room in a row, or lost it, or whose file had no answer", labels=["row"]
        )
        full.add_metric(["drawing"], engine.refused if engine else 0)
        for name, row in rows.items():
            full.add_metric([name], row.refused)
            for state, count in row.standing().items():
                errands.add_metric([name, state], count)
        for name, aside in list(ASIDES.items()):
            full.add_metric([name], aside.unanswered)
        yield errands
        yield full
        refused = Count("ink_refused_answers", "Answers that turn somebody away, by status", labels=["status"])
        for status, count in sorted(counted.refused.items()):
            refused.add_metric([str(status)], count)
        yield refused
        if engine:
            yield histogram("ink_pass_rows", "Pictures in a pass of the network", engine.passes.rows)
            yield histogram("ink_pass_seconds", "How long a pass took", engine.passes.seconds)


def is_ready() -> bool:
    """As `/readyz` says."""
    return resources.ready.is_set() and not resources.failed.is_set()


def histogram(name: str, words: str, tally: "Tally") -> "Metric":
    """A tally in Prometheus' words, where each count holds those below it."""
    from prometheus_client.metrics_core import HistogramMetricFamily

    total, buckets = 0, []
    for bound, count in zip([*map(str, tally.bounds), "+Inf"], tally.counts, strict=True):
        total += count
        buckets.append((bound, total))
    return HistogramMetricFamily(name, words, buckets=buckets, sum_value=tally.total)


def children() -> list[int]:
    """The ids of the processes in which visitors' trainings run, or rest."""
    # whether it is a process is asked without its class: torch comes with that, which the start must not wait for
    found: list[Any] = [getattr(worker, "child", None) for row in list(ROWS.values()) for worker in row.workers()]
    return [child.pid for child in found if child]


def resident(pid: int) -> int:
    """Bytes of memory that a process holds; 0 for one that has gone, and where the system does not say."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
