"""One thread owns the networks and serves many visitors at once, step by step."""

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from functools import partial
from typing import TypeVar

import torch
from torch import Tensor

from diffusion_core.networks.unet import UNet
from diffusion_core.process.prediction import Prediction
from diffusion_core.sampling.conversation import Conversation, Question, converse, single_question
from diffusion_core.sampling.job import Job
from diffusion_core.serving import turns
from diffusion_core.serving.line import CLOSING, Full, Line
from diffusion_core.serving.networks import Loader, Networks
from diffusion_core.serving.outlook import Outlooks, Work
from diffusion_core.serving.running import END, Running, Task, work_of
from diffusion_core.serving.tally import Passes

VISITS = 8
"""Visits that are remembered: who had more of them comes later."""
WAITING = 512
"""Places in the line; of one owner three quarters: a whole school, of which each asks for one."""
ROUNDS = 2
"""Passes in which all who are inside are answered once; from there on only whose owner has nobody there comes in."""
FULL = 8
"""From so many on nobody comes in but for one answer: what is begun is held in memory, 6 MB for sixteen pictures."""
LOOK = 0.2
"""Seconds between two looks at whether an answer is still wanted."""
CROWDED = "Very many people are drawing right now. Please try again in a moment."
R = TypeVar("R")


class Busy(RuntimeError):
    """More is waiting than can be served soon; the message is a sentence for the visitor."""


class Engine:
    """Batches the questions of many jobs to the same weights; jobs join and leave between two steps.

    Where more than one owner asks, each has a question in every pass, and further ones up to turns.TURN rows.
    loaders: how to get each network, by name; called in the engine's own thread when first needed. waiting: jobs that
    may queue before `submit` raises Busy. rows: the largest batch of one pass. Any thread may call its methods.
    """

    def __init__(
        self, loaders: Mapping[str, Loader], *, device: torch.device, waiting: int = WAITING, rows: int = 64
    ) -> None:
        self._networks, self._rows = Networks(loaders, device), rows
        self._line: Line[Task] = Line(waiting)
        self._active: deque[Task] = deque()
        self._visits: deque[Task] = deque(maxlen=VISITS)
        self.passes = Passes()
        self._answering, self._until = 0, 0.0
        self._inside: tuple[Task, ...] = ()
        self._outlooks = Outlooks(self._look)
        self._thread = threading.Thread(target=self._serve, name="engine", daemon=True)
        self._thread.start()

    @property
    def device(self) -> torch.device:
        """Where the networks run now: the CPU after a GPU ran out of memory."""
        return self._networks.device

    @property
    def waiting(self) -> int:
        """How many jobs are being served or wait to be."""
        return len(self._line) + len(self._active) + self._answering

    @property
    def is_at_work(self) -> bool:
        """Whether its thread is there."""
        return self._thread.is_alive()

    @property
    def refused(self) -> int:
        """How many jobs were sent away, so far, since too many were there."""
        return self._line.refused

    def submit(self, job: Job, *, owner: str = "", visitor: str = "", brief: bool = False) -> Running:
        """Queue a job; its steps hold CPU tensors (count, *shape of the network's plan).

        owner: whose turns it takes; visitor: who asked, "" for nobody in particular. Of one two are served at once.
        brief: only x and x0 of each step will be looked at; what is drawn elsewhere leaves out the others.

        Raises KeyError for unknown weights, Busy. What goes wrong later (NoWeights, UnknownWord) is raised where the
        steps are read.
        """
        running = Running()

        def end(error: BaseException | None) -> None:
            running.steps.put(END if error is None else error)

        def begin(network: UNet) -> Conversation:
            return converse(job, network, running.steps.put, self._networks.of(job.worse) if job.worse else None)

        self.know(job.weights, job.worse)
        task = Task(job.weights, begin, end, owner, visitor, work_of(job), running.cancelled)
        running.outlook, running.leave = partial(self._outlooks.of, task), partial(self._let_go, task)
        self._queue(task)
        return running

    def know(self, *weights: str) -> None:
        """Raises KeyError for a name that no network has; "" is none."""
        for name in filter(None, weights):
            self._networks.know(name)

    def ask(
        self,
        weights: str,
        x: Tensor,
        log_snr: Tensor,
        captions: list[str],
        *,
        owner: str = "",
        stay: Callable[[], None] = lambda: None,
    ) -> Prediction:
        """One question to a network, answered in turn with everybody's. x: (B, *shape of its plan); log_snr: (B,).

        stay: called now and then meanwhile; what it raises ends the wait. Raises KeyError, Busy, NoWeights,
        UnknownWord.
        """
        answer: Future[Prediction] = Future()

        def end(error: BaseException | None) -> None:
            if error is not None:
                answer.set_exception(error)

        def begin(network: UNet) -> Conversation:
            return single_question(x, log_snr, captions, network, answer.set_result)

        return self._answered(Task(weights, begin, end, owner, work=Work(len(x), 1)), answer, stay)

    def visit(
        self, weights: str, use: Callable[[UNet], R], *, owner: str = "", stay: Callable[[], None] = lambda: None
    ) -> R:
        """Run a function on a network in the thread that owns it, between two passes; nobody is served meanwhile.

        use: brief, and leaves the network as it was; owner, stay: as in `ask`. Raises KeyError, Busy, NoWeights, and
        whatever `use` raises.
        """
        found: Future[R] = Future()

        def end(error: BaseException | None) -> None:
            if error is not None:
                found.set_exception(error)

        return self._answered(Task(weights, lambda net: _visit(net, use, found.set_result), end, owner), found, stay)

    def load(self, weights: str) -> None:
        """Load a network now rather than at the first question. Returns when it is there. Raises NoWeights."""
        self.visit(weights, lambda network: None)

    def stop(self, within: float = 0.0) -> None:
        """Let nobody in any more, and end the thread once the jobs that are there have finished, or after so many
        seconds before its next step: those that have not are told so (Busy)."""
        self._until = time.monotonic() + within
        self._line.close()
        self._thread.join()

    def _answered(self, task: Task, answer: Future[R], stay: Callable[[], None]) -> R:
        self._queue(task)
        try:
            while not wait([answer], LOOK).done:
                stay()
        except BaseException:
            task.cancelled.set()
            self._let_go(task)
            raise
        return answer.result()

    def _let_go(self, task: Task) -> None:
        """Who is served is asked nothing more anyway; who waits has no place any longer."""
        if self._line.leave(task):
            task.end(None)

    def _look(self) -> tuple[tuple[Task, ...], list[tuple[Task, float]]]:
        inside = self._inside
        has, line = {task.owner for task in inside}, []
        for task in self._line.order(inside):
            alone = math.inf if task.brief else FULL * self._rows
            line.append((task, ROUNDS * self._rows if task.owner in has else alone))
            has.add(task.owner)
        return inside, line

    def _queue(self, task: Task) -> None:
        self._networks.know(task.weights)
        try:
            sent_away = self._line.enter(task)
        except Full:
            raise Busy(CLOSING if self._line.closed else CROWDED) from None
        self._outlooks.forget()
        if sent_away is not None:
            sent_away.end(Busy(CROWDED))

    @torch.inference_mode()
    def _serve(self) -> None:
        while not self._is_over():
            visited = self._let_in()
            self._inside = tuple(self._active)
            self._active = deque(filter(_is_wanted, self._active))
            if chosen := turns.take(self._active, rows=self._rows):
                self._pass(chosen)
            elif not visited:
                self._line.wait()
        self._leave()

    def _is_over(self) -> bool:
        return self._line.closed and (not self.waiting or time.monotonic() >= self._until)

    def _let_in(self) -> bool:
        """Whoever may come, up to the first visit, since nobody is served during one. Returns whether there was one."""
        while (task := self._next()) is not None:
            self._inside = (*self._inside, task)  # else it would be nowhere while others are begun
            self._advance(task, self._begin)
            if task.question is None:
                task.visitor = ""  # it is over: others of the same visitor may come
                self._visits.append(task)
                return True
        return False

    def _leave(self) -> None:
        """Nobody may wait for steps that never come."""
        for late in (*self._active, *self._line.left()):
            late.end(None if late.cancelled.is_set() else Busy(CLOSING))

    def _next(self) -> Task | None:
        rows = sum(len(task.question.x) for task in self._active if task.question)
        room, full = rows < ROUNDS * self._rows, rows >= FULL * self._rows
        return self._line.next((*self._active, *self._visits), room=room, full=full)

    def _begin(self, task: Task) -> Question:
        task.conversation = task.begin(self._networks.of(task.weights))
        return next(task.conversation)

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
        self._answering, began = len(chosen), time.perf_counter()
        try:
            answers = self._networks.answer(chosen[0].asked, questions)
            self.passes.note(sum(len(q.x) for q in questions), time.perf_counter() - began)
        except Exception as error:  # noqa: BLE001 - the thread must outlive any one batch
            if len(chosen) == 1:
                return chosen[0].end(error)
            for task in chosen:
                self._pass([task])
            return
        finally:
            self._answering = 0
        for task, answer in zip(chosen, answers, strict=True):
            task.work = task.work._replace(questions=max(1, task.work.questions - 1))
            self._advance(task, partial(_reply, answer=answer))
        self._outlooks.pace.note(sum(len(question.x) for question in questions), time.perf_counter() - began)


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
