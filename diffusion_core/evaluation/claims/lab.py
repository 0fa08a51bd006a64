"""What a claim is measured with, and what comes out."""

from collections.abc import Callable
from dataclasses import dataclass

from diffusion_core.common.statistics import Mean, Share
from diffusion_core.evaluation.attribute_reader import AttributeReader
from diffusion_core.networks.unet import UNet

RECORDED = 6_000_000
"""Scenes of the recorded figures come from picture numbers from here on; a test takes others."""


@dataclass(frozen=True)
class Lab:
    """What a claim is measured with: the shipped network, the reader, and from which picture number the scenes come."""

    network: UNet
    reader: AttributeReader
    first: int = RECORDED


Figure = Share | Mean
Measure = Callable[[Lab, int], Figure]
