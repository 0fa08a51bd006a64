"""How schedules end: what they leave of a picture at t = T, where pure noise should be."""

import torch

from diffusion_core.process.schedules import Schedule, from_betas, make_schedule


def not_rescaled(steps: int) -> Schedule:
    """The β of Ho et al. for a thousand steps, 1e-4 to 0.02, used for any number: a mistake, and a common one."""
    return from_betas("linear, not rescaled", torch.linspace(1e-4, 0.02, steps, dtype=torch.float64))


STEPS = 50
"""Of the runs that compare them: with ten, DDIM itself misses the brightness by more than the mistake does."""

ENDS: dict[str, float] = {
    "none": 0.0,
    "linear": make_schedule("linear").alpha_bar[-1].item(),
    "scaled linear": make_schedule("scaled linear").alpha_bar[-1].item(),
    "not rescaled": not_rescaled(100).alpha_bar[-1].item(),
}
"""The share of the picture left at the end, in [0, 1], by how it comes about; "none" is a schedule that ends in noise.

A network that learnt under such a schedule takes its start for that. Started from pure noise, it believes in a picture
that is not there (Lin et al. 2023, section 3.1).
"""
