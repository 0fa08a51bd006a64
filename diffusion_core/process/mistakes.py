"""What people wrongly take the forward process for: each runs like the right one, and each has a fault to measure."""

from collections.abc import Callable, Iterator
from functools import reduce

import torch
from torch import Tensor

from diffusion_core.process.forward import one_step
from diffusion_core.process.schedules import Schedule
from diffusion_core.process.spectrum import soft_splats

TENTH = 0.1
SPLAT_RADIUS = 2.0
"""Of a soft splat, in pixels."""

Process = Callable[[Tensor, Schedule, torch.Generator], Iterator[Tensor]]
Step = Callable[[Tensor, float], Tensor]


def one_draw_for_all(x0: Tensor, schedule: Schedule, generator: torch.Generator) -> Iterator[Tensor]:
    """One draw for the whole picture at each step, instead of one for each number."""

    def step(x: Tensor, beta: float) -> Tensor:
        draw = torch.randn(len(x), *[1] * (x.ndim - 1), generator=generator)
        return one_step(x, draw, beta)

    return _steps(x0, schedule, step)


def a_random_tenth(x0: Tensor, schedule: Schedule, generator: torch.Generator) -> Iterator[Tensor]:
    """Only one pixel in ten takes each step, chosen anew by chance. x0: (B, C, H, W)."""

    def step(x: Tensor, beta: float) -> Tensor:
        chosen = torch.rand(len(x), 1, *x.shape[2:], generator=generator) < TENTH
        return torch.where(chosen, one_step(x, _draw(x, generator), beta), x)

    return _steps(x0, schedule, step)


def splats(x0: Tensor, schedule: Schedule, generator: torch.Generator) -> Iterator[Tensor]:
    """Draws smeared over their neighbours, as strong as the right ones in each single number. x0: (B, C, H, W)."""

    def step(x: Tensor, beta: float) -> Tensor:
        return one_step(x, soft_splats(_draw(x, generator), SPLAT_RADIUS), beta)

    return _steps(x0, schedule, step)


def multiplied(x0: Tensor, schedule: Schedule, generator: torch.Generator) -> Iterator[Tensor]:
    """Multiply by 1 + √β · draw on the scale of a file, where black is 0, instead of shrinking and adding."""

    def step(x: Tensor, beta: float) -> Tensor:
        return (x + 1) * (1 + beta**0.5 * _draw(x, generator)) - 1

    return _steps(x0, schedule, step)


def never_shrunk(x0: Tensor, schedule: Schedule, generator: torch.Generator) -> Iterator[Tensor]:
    """Add each draw and never shrink: the variance grows by β at each step (as in Song & Ermon 2019)."""

    def step(x: Tensor, beta: float) -> Tensor:
        return x + beta**0.5 * _draw(x, generator)

    return _steps(x0, schedule, step)


def always_from_the_original(x0: Tensor, schedule: Schedule, generator: torch.Generator) -> Iterator[Tensor]:
    """Every step starts from the original again, with the bell of one step."""

    def step(x: Tensor, beta: float) -> Tensor:
        return one_step(x0, _draw(x, generator), beta)

    return _steps(x0, schedule, step)


MISTAKES: dict[str, Process] = {
    "one draw for all": one_draw_for_all,
    "a random tenth": a_random_tenth,
    "soft splats": splats,
    "multiply": multiplied,
    "never shrink": never_shrunk,
    "from the original": always_from_the_original,
}
"""Each is (x0 (B, C, H, W), schedule, generator on the CPU) -> x_1 … x_T, as `forward.small_steps`, which is right."""


def run(process: Process, x0: Tensor, schedule: Schedule, generator: torch.Generator) -> Tensor:
    """A whole run, x_0 with it: (T + 1, *x0.shape). process: of MISTAKES, or `forward.small_steps`."""
    x = x0.new_empty(schedule.steps + 1, *x0.shape)
    x[0] = x0
    # put away one by one, they are still in the processor's cache
    for t, picture in enumerate(process(x0, schedule, generator), 1):
        x[t] = picture
    return x


def likeness(x: Tensor, x0: Tensor) -> Tensor:
    """How much of a picture is seen in another, whatever brightness and contrast: Pearson's correlation in [-1, 1].

    x: (..., C, H, W); x0: (C, H, W). Returns (...,), 0 where one of them is flat.
    """
    pictures, other = _centred(x), _centred(x0)
    lengths = (pictures.norm(dim=-1) * other.norm()).clamp(min=torch.finfo(x.dtype).tiny)
    return (pictures @ other / lengths).clamp(-1, 1)


def untouched(x: Tensor, x0: Tensor) -> Tensor:
    """The share of the pixels whose every channel is still exactly what it was, (...,). Shapes as in `likeness`."""
    same = reduce(torch.logical_and, (x == x0).unbind(-3))
    return same.flatten(-2).float().mean(-1)


def variance(x: Tensor) -> Tensor:
    """Of all numbers of a picture, (...,). x: (..., C, H, W)."""
    return _centred(x).square_().mean(-1)


def moved(x: Tensor, x0: Tensor, *, darkest: float) -> Tensor:
    """How far the darkest share of the numbers has moved, the root of the mean square, (...,). As `likeness`."""
    few = max(1, round(darkest * x0.numel()))
    places = x0.flatten().topk(few, largest=False).indices
    return (x.flatten(-3)[..., places] - x0.flatten()[places]).square().mean(-1).sqrt()


def _steps(x0: Tensor, schedule: Schedule, step: Step) -> Iterator[Tensor]:
    x = x0
    for beta in schedule.betas.tolist():
        x = step(x, beta)
        yield x


def _draw(x: Tensor, generator: torch.Generator) -> Tensor:
    return torch.randn(x.shape, generator=generator, dtype=x.dtype)


def _centred(x: Tensor) -> Tensor:
    """(..., C, H, W) to rows of numbers, (..., C * H * W), each of mean 0."""
    rows = x.flatten(-3)
    return rows - rows.mean(-1, keepdim=True)
