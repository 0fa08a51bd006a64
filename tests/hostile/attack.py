"""The whole corpus, sent to a running server: what the page said to each file, and what it cost."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tests.hostile.corpus import Hostile
from tests.hostile.memory import Cost, cost_of
from tests.hostile.visitor import Answer, visitor

EACH = 15
"""Files of one visitor; a server takes twenty."""


@dataclass(frozen=True)
class Outcome:
    """seconds: from the upload to the answer, by the clock on the wall."""

    file: Hostile
    size: int
    answer: Answer
    cost: Cost
    seconds: float

    def line(self) -> str:
        said = self.answer.sentence.split(":")[0].split(" Meanwhile")[0] or "a picture"
        memory, work = f"{self.cost.memory / 1e6:5.0f} MB", f"{self.cost.work:5.2f} s"
        return f"{self.size / 1e6:5.2f} MB | {memory} | {work} | {self.seconds:5.2f} s | {self.file.name} | {said}"


def attacked(server: str, pid: int, files: list[Hostile]) -> Iterator[Outcome]:
    """One after another."""
    rest = iter(files)
    while some := [*islice(rest, EACH)]:
        with visitor(server) as one:
            for file in some:
                data = file.made()
                began = time.monotonic()
                with cost_of(pid) as cost:
                    answer = one.send(data, file.filename)
                yield Outcome(file, len(data), answer, cost, answer.at - began)


HEAD = "file | memory | work | time | what is hostile | answer"


def summary(outcomes: list[Outcome]) -> str:
    """One line for all."""
    pictures = sum(one.answer.picture for one in outcomes)
    memory, work, most = (
        max(one.cost.memory for one in outcomes) / 1e6,
        max(one.cost.work for one in outcomes),
        max(one.seconds for one in outcomes),
    )
    return (
        f"{len(outcomes)} files: {pictures} pictures, {len(outcomes) - pictures} sentences; at most {memory:.0f} MB, "
        f"{work:.2f} s of the processor, {most:.2f} s"
    )
