"""What a page asks of the networks, in turns with all other visitors, and no longer than its own visitor waits for it.

for step in steps(job): …             # of a run, as they come
answer = ask(x, log_snr, captions)    # one question
seen = look_into(lambda network: …)   # the network itself
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from diffusion_core.sampling.job import Job
from pages.server import resources
from pages.server.neighbours import own_neighbourhood
from pages.server.streamlit_private import current_visit

if TYPE_CHECKING:
    from torch import Tensor

    from diffusion_core.networks.unet import UNet
    from diffusion_core.process.prediction import Prediction
    from diffusion_core.sampling.listening import Looked
    from diffusion_core.sampling.samplers import Step
    from diffusion_core.serving.engine import Running

R = TypeVar("R")


def steps(job: Job) -> Iterator[Step]:
    """The steps of a job. Raises KeyError for unknown weights, Busy, NoWeights, UnknownWord."""
    return followed(begun(job))


def last_steps(jobs: Sequence[Job]) -> list[Step]:
    """The last step of each of these jobs, which are drawn together. Raises as `steps`."""
    runs = [followed(running) for running in [begun(job) for job in jobs]]
    return [_last(run) for run in runs]


def begun(job: Job) -> Running:
    """A job in the engine, for who follows it otherwise. Raises KeyError, Busy."""
    return resources.engine().submit(job, owner=own_neighbourhood())


def ask(x: Tensor, log_snr: Tensor, captions: list[str], *, weights: str = resources.NETWORK) -> Prediction:
    """One question to a network. x: (B, *shape of its plan); log_snr: (B,). Raises as `steps`."""
    stay()
    return resources.engine().ask(weights, x, log_snr, captions, owner=own_neighbourhood())


def look(x: Tensor, log_snr: Tensor, captions: list[str]) -> Looked:
    """One pass of the network, and how much each place read each word. As `ask`."""
    from diffusion_core.sampling import listening

    return look_into(lambda network: listening.look(network, x, log_snr, captions))


def look_into(use: Callable[[UNet], R]) -> R:
    """What a function makes of the network, as `Engine.visit`. Raises as `steps`, and whatever `use` raises."""
    stay()
    return resources.engine().visit(resources.NETWORK, use, owner=own_neighbourhood())


def stay() -> None:
    """Go on for a visitor who waits; for one who has left, or gone to another page, the run of this page ends here.

    Streamlit looks whether it has to end a run wherever the session's state is read.
    """
    if current_visit():
        _ = "bets" in st.session_state


def followed(running: Running) -> Iterator[Step]:
    """The steps of a job that was `begun`, as those of `steps`."""
    try:
        for step in running:
            stay()
            yield step
    finally:
        running.close()


def _last(run: Iterator[Step]) -> Step:
    *_, step = run
    return step
