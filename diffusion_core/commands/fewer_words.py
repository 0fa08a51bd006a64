"""`make fewer-words`: are pictures as clean when half of the caption is told, or nothing?

Where a caption does not say it, nobody can tell whether an attribute is right. But what is torn or smeared is read in
two ways by two readers taught from different seeds, and lies far from drawn pictures.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor

from diffusion_core.common.arguments import machine_options, use_machine
from diffusion_core.common.assets import FEWER_WORDS, MODEL, READER
from diffusion_core.common.device import fast_dtype
from diffusion_core.common.files import sha256
from diffusion_core.common.randomness import generator
from diffusion_core.common.records import Record, print_line, write_record
from diffusion_core.common.statistics import Share, share
from diffusion_core.data.critters import FIELDS, Scene, caption, draw, partial_caption
from diffusion_core.evaluation.attribute_reader import AttributeReader, everything_right, get_reader, load_reader
from diffusion_core.evaluation.card import write_card
from diffusion_core.evaluation.distances import frechet_distance
from diffusion_core.evaluation.drawn import SAMPLER, variety, yardstick
from diffusion_core.evaluation.scenes import free_scenes, free_seeds
from diffusion_core.networks.unet import UNet
from diffusion_core.networks.weights import load_network
from diffusion_core.sampling.generate import generate_as
from diffusion_core.sampling.job import Job

OTHER_SEED = 1
"""What the second reader is taught from; the first one's is 0."""


def main() -> None:
    wish = parse_arguments()
    device = use_machine(wish)
    network = load_network().to(device, fast_dtype(device))
    readers = load_reader(READER, device), get_reader(wish.reader, 30_000, device, OTHER_SEED, tell=print_line)
    drawn = torch.cat([draw(part) for part in free_seeds(wish.pictures).split(256)])
    record: Record = {"sha256": sha256(MODEL), "drawn": agree(readers, drawn.to(device)).record(), "rows": []}
    for row in compare(network, readers, free_scenes(wish.pictures)):
        record["rows"].append(row)
        print_line(row)
    write_record(FEWER_WORDS, record)
    write_card()


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, parents=[machine_options()])
    parser.add_argument("--pictures", type=int, default=300, help="generated pictures for each row")
    parser.add_argument("--reader", type=Path, default=Path("runs/reader-1.safetensors"), help="taught if not there")
    return parser.parse_args()


def half_of(scene: Scene, number: int) -> str:
    """A caption with the animals, and each other thing with even chance, which the number decides."""
    keeps = torch.rand(len(FIELDS), generator=generator(number)) < 0.5
    return partial_caption(scene, {field for field, keep in zip(sorted(FIELDS), keeps, strict=True) if keep})


TOLD: dict[str, Callable[[Scene, int], str]] = {
    "all": lambda scene, number: caption(scene),
    "half": half_of,
    "nothing": lambda scene, number: "",
}


def compare(
    network: UNet, readers: tuple[AttributeReader, AttributeReader], scenes: Sequence[Scene]
) -> Iterator[Record]:
    """One row for each of TOLD, of the same scenes and the same noise, drawn as `make evaluate` draws.

    agree: as below; frechet: to drawn pictures of other scenes, by the first reader, beside its floor; variety: as in
    the table of guidance.
    """
    device = next(network.parameters()).device
    others, floor = yardstick(readers[0], len(scenes), device)
    for name, words in TOLD.items():
        captions = [words(scene, number) for number, scene in enumerate(scenes)]
        pictures = generate_as(Job(sampler=SAMPLER), network, captions, range(len(scenes))).to(device)
        _, features = readers[0].read(pictures)
        yield {
            "told": name,
            "agree": agree(readers, pictures).record(),
            "frechet": round(frechet_distance(features, others), 1),
            "frechet_floor": round(floor, 1),
            "variety": round(variety(features, others), 3),
            "n": len(scenes),
        }


def agree(readers: tuple[AttributeReader, AttributeReader], pictures: Tensor) -> Share:
    """In how many pictures (B, 3, 64, 64) both readers read everything the same."""
    one, other = (reader.read(pictures)[0] for reader in readers)
    return share(everything_right(other, one))


if __name__ == "__main__":
    main()
