"""The route that draws while somebody types: words and a noise go in, finished pictures come back at once.

    typed_pass()            # in the page: what its script sends along, so that only this site can ask
    GET /api/words?pass=…&how=quick&seed=8&text=a+blue+c

A key is answered without a run of the page: the script asks here, and asks again when the answer has come.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from anyio import create_task_group, sleep, to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from diffusion_core.common.wire import pack
from diffusion_core.sampling import few_steps
from diffusion_core.sampling.job import LARGEST_SEED, Job
from pages.server import pace, resources, shared_runs, streams
from pages.server.neighbours import neighbourhood
from pages.server.visits import own_visit
from pages.shared.player import to_bytes

if TYPE_CHECKING:
    from diffusion_core.data.understanding import Understood
    from diffusion_core.serving.running import Running

ADDRESS = "/api/words"
MEDIA = "application/octet-stream"
ASKED = ("how", "pass", "seed", "text")
LONGEST_TEXT = 200
"""Letters; the longest caption has about a hundred."""
MOST_KEPT = 512
"""Pictures of 12 kB each."""
_MARK = "words"


def typed_pass() -> str:
    """What a page's script sends along; good until the end of the next day, as a run's token is."""
    return streams.signed_mark(_MARK, visit=own_visit())


def quick(caption: str, seed: int) -> Job:
    """A picture while somebody types: by the student, else in as few steps as show anything."""
    if resources.has_student():
        return few_steps.quick(caption, seed)
    return Job(caption=caption, seed=seed, sampler="dpmpp_2m", steps=6)


def fine(caption: str, seed: int) -> Job:
    """The picture that this site draws of such words, once nobody types."""
    return Job(caption=caption, seed=seed)


def _one(job: Callable[[str, int], Job]) -> Callable[[str, int], list[tuple[str, Job]]]:
    return lambda caption, seed: [(caption, job(caption, seed))]


def _growing(caption: str, seed: int) -> list[tuple[str, Job]]:
    from diffusion_core.data.understanding import word_by_word

    return [(words, quick(words, seed)) for words in ["", *word_by_word(caption)]]


HOW: Mapping[str, Callable[[str, int], list[tuple[str, Job]]]] = {
    "quick": _one(quick),
    "fine": _one(fine),
    "growing": _growing,
}
"""What can be asked for: captions, and the job that draws each."""


class Drawn:
    """Finished pictures by their jobs, (64, 64, 3) uint8; the longest unused go. Any thread may ask."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._kept: OrderedDict[str, np.ndarray] = OrderedDict()
        self._most, self._lock = most, threading.Lock()

    def get(self, job: Job) -> np.ndarray | None:
        """The picture of a job, where it is kept."""
        with self._lock:
            if (found := self._kept.get(job.to_text())) is not None:
                self._kept.move_to_end(job.to_text())
            return found

    def keep(self, job: Job, picture: np.ndarray) -> None:
        with self._lock:
            self._kept[job.to_text()] = picture
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


book = Drawn()


class Left(RuntimeError):
    """Nobody waits for the answer any more."""


class Wish:
    """Pictures that one visitor waits for, from one thread; another one may `leave`."""

    def __init__(self, owner: str, visit: str) -> None:
        self._owner, self._visit, self._running = owner, visit, dict[Job, "Running"]()
        self._left = threading.Event()

    def leave(self) -> None:
        """Nobody waits any more: what is being drawn stops before its next step."""
        self._left.set()
        for steps in list(self._running.values()):
            steps.close()

    def pictures(self, jobs: list[Job]) -> np.ndarray:
        """The pictures of these jobs, drawn together where they are not kept: (N, 64, 64, 3) uint8.

        Raises Left, TooOften, and what the engine raises: Busy, NoWeights.
        """
        found = {job: kept for job in dict.fromkeys(jobs) if (kept := book.get(job)) is not None}
        steps_anew = sum(job.steps for job in dict.fromkeys(jobs) if job not in found)
        if self._visit and steps_anew and not pace.RUNS.takes(self._visit, steps_anew / Job.steps):
            raise shared_runs.TooOften(pace.TOO_OFTEN)
        try:
            for job in dict.fromkeys(jobs):
                if self._left.is_set():
                    raise Left
                if job not in found:
                    self._running[job] = resources.engine().submit(job, owner=self._owner, brief=True)
            for job, steps in self._running.items():
                found[job] = self._last(job, steps)
                book.keep(job, found[job])
        finally:
            for steps in self._running.values():
                steps.close()
        return np.stack([found[job] for job in jobs])

    def _last(self, job: Job, steps: Running) -> np.ndarray:
        last = None
        for step in steps:
            last = step
            if self._left.is_set():
                raise Left
        if last is None or last.index < job.steps:
            raise Left
        return to_bytes(last.x.clamp(-1, 1))[0]


async def typed(request: Request) -> Response:
    """GET /api/words?how=…&pass=…&seed=…&text=…: a packed message, what was understood and a picture a caption."""
    asked = dict(request.query_params.multi_items())
    if sorted(name for name, _ in request.query_params.multi_items()) != sorted(ASKED):
        return PlainTextResponse(streams.ABSURD, 400)
    try:
        visit = streams.check_mark(asked["pass"], _MARK)
    except streams.Refused as error:
        return PlainTextResponse(str(error), 403)
    seed = _number(asked["seed"])
    if asked["how"] not in HOW or seed > LARGEST_SEED or len(asked["text"]) > LONGEST_TEXT:
        return PlainTextResponse(streams.ABSURD, 400)
    while not resources.ready.is_set():
        await sleep(0.05)
    wish = Wish(neighbourhood(request.scope), visit)
    async with create_task_group() as group:
        group.start_soon(_leave_with, request, wish)
        answer = await to_thread.run_sync(_answer, wish, asked["how"], asked["text"], seed)
        group.cancel_scope.cancel()
    return answer


def _number(text: str) -> int:
    """A whole number from 0 on; one past all seeds for whatever is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else LARGEST_SEED + 1


async def _leave_with(request: Request, wish: Wish) -> None:
    """Once the visitor has gone, or has asked for something else, nothing more is drawn for this."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    wish.leave()


def _answer(wish: Wish, how: str, text: str, seed: int) -> Response:
    # torch comes with them, which the server's start must not wait for
    from diffusion_core.common.files import NoWeights
    from diffusion_core.data.critters import VOCABULARY
    from diffusion_core.data.understanding import understood
    from diffusion_core.serving.engine import Busy

    read = understood(text, VOCABULARY)
    wanted = HOW[how](read.caption, seed)
    try:
        drawn = wish.pictures([job for _, job in wanted])
    except shared_runs.TooOften as wait:
        return PlainTextResponse(str(wait), 429)
    except (Busy, NoWeights, Left) as error:
        return PlainTextResponse(str(error), 503)
    header = _said(read) | {"told": [words for words, _ in wanted]}
    return Response(pack(header, {"pixels": drawn}), media_type=MEDIA, headers={"Cache-Control": "no-store"})


def _said(read: Understood) -> dict[str, object]:
    unknown = [[one.word, one.nearest] for one in read.unknown]
    return {"caption": read.caption, "unknown": unknown, "unfinished": read.unfinished, "too_many": read.too_many}
