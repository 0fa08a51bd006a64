"""The break-it lab: sound runs, and what each becomes with one part of it broken."""

from dataclasses import dataclass, replace
from typing import Any

from diffusion_core.process.unfinished import ENDS
from diffusion_core.sampling.job import Job

SOUND: dict[str, Job] = {
    "DDIM, 20 steps": Job(steps=20),
    "DDPM, 5 steps": Job(steps=5, sampler="ddpm"),
    "DDPM, 20 steps": Job(steps=20, sampler="ddpm"),
    "DDPM, 250 steps": Job(steps=250, sampler="ddpm"),
    "words pull hard": Job(steps=20, guidance=8.0),
}
"""Runs with nothing broken, by name; caption and seed are put in by whoever runs them."""


@dataclass(frozen=True)
class Breakage:
    """One part broken. sound: the name in SOUND of the run that it is held against; broken: the job with that part
    broken, otherwise the same."""

    sound: str
    broken: Job


def _broken(sound: str, **change: Any) -> Breakage:
    return Breakage(sound, replace(SOUND[sound], **change))


ONE_STEP = "one step"
WORDS = "a happy red cat with a hat at night"
"""What the lab asks for."""

BREAKAGES: dict[str, Breakage] = {
    ONE_STEP: _broken("DDIM, 20 steps", steps=1),
    "two steps": _broken("DDIM, 20 steps", steps=2),
    "five steps": _broken("DDIM, 20 steps", steps=5),
    "no fresh noise, 5 steps": _broken("DDPM, 5 steps", fresh=False),
    "no fresh noise, 20 steps": _broken("DDPM, 20 steps", fresh=False),
    "no fresh noise, 250 steps": _broken("DDPM, 250 steps", fresh=False),
    "told a little less noise": _broken("DDIM, 20 steps", level_offset=1.0),
    "told a little more noise": _broken("DDIM, 20 steps", level_offset=-1.0),
    "not clipped": _broken("DDIM, 20 steps", clip=False),
    "not clipped, words pull hard": _broken("words pull hard", clip=False),
    "believed scaled linear": _broken("DDIM, 20 steps", believed=ENDS["scaled linear"]),
    "believed not rescaled": _broken("DDIM, 20 steps", believed=ENDS["not rescaled"]),
}
"""Every breakage of the lab."""
