"""Rows about many visitors of one server: how soon each is answered while the others press their buttons, too.

The visitors are websockets that say what a browser would: they open a page, ask to be shown everything, and then press
"Again", each with numbers of their own, so that nobody is served what another has asked for before.

python -m tests.bench.crowd 80 --web 2     # how 80 fare where two processes are behind HAProxy
"""

import argparse
import asyncio
import json
import os
import random
import ssl
import statistics
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from pages.shared.page.bets import SHOW_ME
from pages.shared.page.card import NAME as BET
from pages.shared.player import NAME
from tests.bench.clock import Rows, row
from tests.browser.machine import running_process
from tests.cluster.machines import running_web
from tests.proxy import running_proxy

PARTS = ("level-1", "level-2", "level-2-what-if", "level-2-end")
"""Pages with buttons for fresh draws."""
BUTTONS = ("ink.seed.again", "ink.walk.again", "ink.pair.again", "noise.seed.again", "whole.seed.again",
           "wrong.seed.again", "pair.seed.again")  # fmt: skip
"""Those of them that start no run of many steps."""
VISITORS = (100, 200)
THINK = 5.0
"""Seconds between two changes of one visitor, on average."""
LONG = 20.0
"""Seconds for which they press."""
LIMIT = 250.0
CORES = 2
"""Of the machine that shall hold them, those who press included."""
REST, GROWN = 30.0, 50.0
"""Seconds after all have left, when the server's memory is read; megabytes that it may have grown by from one such rest
to the next."""


@dataclass
class Pressed:
    """Milliseconds from each change to its first new picture, and to the end of its run; and of the processor for one
    change, of the server and of all who press."""

    pictures: list[float]
    ends: list[float]
    server: float
    visitors: float


def crowd_rows() -> Rows:
    """With a server of its own for each crowd, which comes twice."""
    for count in VISITORS:
        with running_process() as (server, process):
            rests = []
            for which in ("first", "second"):
                name = f"{count} visitors, {which} time"
                yield from _rows(name, asyncio.run(_crowd(server, [process.pid], count)))
                time.sleep(REST)
                rests.append(_megabytes(process.pid))
            yield f"{count} visitors, grown by", row(rests[1] - rests[0], GROWN, "MB", f"limit; from {rests[0]:.0f} MB")


def _rows(name: str, pressed: Pressed) -> Rows:
    for what, found in (("to the picture", pressed.pictures), ("to the end", pressed.ends)):
        said = f"limit; 95 % of {len(found)} changes; half within {statistics.median(found):.0f} ms"
        yield f"{name}, {what}", row(statistics.quantiles(found, n=20)[-1], LIMIT, "ms", said)
    together = pressed.server + pressed.visitors
    said = f"of one core a change; {pressed.server:.0f} of it the server's"
    yield f"{name}, processor", row(together, 1000 * THINK * CORES / int(name.split()[0]), "ms", said)


async def _crowd(server: str, processes: list[int], count: int, trusting: ssl.SSLContext | None = None) -> Pressed:
    """server: its address; trusting: believes the certificate of https. processes: whose time is counted."""
    async with AsyncExitStack() as stack:
        visitors = []
        for number in range(count):
            address = f"ws{server.removeprefix('http')}/_stcore/stream"
            line = await stack.enter_async_context(
                connect(address, subprotocols=["streamlit"], max_size=None, ssl=trusting)
            )
            visitors.append(Visitor(line, PARTS[number % len(PARTS)], number))
            await visitors[-1].arrive()
        theirs, own = sum(map(processor_time, processes)), time.process_time()
        await asyncio.gather(*(visitor.press(time.monotonic() + LONG) for visitor in visitors))
        theirs, own = sum(map(processor_time, processes)) - theirs, time.process_time() - own
    ends = [ms for one in visitors for ms in one.ends]
    pictures = [ms for one in visitors for ms in one.pictures]
    return Pressed(pictures, ends, 1000 * theirs / len(ends), 1000 * own / len(ends))


def processor_time(process: int) -> float:
    """Seconds of the processor that a process has used."""
    used = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")


def _megabytes(process: int) -> float:
    """What a process has in memory."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@dataclass
class Visitor:
    """One of them. fragments: of each widget, by kind and id; shown: the hash of each picture, by its place."""

    line: ClientConnection
    path: str
    number: int
    fragments: dict[tuple[str, str], str] = field(default_factory=dict)
    shown: dict[tuple[int, ...], str] = field(default_factory=dict)
    pictures: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)

    async def open(self) -> tuple[float | None, float]:
        """Open the page, and no more. Milliseconds to its first picture, if there is one, and to its end."""
        return await self._ask([])

    async def arrive(self) -> None:
        """Open the page, ask to be shown everything, and choose numbers of its own."""
        await self._ask([])
        shown: set[str] = set()
        while bets := set(self._all(BET)) - shown:
            shown |= bets
            for bet in sorted(bets):
                await self._ask([WidgetState(id=bet, json_value=json.dumps({"guess": SHOW_ME}))])
        await self._ask([WidgetState(id=seed, double_value=1000.0 * self.number) for seed in self._all("number_input")])

    async def press(self, until: float) -> None:
        """Fresh draws, now of one experiment and now of another."""
        chance = random.Random(self.number)
        buttons = [widget for widget in self._all("button") if widget.endswith(BUTTONS)]
        await asyncio.sleep(chance.uniform(0, THINK))
        while time.monotonic() < until:
            button = chance.choice(buttons)
            pressed = [WidgetState(id=button, trigger_value=True)]
            picture, end = await self._ask(pressed, fragment=self.fragments["button", button])
            self.ends.append(end)
            self.pictures += [picture] if picture else []
            await asyncio.sleep(chance.expovariate(1 / THINK))

    def _all(self, kind: str) -> list[str]:
        return [widget for found, widget in self.fragments if found == kind]

    async def _ask(self, states: list[WidgetState], *, fragment: str = "") -> tuple[float | None, float]:
        """Milliseconds to the first new picture, if there is one, and to the end. fragment: which runs; else all."""
        message = BackMsg()
        message.rerun_script.page_name = self.path
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.widgets.extend(states)
        began, picture = time.monotonic(), None
        await self.line.send(message.SerializeToString())
        async for data in self.line:
            passed = 1000 * (time.monotonic() - began)
            answer = ForwardMsg.FromString(data)
            if answer.WhichOneof("type") == "script_finished":
                return picture, passed
            if self._is_new_picture(answer) and picture is None:
                picture = passed
        raise ConnectionError("The server hung up.")

    def _is_new_picture(self, message: ForwardMsg) -> bool:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind in ("button", "number_input"):
            self.fragments[kind, getattr(element, kind).id] = message.delta.fragment_id
        if kind == "bidi_component" and element.bidi_component.component_name == BET:
            self.fragments[BET, element.bidi_component.id] = message.delta.fragment_id
        if kind != "bidi_component" or element.bidi_component.component_name != NAME:
            return False
        place = tuple(message.metadata.delta_path)
        before, self.shown[place] = self.shown.get(place), message.hash
        return before != message.hash


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.bench.crowd")
    asked.add_argument("visitors", type=int)
    asked.add_argument("--web", type=int, default=1, help="processes; with more than one HAProxy is in front")
    wish = asked.parse_args()
    with running_web(wish.web, {"WORK_AHEAD": "off"}) as web:
        processes = [one.process.pid for one in web]
        if wish.web == 1:
            pressed = asyncio.run(_crowd(f"http://127.0.0.1:{web[0].port}", processes, wish.visitors))
        else:
            with running_proxy([one.port for one in web]) as proxy:
                address = f"https://127.0.0.1:{proxy.secure}"
                pressed = asyncio.run(_crowd(address, processes, wish.visitors, proxy.trusting))
    for name, found in _rows(f"{wish.visitors} visitors of {wish.web}", pressed):
        print(f"{name}: {found['ours']:.4g} {found['unit']} ({found['against']})")


if __name__ == "__main__":
    main()
