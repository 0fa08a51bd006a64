"""What happens when two visitors ask for the same picture: it is drawn once, and both follow that one run.

A run is a job of the sampler as frames for the player. `Book` has them all: one under way is joined from its beginning,
a finished one is kept for a while, one that nobody follows any longer is stopped.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from diffusion_core.sampling.job import Job
from pages.server import pace, resources
from pages.shared.player import stream_error, stream_frame, stream_header, stream_wait, tile, to_bytes

# torch stays out of this module's own imports: the home page needs it before torch is there
if TYPE_CHECKING:
    from torch import Tensor

    from diffusion_core.sampling.samplers import Step
    from diffusion_core.serving.outlook import Outlook
    from diffusion_core.serving.running import Running

SIDE = 64
TRACKS = ("noisy", "guess")
RUN_BYTES = 4_000_000
"""The most that one run sends; longer runs leave out steps, evenly."""
KEPT_BYTES = 48_000_000
HELD = 4
"""Times as much at most, of runs that are finished and still followed: who takes them slowly holds them."""
LOOK = 0.15
"""Seconds between two looks at how long a run has still to wait."""
SORRY = "The drawing broke off on the server. Please try again."


def frame_shape(count: int) -> tuple[int, int, int]:
    """(H, W, 3) of one frame: a picture, or a sheet of `count` of them, as wide as high."""
    return SIDE * -(-count // columns(count)), SIDE * columns(count), 3


def columns(count: int) -> int:
    """How many pictures of a sheet stand side by side: 2 of 4, 4 of 16."""
    return math.ceil(math.sqrt(count))


def shown_steps(steps: int, count: int) -> list[int]:
    """Which of the moments 0 (noise) to `steps` (finished) are sent: all, or as many as fit in RUN_BYTES, evenly."""
    room = RUN_BYTES // (len(TRACKS) * int(np.prod(frame_shape(count))))
    if steps + 1 <= room:
        return list(range(steps + 1))
    return sorted({round(i * steps / (room - 1)) for i in range(room)})


@dataclass(frozen=True)
class Frame:
    """One moment of a run: its place among the frames, what it is called, and uint8 pictures (H, W, 3) by TRACKS.

    The first comes twice: at once, without a guess, and again when the network has answered.
    """

    place: int
    label: str
    pictures: dict[str, np.ndarray]


@dataclass(eq=False)
class Run:
    """The frames of one job as they come. One thread fills it, any number of visitors follow it."""

    shape: tuple[int, int, int]
    expected: int
    running: Running
    frames: list[Frame] = field(default_factory=list)
    error: str = ""
    over: bool = False
    finished_at: float | None = None
    followers: int = 0
    listeners: list[Callable[[], None]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of pixels."""
        return self.expected * len(TRACKS) * int(np.prod(self.shape))

    @property
    def waits(self) -> bool:
        """Whether the network has not answered yet."""
        return not self.over and not any(TRACKS[1] in frame.pictures for frame in self.frames[:1])

    def fill(self, frames: Iterable[Frame]) -> None:
        """Take all frames, then be over; whatever goes wrong becomes a sentence."""
        try:
            for frame in frames:
                self.frames[frame.place :] = [frame]
                self._tell()
            if len(self.frames) == self.expected:
                self.finished_at = time.time()
        except Exception as error:
            self.error = sentence(error)
        self.over = True
        self._tell()

    def cut(self) -> None:
        """Let go of the frames of a finished run; who still follows it is told so."""
        self.error, self.frames = SORRY, []
        self._tell()

    def _tell(self) -> None:
        for listener in list(self.listeners):
            listener()

    async def follow(self, tracks: Sequence[str] = TRACKS) -> AsyncIterator[bytes]:
        """The run in the player's format, from its beginning, as far as it is and then as it comes."""
        loop, news = asyncio.get_running_loop(), asyncio.Event()

        def listener() -> None:
            # a loop that is closed has nobody left to tell
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(news.set)

        self.listeners.append(listener)
        try:
            yield stream_header([(name, self.shape) for name in tracks], frames=self.expected)
            sent, early, told, over = 0, False, None, False
            while not over:
                news.clear()
                over = self.over
                for frame in self.frames[sent:]:
                    there = [name for name in tracks if name in frame.pictures]
                    if len(there) == len(tracks):
                        yield stream_frame([frame.pictures[name] for name in tracks], label=frame.label)
                        sent += 1
                    elif there and not early:
                        yield stream_frame([frame.pictures[name] for name in there], label=frame.label, only=there)
                        early = True
                if self.waits and (now := self.running.outlook()) and (about := rounded(now)) != told:
                    yield stream_wait(*(told := about))
                if not over:
                    await _heard(news, LOOK if self.waits else None)
            if self.error:
                yield stream_error(self.error)
        finally:
            self.listeners.remove(listener)


async def _heard(news: asyncio.Event, within: float | None) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(news.wait(), within)


def rounded(outlook: Outlook) -> tuple[int, int | None]:
    """Place, and seconds as one says them: whole ones, from ten on fives, from a minute on half minutes."""
    place, seconds = outlook
    if seconds is None:
        return place, None
    step = 1 if seconds < 10 else 5 if seconds < 60 else 30
    return place, max(1, step * round(seconds / step))


class TooOften(RuntimeError):
    """A visit asks for too much; the message is a sentence for the visitor."""


class Book:
    """Runs by their job: one under way is joined; finished ones are kept up to `most` bytes, the longest unused go.

    Of those that are still followed four times as much: past it the ones asked for longest ago are cut.
    """

    def __init__(self, begin: Callable[[Job, str, str], Running], *, most: int = KEPT_BYTES) -> None:
        self._begin, self._most = begin, most
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """Bytes of all runs kept or under way."""
        return sum(run.size for run in self._runs.values())

    def open(self, job: Job, owner: str = "", visit: str = "") -> Run:
        """Follow the job's run; `leave` it when done. owner, visit: whose turns it takes, if it is not under way
        already, and who asked, "" for nobody in particular.

        Raises TooOften, and what the engine raises: Busy, KeyError.
        """
        text = job.to_text()
        with self._lock:
            run = self._runs.get(text)
            if run is None or run.error:
                if visit and not pace.RUNS.takes(visit, job.count):
                    raise TooOften(pace.TOO_OFTEN)
                run = self._runs[text] = self._start(job, owner, visit)
                self._shrink()
            self._runs.move_to_end(text)
            run.followers += 1
            return run

    def leave(self, run: Run) -> None:
        """Nobody left and not finished: the job is stopped and forgotten."""
        with self._lock:
            run.followers -= 1
            if run.followers == 0 and run.finished_at is None:
                run.running.close()
                self._runs = OrderedDict((text, other) for text, other in self._runs.items() if other is not run)
            self._shrink()

    def finished_at(self, job: Job) -> float | None:
        """When this server finished that job (seconds since 1970), if the run is kept."""
        run = self._runs.get(job.to_text())
        return run.finished_at if run else None

    def _start(self, job: Job, owner: str, visit: str) -> Run:
        running = self._begin(job, owner, visit)
        run = Run(frame_shape(job.count), len(shown_steps(job.steps, job.count)), running)
        threading.Thread(target=run.fill, args=(frames_of(job, running),), name="run", daemon=True).start()
        return run

    def _shrink(self) -> None:
        idle = [text for text, run in self._runs.items() if run.finished_at is not None and not run.followers]
        while idle and self.size > self._most:
            del self._runs[idle.pop(0)]
        followed = [text for text, run in self._runs.items() if run.finished_at is not None]
        while followed and self.size > HELD * self._most:
            self._runs.pop(followed.pop(0)).cut()


def frames_of(job: Job, steps: Iterable[Step]) -> Iterator[Frame]:
    """Each moment's noisy picture beside the network's guess at what is in it; the end beside the last guess."""
    from diffusion_core.common.randomness import Noise
    from diffusion_core.process.schedules import make_schedule
    from diffusion_core.sampling.conversation import start_of
    from pages.shared.numbers import fixed_percent

    schedule = make_schedule(job.schedule, job.T)
    places = {index: place for place, index in enumerate(shown_steps(job.steps, job.count))}

    def frame(index: int, t: float, pictures: dict[str, Tensor]) -> Iterator[Frame]:
        if index in places:
            noise = 1 - schedule.alpha_bar_at(t)
            moment = f"step {index} of {job.steps} · t = {round(t) if t >= 10 else round(t, 2):g}"
            share = f"believed noise {fixed_percent(noise)}" if job.believed else f"noise {100 * noise:.0f} %"
            label = f"{moment} · {share}"
            yield Frame(places[index], label, {name: sheet(picture) for name, picture in pictures.items()})

    x, t = Noise(range(job.seed, job.seed + job.count), (3, SIDE, SIDE))(), start_of(job)
    yield from frame(0, t, {"noisy": x})
    for step in steps:
        yield from frame(step.index - 1, t, {"noisy": x, "guess": step.x0})
        x, t = step.x, step.t
    if t == 0:
        yield from frame(job.steps, t, {"noisy": x, "guess": step.x0})


def sheet(pictures: Tensor) -> np.ndarray:
    """(B, 3, 64, 64) in [-1, 1] as one uint8 picture of the frame's shape."""
    return tile(pictures, columns=columns(len(pictures))) if len(pictures) > 1 else to_bytes(pictures)[0]


def sentence(error: Exception) -> str:
    """What went wrong, for the visitor: our own errors are sentences already."""
    from diffusion_core.common.files import NoWeights
    from diffusion_core.data.vocabulary import UnknownWord
    from diffusion_core.serving.engine import Busy

    return str(error) if isinstance(error, NoWeights | UnknownWord | Busy) else SORRY


book = Book(lambda job, owner, visit: resources.engine().submit(job, owner=owner, visitor=visit, brief=True))
