"""`make rounding ARGS=HALF`: what it changed that the shipped network was rounded to whole numbers.

HALF is the file in half precision that it was made from. What is found goes into assets/rounding.json and the card.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from diffusion_core.common.arguments import device_option
from diffusion_core.common.assets import MODEL, READER, ROUNDING
from diffusion_core.common.device import choose_device
from diffusion_core.common.files import read_tensors, sha256
from diffusion_core.common.records import Record, print_line, write_record
from diffusion_core.common.statistics import share
from diffusion_core.data.critters import Scene, draw
from diffusion_core.evaluation.attribute_reader import AttributeReader, load_reader
from diffusion_core.evaluation.card import write_card
from diffusion_core.evaluation.drawn import SAMPLER, draw_captions
from diffusion_core.evaluation.obedience import all_right
from diffusion_core.evaluation.scenes import FRESH, free_seeds, single_scenes
from diffusion_core.networks.unet import UNet
from diffusion_core.networks.weights import ROUNDED_FROM, load_network
from diffusion_core.sampling.job import Job
from diffusion_core.training.loop import make_exercise

EXERCISES = 512
TOGETHER = 32


def main() -> None:
    wish = parse_arguments()
    device = choose_device(wish.device)
    if read_tensors(MODEL)[0].get(ROUNDED_FROM) != sha256(wish.half):
        raise ValueError(f"{MODEL.name} was not rounded from {wish.half}")
    half, rounded = (load_network(path).to(device) for path in (wish.half, MODEL))
    reader, scenes = load_reader(READER, device), single_scenes(FRESH, wish.pictures, "seen")
    record: Record = {"sha256": sha256(MODEL), ROUNDED_FROM: sha256(wish.half)}
    record |= {"added": float(f"{added_error(half, rounded, free_seeds(EXERCISES)):.2g}"), "exercises": EXERCISES}
    record |= same_pictures(half, rounded, reader, scenes)
    write_record(ROUNDING, record)
    write_card()
    print_line(record)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, parents=[device_option()])
    parser.add_argument("half", type=Path)
    parser.add_argument("--pictures", type=int, default=128, help="so many are drawn with each of the two")
    return parser.parse_args()


def added_error(half: UNet, rounded: UNet, seeds: Tensor) -> float:
    """How far the two guesses lie apart, squared, in parts of the first one's own squared error.

    Both guess v without a caption, in drawn pictures at noise levels as in training. seeds: picture numbers, (n,).
    """
    random, apart, wrong = torch.Generator().manual_seed(0), 0.0, 0.0
    for part in seeds.split(TOGETHER):
        given = make_exercise(draw(part).to(next(half.parameters()).device), random)
        guesses = [net(given.x, given.log_snr, net.reader.read([""] * len(part))) for net in (half, rounded)]
        apart += (guesses[0] - guesses[1]).square().sum().item()
        wrong += (guesses[0] - given.v).square().sum().item()
    return apart / wrong


def same_pictures(half: UNet, rounded: UNet, reader: AttributeReader, scenes: Sequence[Scene]) -> Record:
    """The same captions, all of one critter, and the same noise drawn with both, as `make evaluate` draws.

    right_half, right: how often the reader finds every attribute of the caption; differ: in how many pictures it does
    in one of the two alone; apart: the mean distance of a value, in levels of 255.
    """
    device = next(half.parameters()).device
    pictures = [draw_captions(Job(sampler=SAMPLER), network, scenes) for network in (half, rounded)]
    before, after = (all_right(reader.read(one.to(device))[0], scenes) for one in pictures)
    apart = 127.5 * (pictures[0] - pictures[1]).abs().mean().item()
    rights = {"right_half": share(before).record(), "right": share(after).record()}
    return rights | {"differ": int((before != after).sum()), "apart": round(apart, 2)}


if __name__ == "__main__":
    main()
