"""What is asked of the engine: the steps of a job as they come, and the wish behind them."""

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import cast

from diffusion_core.networks.unet import UNet
from diffusion_core.sampling.conversation import Conversation, Question
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import Step
from diffusion_core.serving.outlook import Outlook, Work

END = object()


@dataclass(eq=False)
class Running:
    """The steps of one job as they come. Iterate over it once; close it when nobody looks any more.

    outlook: where it stands now, None where that is not known; leave: takes it out of the line, where it waits there.
    """

    steps: "queue.SimpleQueue[object]" = field(default_factory=queue.SimpleQueue)
    cancelled: threading.Event = field(default_factory=threading.Event)
    outlook: Callable[[], Outlook | None] = lambda: None
    leave: Callable[[], None] = lambda: None

    def __iter__(self) -> Iterator[Step]:
        while (step := self.take()) is not None:
            yield step

    def take(self, within: float | None = None) -> Step | None:
        """The next step, None after the last one. within: seconds, after which it raises queue.Empty."""
        item = self.steps.get(timeout=within)
        if isinstance(item, BaseException):
            raise item
        return None if item is END else cast(Step, item)

    def close(self) -> None:
        """Stop the job before its next step."""
        self.cancelled.set()
        self.leave()


@dataclass(eq=False)
class Task:
    """One visitor's wish in the engine: how to begin the conversation, its open question, and how to end it.

    owner: whose turns it takes; visitor: who asked, "" for nobody in particular; work: what it still asks for.
    """

    weights: str
    begin: Callable[[UNet], Conversation]
    end: Callable[[BaseException | None], None]
    owner: str = ""
    visitor: str = ""
    work: Work = Work(0, 0)
    cancelled: threading.Event = field(default_factory=threading.Event)
    conversation: Conversation | None = None
    question: Question | None = None

    @property
    def brief(self) -> bool:
        """Whether it is over after its first answer, or asks nothing."""
        return self.work.questions <= 1

    @property
    def asked(self) -> str:
        """The weights that its open question is for."""
        return (self.question.weights if self.question else "") or self.weights


def work_of(job: Job) -> Work:
    """What a job asks for: with guidance a question has each picture twice, or goes to two networks in turn."""
    twice = job.guidance != 1
    rows = job.count * (2 if twice and not job.worse else 1)
    return Work(rows, job.steps * (2 if twice and job.worse else 1))
