"""Sends nonsense and counts what comes of it. It goes on after an error, so that a report names them all."""

import random
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import HypothesisWarning

from tests.fuzz import nonsense
from tests.fuzz.parameters import Parameters
from tests.fuzz.visitor import HungUp, Visitor, controls_of

TRACEBACK = "Traceback (most recent call last)"
# the line's own thread draws lots for its frames meanwhile, which hypothesis takes for a strategy's
warnings.filterwarnings("ignore", message="Do not use the `random` module", category=HypothesisWarning)
A_VISIT = 40
"""Messages of one visit, before another begins."""
CONTEXTS = ("Europe/Berlin", "../../etc/passwd", "x" * 5000, "\x00", "UTC/", "/", "")


@dataclass
class Report:
    """tried: how many; refused: after how many the server hung up or was silent; boxes: each with what was sent."""

    tried: int = 0
    refused: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    seconds: float = 0.0

    def line(self, what: str) -> str:
        served = self.tried - len(self.refused)
        return (
            f"{what}: {self.tried} tried, {served} served, {len(self.refused)} refused, {len(self.boxes)} boxes of "
            f"errors; {self.seconds:.0f} s, the slowest {self.slowest[0]:.1f} s ({self.slowest[1][:80]})"
        )


def addresses(server: str, known: Parameters, count: int, chance: int) -> Report:
    """So many links, each opened by a visitor of its own."""
    report = Report()

    @_many(count, chance)
    @given(nonsense.addresses(known))
    def attack(address: tuple[str, str]) -> None:
        path, query = address

        def visit() -> list[str]:
            visitor = Visitor(server)
            try:
                return visitor.open(path, query)
            finally:
                visitor.close()

        _tell(report, f"/{path}?{query}", visit)

    began = time.monotonic()
    attack()
    report.seconds = time.monotonic() - began
    return report


def messages(server: str, known: Parameters, count: int, chance: int) -> Report:
    """So many messages about controls, on all pages in turn, of visitors who have been shown everything."""
    paths = sorted(known.controls)
    report, began = Report(), time.monotonic()
    turns = [path for _ in range(-(-count // (A_VISIT * len(paths)))) for path in paths]
    for turn, path in enumerate(turns):
        left = count - report.tried
        if left > 0:
            _one_visit(server, path, min(A_VISIT, left), chance + turn, report)
    report.seconds = time.monotonic() - began
    return report


def _one_visit(server: str, path: str, count: int, chance: int, report: Report) -> None:
    visitor = Visitor(server)
    visitor.open(path)
    visitor.reveal()
    controls, dice = controls_of(visitor), random.Random(chance)
    if not controls:
        visitor.close()
        return

    @_many(count, chance)
    @given(nonsense.messages(list(controls)))
    def attack(states: list) -> None:
        nonlocal visitor
        fragment = next((one.fragment for one in controls if one.id == states[0].id), "") if dice.random() < 0.7 else ""
        more = {"context_info": {"timezone": dice.choice(CONTEXTS), "color_scheme": dice.choice(CONTEXTS)}}
        sent = f"/{path} " + " ; ".join(str(state).replace("\n", " ") for state in states)
        if not _tell(report, sent, lambda: visitor.say(*states, fragment=fragment, **more)):
            visitor = Visitor(server)
            visitor.open(path)

    attack()
    visitor.close()


def _tell(report: Report, sent: str, visit: Callable[[], list[str]]) -> bool:
    """Notes what came of it; whether the line still stands."""
    began = time.monotonic()
    report.tried += 1
    try:
        errors = visit()
    except HungUp as error:
        report.refused.append(f"{sent[:500]} → {error}")
        return False
    report.slowest = max(report.slowest, (time.monotonic() - began, sent))
    report.boxes += [f"{sent[:500]} → {error}" for error in errors]
    return True


def _many(count: int, chance: int) -> Callable:
    def decorate(test: Callable) -> Callable:
        return seed(chance)(
            settings(max_examples=count, deadline=None, database=None, phases=(Phase.generate,),
                     suppress_health_check=list(HealthCheck))(test)
        )  # fmt: skip

    return decorate


def exceptions(log: Path) -> int:
    """How many the server wrote down."""
    return log.read_text(encoding="utf-8", errors="replace").count(TRACEBACK)
