"""Many arrive at once: each has its first picture before the others have all of theirs."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

from websockets.asyncio.client import connect

from tests.bench.crowd import Visitor

MANY = 16
PART = "level-4-new"
"""Some five experiments, the first of which comes early."""


def test_those_who_have_their_first_picture_give_way_to_those_who_wait_for_it(server):
    # in a thread of its own: this one's event loop is Playwright's, where a browser is open
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, arrive(server, 1)).result()  # works out what all share
        found = thread.submit(asyncio.run, arrive(server, MANY)).result()
    assert all(picture is not None for picture, _ in found)
    assert max(picture for picture, _ in found) < 0.75 * max(whole for _, whole in found), "side by side it is 0.97"


async def arrive(server: str, count: int) -> list[tuple[float | None, float]]:
    """Milliseconds to the first picture and to the end of the page, of each."""
    async with AsyncExitStack() as stack:
        here = []
        for number in range(count):
            address = f"ws://{urlsplit(server).netloc}/_stcore/stream"
            line = await stack.enter_async_context(connect(address, subprotocols=["streamlit"], max_size=None))
            here.append(Visitor(line, PART, number))
        return await asyncio.gather(*(visitor.open() for visitor in here))
