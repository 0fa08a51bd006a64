"""One order to an engine as a stream of records: what a replica answers with, whatever carries it."""

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import AsyncGenerator

from diffusion_core.common.files import NoWeights
from diffusion_core.serving.engine import Busy, Engine
from diffusion_core.serving.running import Running
from diffusion_core.serving.wire import Order, alive_record, end_record, outlook_record, step_record

LOOK = 0.2
"""Seconds between two looks at how long a job has still to wait."""
ALIVE = 2.0
"""Seconds after which the asker hears that the engine is there, where there is nothing else to say."""
OTHER_WEIGHTS = "The machines that draw hold another network than this server. Whoever runs them can mend that."


async def frames(engine: Engine, order: bytes, *, weights: str) -> AsyncGenerator[bytes, None]:
    """The records of `wire`, as they come; the job ends with whoever reads them. weights: the SHA-256 of ours."""
    try:
        wish = Order.from_bytes(order)
        if wish.weights != weights:
            raise NoWeights(OTHER_WEIGHTS)
        running = engine.submit(wish.job, owner=wish.owner, visitor=wish.visitor)
    except (ValueError, KeyError, NoWeights, Busy) as error:
        yield end_record(error)
        return
    news, told, silent = _News(running, brief=wish.brief), None, 0.0
    try:
        while not (news.over and not news.records):
            await news.heard(LOOK)
            outlook = None if news.begun else running.outlook()
            silent += LOOK
            if news.records:
                record = news.records.popleft()
            elif outlook is not None and outlook != told:
                record = outlook_record(told := outlook)
            elif silent >= ALIVE:
                record = alive_record()
            else:
                continue
            silent = 0.0
            yield record
    finally:
        running.close()


class _News:
    """Records of a running job, put down by a thread of its own."""

    def __init__(self, running: Running, *, brief: bool) -> None:
        self.records: deque[bytes] = deque()
        self.begun = self.over = False
        self._event, self._loop = asyncio.Event(), asyncio.get_running_loop()
        threading.Thread(target=self._take, args=(running, brief), name="frames", daemon=True).start()

    async def heard(self, within: float) -> None:
        """Until there is something, or so many seconds have passed."""
        if not self.records:
            self._event.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._event.wait(), within)

    def _take(self, running: Running, brief: bool) -> None:
        error: BaseException | None = None
        try:
            for step in running:
                self._put(step_record(step, brief=brief))
        except Exception as found:  # noqa: BLE001 - whatever it is, it belongs to who asked
            error = found
        self._put(end_record(error), over=True)

    def _put(self, record: bytes, *, over: bool = False) -> None:
        # a loop that is closed has nobody left to tell
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._note, record, over)

    def _note(self, record: bytes, over: bool) -> None:
        self.records.append(record)
        self.begun, self.over = True, over
        self._event.set()
