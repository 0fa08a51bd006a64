"""Rows about many visitors of one server: how soon each is answered while the others press their buttons, too.

The visitors are websockets that say what a browser would: they open a page, ask to be shown everything, and then press
"Again", each with numbers of their own, so that nobody is served what another has asked for before.
"""

import asyncio
import random
import statistics
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from pages.shared.page.bets import SHOW_ME
from pages.shared.player import NAME
from tests.bench.clock import Rows, row
from tests.browser.machine import running_server

PARTS = ("level-1", "level-2", "level-2-what-if", "level-2-end")
"""Pages with buttons for fresh draws."""
BUTTONS = ("ink.seed.again", "ink.walk.again", "ink.pair.again", "noise.seed.again", "whole.seed.again",
           "wrong.seed.again", "pair.seed.again")  # fmt: skip
"""Those of them that start no run of many steps."""
VISITORS = 100
THINK = 5.0
"""Seconds between two changes of one visitor, on average."""
LONG = 20.0
"""Seconds for which they press."""
LIMIT = 250.0


def crowd_rows() -> Rows:
    """With a server of their own: milliseconds from a change to its first new picture, and to the end of its run."""
    with running_server() as server:
        pictures, ends = asyncio.run(_crowd(f"ws://{urlsplit(server).netloc}/_stcore/stream"))
    for what, found in (("to the picture", pictures), ("to the end", ends)):
        ninety_five = statistics.quantiles(found, n=20)[-1]
        said = f"{len(found)} changes of {VISITORS} visitors, {what}; half within {statistics.median(found):.0f} ms"
        yield f"95 % answered, {what}", row(ninety_five, LIMIT, "ms", said)


async def _crowd(address: str) -> tuple[list[float], list[float]]:
    async with AsyncExitStack() as stack:
        visitors = []
        for number in range(VISITORS):
            line = await stack.enter_async_context(connect(address, subprotocols=["streamlit"], max_size=None))
            visitors.append(Visitor(line, PARTS[number % len(PARTS)], number))
            await visitors[-1].arrive()
        await asyncio.gather(*(visitor.press(time.monotonic() + LONG) for visitor in visitors))
    return [ms for one in visitors for ms in one.pictures], [ms for one in visitors for ms in one.ends]


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
        while bets := [widget for widget in self._all("button_group") if "-bet." in widget]:
            for bet in bets:
                state = WidgetState(id=bet)
                state.string_array_value.data.append(SHOW_ME)
                await self._ask([state])
                del self.fragments["button_group", bet]
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
        if kind in ("button", "button_group", "number_input"):
            self.fragments[kind, getattr(element, kind).id] = message.delta.fragment_id
        if kind != "bidi_component" or element.bidi_component.component_name != NAME:
            return False
        place = tuple(message.metadata.delta_path)
        before, self.shown[place] = self.shown.get(place), message.hash
        return before != message.hash
