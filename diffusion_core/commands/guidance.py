"""`make guidance`: what each strength of guidance does to the shipped model's quality and variety."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from diffusion_core.common.arguments import machine_options, use_machine
from diffusion_core.common.assets import GUIDANCE, MODEL, READER
from diffusion_core.common.device import fast_dtype
from diffusion_core.common.files import sha256
from diffusion_core.common.records import Record, print_line, write_record
from diffusion_core.common.statistics import share
from diffusion_core.data.critters import Scene
from diffusion_core.evaluation.attribute_reader import AttributeReader, load_reader
from diffusion_core.evaluation.card import write_card
from diffusion_core.evaluation.distances import frechet_distance
from diffusion_core.evaluation.drawn import SAMPLER, draw_captions, variety, yardstick
from diffusion_core.evaluation.obedience import all_right
from diffusion_core.evaluation.scenes import free_scenes
from diffusion_core.networks.unet import UNet
from diffusion_core.networks.weights import is_shipped, load_network
from diffusion_core.sampling.job import Job

STRENGTHS = (1.0, 2.0, 4.0, 6.0, 8.0)


def main() -> None:
    wish = parse_arguments()
    device = use_machine(wish)
    network = load_network(wish.weights).to(device, fast_dtype(device))
    reader = load_reader(READER, device)
    rows = []
    for row in compare(network, reader, free_scenes(wish.pictures), wish.strengths):
        rows.append(row)
        print_line(row)
    if is_shipped(wish.weights):
        write_record(GUIDANCE, {"sha256": sha256(MODEL), "rows": rows})
        write_card()


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, parents=[machine_options()])
    parser.add_argument("--weights", type=Path, default=MODEL)
    parser.add_argument("--pictures", type=int, default=300, help="generated pictures for each strength")
    parser.add_argument("--strengths", type=float, nargs="+", default=STRENGTHS)
    return parser.parse_args()


def compare(
    network: UNet, reader: AttributeReader, scenes: Sequence[Scene], strengths: Sequence[float]
) -> Iterator[Record]:
    """One row a strength, of the same captions and the same noise.

    all_right over the captions of one critter; frechet to drawn pictures of other scenes, beside its floor, that of
    as many drawn pictures of the captions' own scenes; variety, the variance of the reader's features in parts of the
    drawn pictures' own.
    """
    device = next(network.parameters()).device
    others, floor = yardstick(reader, len(scenes), device)
    single = [number for number, scene in enumerate(scenes) if len(scene.critters) == 1]
    for strength in strengths:
        pictures = draw_captions(Job(sampler=SAMPLER, guidance=strength), network, scenes)
        codes, features = reader.read(pictures.to(device))
        yield {
            "guidance": strength,
            "all_right": share(all_right(codes[single], [scenes[number] for number in single])).record(),
            "frechet": round(frechet_distance(features, others), 1),
            "frechet_floor": round(floor, 1),
            "variety": round(variety(features, others), 3),
            "n": len(scenes),
        }


if __name__ == "__main__":
    main()
