"""What a page asks of the networks, in turns with all other visitors, and no longer than its own visitor waits for it.

for step in steps(job): …             # of a run, as they come
answer = ask(x, log_snr, captions)    # one question
seen = look_into(lambda network: …)   # the network itself
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from queue import Empty
from typing import TYPE_CHECKING, TypeVar, cast

import streamlit as st

from diffusion_core.sampling.job import Job
from pages.server import pace, place, resources
from pages.server.neighbours import own_neighbourhood
from pages.server.runs import PLACES
from pages.server.streamlit_private import current_visit
from pages.server.visits import own_visit

if TYPE_CHECKING:
    from torch import Tensor

    from diffusion_core.networks.unet import UNet
    from diffusion_core.process.prediction import Prediction
    from diffusion_core.sampling.listening import Looked
    from diffusion_core.sampling.samplers import Step
    from diffusion_core.serving.running import Running

R = TypeVar("R")
LOOK = 0.2
"""Seconds between two looks at whether the visitor still waits."""


def steps(job: Job) -> Iterator[Step]:
    """The steps of a job. Raises KeyError for unknown weights, Busy, NoWeights, UnknownWord."""
    return followed(begun(job))


def last_steps(jobs: Sequence[Job]) -> list[Step]:
    """The last step of each of these jobs, which are drawn together. Raises as `steps`."""
    return [_last(run) for run in [steps(job) for job in jobs]]


def begun(job: Job) -> Running:
    """A job in the engine, for who follows it otherwise. Raises KeyError, Busy."""
    from diffusion_core.serving.engine import Busy

    visit = own_visit()
    if visit and not pace.RUNS.takes(visit, job.count):
        raise Busy(pace.TOO_OFTEN)
    return resources.engine().submit(job, owner=own_neighbourhood(), visitor=visit)


def ask(x: Tensor, log_snr: Tensor, captions: list[str], *, weights: str = resources.NETWORK) -> Prediction:
    """One question to a network. x: (B, *shape of its plan); log_snr: (B,). Raises as `steps`."""
    stay()
    with PLACES.left_meanwhile():
        return resources.engine().ask(weights, x, log_snr, captions, owner=own_neighbourhood(), stay=stay)


def look(x: Tensor, log_snr: Tensor, captions: list[str]) -> Looked:
    """One pass of the network, and how much each place read each word. As `ask`."""
    from diffusion_core.sampling import listening

    return look_into(lambda network: listening.look(network, x, log_snr, captions))


def look_into(use: Callable[[UNet], R]) -> R:
    """What a function makes of the network, as `Engine.visit`. Raises as `steps`, and whatever `use` raises."""
    stay()
    with PLACES.left_meanwhile():
        return resources.engine().visit(resources.NETWORK, use, owner=own_neighbourhood(), stay=stay)


def stay() -> None:
    """Go on for a visitor who waits; for one who has left, or gone to another page, the run of this page ends here.

    Streamlit looks whether it has to end a run wherever the session's state is read.
    """
    if current_visit():
        _ = "bets" in st.session_state


def followed(running: Running) -> Iterator[Step]:
    """The steps of a job that was `begun`, as those of `steps`; it is closed with them, also before the first."""
    following = _following(running)
    # what never began would close nothing
    next(following)
    return cast("Iterator[Step]", following)


def _following(running: Running) -> Iterator[Step | None]:
    try:
        yield None
        with place.waits(own_visit(), running):
            step = _next(running)
        while step is not None:
            stay()
            yield step
            step = _next(running)
    finally:
        running.close()


def _next(running: Running) -> Step | None:
    """The next step, for a visitor who waits."""
    while True:
        with PLACES.left_meanwhile(), suppress(Empty):
            return running.take(LOOK)
        stay()


def _last(run: Iterator[Step]) -> Step:
    *_, step = run
    return step
