"""The student that draws in four steps: how it is asked."""

from diffusion_core.sampling.job import Job

JUMPS, EACH = 4, 5
"""So many steps does the student take, and each stands for so many of its teacher's."""


NAME = "few steps"
"""What the engine calls the student."""


def quick(caption: str = "", seed: int = 0, count: int = 1, steps: int = JUMPS) -> Job:
    """New pictures by the student. What it guesses on the way is where to jump, not a picture, so it is not clipped."""
    return Job(NAME, caption, seed, count, steps=steps, guidance=1.0, clip=False)
