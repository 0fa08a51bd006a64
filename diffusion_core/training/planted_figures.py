"""What became of the planted pictures: does its caption bring one back, does noise alone, how hard does it pull?"""

from collections.abc import Sequence

import torch
from torch import Tensor

from diffusion_core.common.records import Record
from diffusion_core.common.statistics import Mean, Share, share
from diffusion_core.data.critters import caption
from diffusion_core.evaluation.caption_pull import Pulled, pull_of
from diffusion_core.evaluation.copying import is_copy, nearest_two
from diffusion_core.evaluation.scenes import single_scenes
from diffusion_core.networks.unet import UNet
from diffusion_core.training.planted import Planting

ORDINARY_FIRST = 6_500_000
"""From which picture number on ordinary captions are taken: none that the network was taught on."""
TOGETHER = 16


def back(pictures: Tensor, planting: Planting, which: int) -> Share:
    """How many of the pictures, (B, 3, 64, 64) in [-1, 1], are copies of that planted picture, by the rule of a third.

    The pictures among which the nearest two are sought are all that were taught.
    """
    taught = torch.cat([planting.photographs, planting.taught]).float() / 127.5 - 1
    nearest, gaps = nearest_two(pictures, taught)
    return share(is_copy(gaps) & (nearest[:, 0] == which))


def ordinary_captions(count: int) -> list[str]:
    """Captions of single critters, of pictures that the network was never taught."""
    return [caption(scene) for scene in single_scenes(ORDINARY_FIRST, count, "seen")]


def asked_for(network: UNet, captions: Sequence[str]) -> Pulled:
    """A picture and a pull for each caption, number i out of the noise of seed i."""
    parts = [range(start, min(start + TOGETHER, len(captions))) for start in range(0, len(captions), TOGETHER)]
    found = [pull_of(network, [captions[i] for i in part], part) for part in parts]
    return Pulled(*(torch.cat(each) for each in zip(*found, strict=True)))


def planted_figures(own: Pulled, untold: Tensor, planting: Planting, which: int) -> Record:
    """Of a planted picture: how many that were asked for by its caption bring it back, how many out of noise alone."""
    return {
        "back_by_caption": back(own.pictures, planting, which).record(),
        "back_by_noise": back(untold, planting, which).record(),
        "pull": pull_figures(own.pull),
    }


def pull_figures(pull: Tensor) -> Record:
    """The mean pull, and the least and the largest. pull: (B,)."""
    least, most = (round(end.item(), 4) for end in (pull.min(), pull.max()))
    return Mean.of_values(pull).record() | {"least": least, "most": most}
