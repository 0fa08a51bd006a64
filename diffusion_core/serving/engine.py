"""One thread owns the networks and serves many visitors at once, step by step."""

import queue
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import torch
from torch import Tensor

from diffusion_core.common.device import fast_dtype
from diffusion_core.networks.unet import UNet
from diffusion_core.process.prediction import Prediction
from diffusion_core.sampling.conversation import Conversation, Question, answer_together, converse, single_question
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import Step
from diffusion_core.serving.line import Full, Line

TURN = 4
"""Rows of one owner in a pass, beyond a first question, where others wait too."""
VISITS = 8
"""Visits that are remembered: who had more of them comes later."""
CROWDED = "Very many people are drawing right now. Please try again in a moment."
CLOSING = "The server is closing. Please try again in a moment."
Loader = Callable[[], UNet]
END = object()
R = TypeVar("R")


class Busy(RuntimeError):
    """More is waiting than can be served soon; the message is a sentence for the visitor."""


@dataclass(eq=False)
class Running:
    """The steps of one job as they come. Iterate over it once; close it when nobody looks any more."""

    steps: "queue.SimpleQueue[object]" = field(default_factory=queue.SimpleQueue)
    cancelled: threading.Event = field(default_factory=threading.Event)

    def __iter__(self) -> Iterator[Step]:
        while (item := self.steps.get()) is not END:
            if isinstance(item, BaseException):
                raise item
            assert isinstance(item, Step)
            yield item

    def close(self) -> None:
        """Stop the job before its next step."""
        self.cancelled.set()


@dataclass(eq=False)
class Task:
    """One visitor's wish in the engine: how to begin the conversation, its open question, and how to end it."""

    weights: str
    begin: Callable[[UNet], Conversation]
    end: Callable[[BaseException | None], None]
    owner: str = ""
    cancelled: threading.Event = field(default_factory=threading.Event)
    conversation: Conversation | None = None
    question: Question | None = None

    @property
    def asked(self) -> str:
        """The weights that its open question is for."""
        return (self.question.weights if self.question else "") or self.weights


class Engine:
    """Batches the questions of many jobs to the same weights; jobs join and leave between two steps.

    Where more than one owner asks, each has a question in every pass, and further ones up to TURN rows.
    loaders: how to get each network, by name; called in the engine's own thread when first needed. waiting: jobs that
    may queue before `submit` raises Busy. rows: the largest batch of one pass. Any thread may call its methods.
    """

    def __init__(
        self, loaders: Mapping[str, Loader], *, device: torch.device, waiting: int = 64, rows: int = 64
    ) -> None:
        self._loaders, self._device, self._rows = dict(loaders), device, rows
        self._networks: dict[str, UNet] = {}
        self._line: Line[Task] = Line(waiting)
        self._active: deque[Task] = deque()
        self._visits: deque[Task] = deque(maxlen=VISITS)
        self._thread = threading.Thread(target=self._serve, name="engine", daemon=True)
        self._thread.start()

    @property
    def device(self) -> torch.device:
        """Where the networks run now: the CPU after a GPU ran out of memory."""
        return self._device

    @property
    def waiting(self) -> int:
        """How many jobs are being served or wait to be."""
        return len(self._line) + len(self._active)

    def submit(self, job: Job, *, owner: str = "") -> Running:
        """Queue a job; its steps hold CPU tensors (count, *shape of the network's plan). owner: whose turns it takes.

        Raises KeyError for unknown weights, Busy. What goes wrong later (NoWeights, UnknownWord) is raised where the
        steps are read.
        """
        running = Running()

        def end(error: BaseException | None) -> None:
            running.steps.put(END if error is None else error)

        def begin(network: UNet) -> Conversation:
            return converse(job, network, running.steps.put, self._network(job.worse) if job.worse else None)

        if job.worse:
            self._know(job.worse)
        self._queue(Task(job.weights, begin, end, owner, running.cancelled))
        return running

    def ask(self, weights: str, x: Tensor, log_snr: Tensor, captions: list[str], *, owner: str = "") -> Prediction:
        """One question to a network, answered in turn with everybody's. x: (B, *shape of its plan); log_snr: (B,).

        Raises KeyError, Busy, NoWeights, UnknownWord.
        """
        answer: Future[Prediction] = Future()

        def end(error: BaseException | None) -> None:
            if error is not None:
                answer.set_exception(error)

        def begin(network: UNet) -> Conversation:
            return single_question(x, log_snr, captions, network, answer.set_result)

        self._queue(Task(weights, begin, end, owner))
        return answer.result()

    def visit(self, weights: str, use: Callable[[UNet], R], *, owner: str = "") -> R:
        """Run a function on a network in the thread that owns it, between two passes; nobody is served meanwhile.

        use: brief, and leaves the network as it was; owner: as in `submit`. Raises KeyError, Busy, NoWeights, and
        whatever `use` raises.
        """
        found: Future[R] = Future()

        def end(error: BaseException | None) -> None:
            if error is not None:
                found.set_exception(error)

        self._queue(Task(weights, lambda net: _visit(net, use, found.set_result), end, owner))
        return found.result()

    def load(self, weights: str) -> None:
        """Load a network now rather than at the first question. Returns when it is there. Raises NoWeights."""
        self.visit(weights, lambda network: None)

    def stop(self) -> None:
        """Let the thread end before its next step; jobs that are not finished get no more steps."""
        self._line.close()
        self._thread.join()

    def _queue(self, task: Task) -> None:
        self._know(task.weights)
        try:
            sent_away = self._line.enter(task)
        except Full:
            raise Busy(CLOSING if self._line.closed else CROWDED) from None
        if sent_away is not None:
            sent_away.end(Busy(CROWDED))

    def _know(self, weights: str) -> None:
        if weights not in self._loaders:
            raise KeyError(f"no weights are called {weights!r}")

    @torch.inference_mode()
    def _serve(self) -> None:
        while not self._line.closed:
            visited = self._let_in()
            if chosen := self._choose():
                self._pass(chosen)
            elif not visited:
                self._line.wait()
        self._leave()

    def _let_in(self) -> bool:
        """Whoever may come, up to the first visit, since nobody is served during one. Returns whether there was one."""
        while (task := self._line.next((*self._active, *self._visits), room=self._room())) is not None:
            self._advance(task, self._begin)
            if task.question is None:
                self._visits.append(task)
                return True
        return False

    def _leave(self) -> None:
        """Nobody may wait for steps that never come."""
        for task in self._active:
            task.end(None)
        for late in self._line.left():
            late.end(Busy(CLOSING))

    def _room(self) -> bool:
        return sum(len(task.question.x) for task in self._active if task.question) < 2 * self._rows

    def _begin(self, task: Task) -> Question:
        task.conversation = task.begin(self._network(task.weights))
        return next(task.conversation)

    def _network(self, weights: str) -> UNet:
        """Loaded when it is first asked for, in the engine's thread."""
        if weights not in self._networks:
            self._networks[weights] = self._placed(self._loaders[weights]())
        return self._networks[weights]

    def _placed(self, network: UNet) -> UNet:
        try:
            return network.to(self._device, fast_dtype(self._device))
        except torch.OutOfMemoryError:
            self._move_to_cpu()
            return network.to(self._device, fast_dtype(self._device))

    def _move_to_cpu(self) -> None:
        self._device = torch.device("cpu")
        for network in self._networks.values():
            network.to(self._device, fast_dtype(self._device))

    def _advance(self, task: Task, ask: Callable[[Task], Question]) -> None:
        """Lead a conversation to its next question and put it at the end of the line, or end it."""
        try:
            if task.cancelled.is_set():
                raise StopIteration
            task.question = ask(task)
            self._active.append(task)
        except StopIteration:
            task.end(None)
        except Exception as error:  # noqa: BLE001 - whatever went wrong belongs to this visitor alone
            task.end(error)

    def _pass(self, chosen: list[Task]) -> None:
        """Answer these open questions in one batch; where that fails, each alone, to find whose fault it is."""
        questions = [task.question for task in chosen if task.question is not None]
        try:
            answers = self._answer(chosen[0].asked, questions)
        except Exception as error:  # noqa: BLE001 - the thread must outlive any one batch
            if len(chosen) == 1:
                return chosen[0].end(error)
            for task in chosen:
                self._pass([task])
            return
        for task, answer in zip(chosen, answers, strict=True):
            self._advance(task, partial(_reply, answer=answer))

    def _choose(self) -> list[Task]:
        """Take from the head of the line who asks the same weights, as many as fit in one batch, each owner in turn."""
        chosen: list[Task] = []
        others: list[Task] = []
        self._active = deque(filter(_is_wanted, self._active))
        weights, rows = self._active[0].asked if self._active else "", 0
        turn = TURN if len({task.owner for task in self._active}) > 1 else self._rows
        of: Counter[str] = Counter()
        while self._active:
            task = self._active.popleft()
            assert task.question is not None
            count = len(task.question.x)
            has_turn = not of[task.owner] or of[task.owner] + count <= turn
            fits = not chosen or rows + count <= self._rows
            if task.asked == weights and fits and has_turn:
                chosen.append(task)
                rows += count
                of[task.owner] += count
            else:
                others.append(task)
        self._active.extend(others)
        return chosen

    def _answer(self, weights: str, questions: list[Question]) -> list[Prediction]:
        try:
            return answer_together(self._networks[weights], questions, self._device)
        except torch.OutOfMemoryError:
            self._move_to_cpu()
            return answer_together(self._networks[weights], questions, self._device)


def _is_wanted(task: Task) -> bool:
    """Whether anybody still looks; the others end here."""
    if task.cancelled.is_set():
        task.end(None)
    return not task.cancelled.is_set()


def _reply(task: Task, answer: Prediction) -> Question:
    assert task.conversation is not None
    return task.conversation.send(answer)


def _visit(network: UNet, use: Callable[[UNet], R], tell: Callable[[R], None]) -> Conversation:
    tell(use(network))
    yield from ()
