"""Level 4, inside the U-Net: which pixels have a say in one place of each layer, by its slope."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch

from diffusion_core.evaluation.claims.reach import MOMENTS
from diffusion_core.networks.anatomy import plan, say_in_one_pixel, say_of_pixels
from pages.levels.network.inside import unet_plan
from pages.levels.network.inside.guessing import asked
from pages.server import resources
from pages.shared.player import Pictures
from pages.shared.player.track import Track

SEED, (LITTLE, MUCH) = 13, MOMENTS
DECADES = 3
"""So many powers of ten lie between a pixel with the largest say and the darkest that is lit."""
DARKEST = 0.25
"""The light of a pixel that has a say, however small."""


@dataclass(frozen=True)
class Reached:
    """names, titles: of the layers, in the order of a pass; shown: by moment (layers, 64, 64, 3) uint8, the noisy
    picture, each pixel as bright as its say; pixels: (layers) how many have one. Of the last layer it is the say in one
    pixel, of the others that in one place.
    """

    names: list[str]
    titles: list[str]
    shown: dict[int, np.ndarray]
    pixels: list[int]


@st.cache_data(max_entries=2, show_spinner="What each layer sees is measured …")
def reached() -> Reached:
    """Of the network that this server has loaded, told nothing. Raises NoWeights."""
    network, what = resources.copy_of_network().eval(), asked(SEED, (LITTLE, MUCH))
    parts = [part for part in plan(network) if part.kind in unet_plan.SHOWN]
    names, words = [part.name for part in parts], network.reader.read([""] * len(what.x))
    found = say_of_pixels(network, what.x, what.log_snr.float(), words, names)
    found[names[-1]] = say_in_one_pixel(network, what.x, what.log_snr.float(), words)
    says = torch.stack([found[name] for name in names], 1).detach()
    light = _lit(says)
    seen = (what.x.clamp(-1, 1) + 1) / 2
    shown = (255 * seen[:, None] * light[:, :, None]).round().to(torch.uint8).movedim(2, -1).numpy()
    return Reached(
        names, [*map(unet_plan.title, parts[:-1]), "the answer, one pixel"],
        dict(zip((LITTLE, MUCH), shown, strict=True)),
        (says > 0).any(0).sum((1, 2)).tolist(),
    )  # fmt: skip


def _lit(says: torch.Tensor) -> torch.Tensor:
    """(..., S, S) how bright each pixel is, in [0, 1]: by the logarithm of its say; 0 without any."""
    most = says.amax((-2, -1), keepdim=True)
    light = 1 + (says / most).log10() / DECADES
    return torch.where(says > 0, light.clamp(DARKEST, 1), 0)


def tracks(found: Reached, frames: int) -> list[Track]:
    """What one place sees, layer by layer, with little noise and with much."""
    return [
        Pictures(name, found.shown[moment][:frames], title=f"{words} noise, t = {moment}", role="noisy", note="",
                 size="medium")
        for name, words, moment in (("little", "little", LITTLE), ("much", "much", MUCH))
    ]  # fmt: skip


def labels(found: Reached) -> list[str]:
    """One for each layer."""
    return [f"{title} · sees {pixels:,} pixels" for title, pixels in zip(found.titles, found.pixels, strict=True)]
