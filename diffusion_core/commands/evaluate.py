"""`make evaluate`: what the shipped model is worth, as one JSON object on the last line."""

import argparse
import time
from dataclasses import replace
from pathlib import Path

import torch

from diffusion_core.common.arguments import machine_options, use_machine
from diffusion_core.common.assets import EVALUATION, FEW_STEPS, MODEL, READER
from diffusion_core.common.device import fast_dtype
from diffusion_core.common.files import sha256
from diffusion_core.common.records import Record, print_line, record_about
from diffusion_core.common.statistics import share
from diffusion_core.data.critters import draw
from diffusion_core.evaluation import student_card
from diffusion_core.evaluation.attribute_reader import AttributeReader, get_reader, reads_right
from diffusion_core.evaluation.binding import benchmark
from diffusion_core.evaluation.card import write_card
from diffusion_core.evaluation.drawn import SAMPLER, copying, distance_to_drawn, draw_captions, failures, obedience
from diffusion_core.evaluation.looks_judge import told_apart
from diffusion_core.evaluation.obedience import PLAIN, all_right, by_plain
from diffusion_core.evaluation.scenes import FRESH, free_scenes, free_seeds, single_scenes
from diffusion_core.networks.unet import UNet
from diffusion_core.networks.weights import is_shipped, load_network
from diffusion_core.sampling.defaults import STRENGTH
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import SAMPLERS

SHOWN = 12
"""So many failures are named in the record."""


def main() -> None:
    wish = parse_arguments()
    device = use_machine(wish)
    network = load_network(wish.weights).to(device, fast_dtype(device))
    reader = get_reader(wish.reader, wish.reader_pictures, device, tell=print_line)
    if wish.binding_only:
        return only_binding(network, reader, wish)
    reader_right = reads_right(reader, device)
    record: Record = {"weights": wish.weights.name, "sha256": sha256(wish.weights), "steps": wish.steps}
    record |= {"guidance": wish.guidance, "sampler": wish.sampler, "reader_right": reader_right.record()}
    record |= measure(network, reader, wish)
    if wish.card and wish.weights.resolve() == FEW_STEPS:
        student_card.keep_figures(record)
        write_card()
    if wish.card and is_shipped(wish.weights):
        write_card(record)
    print_line(record)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, parents=[machine_options()])
    parser.add_argument("--weights", type=Path, default=MODEL)
    parser.add_argument("--pictures", type=int, default=1400, help="generated pictures with captions as in training")
    parser.add_argument("--held-out", type=int, default=2000, help="generated pictures of held-out pairs")
    parser.add_argument("--reader", type=Path, default=READER, help="the attribute reader, taught when it is not there")
    parser.add_argument("--reader-pictures", type=int, default=30_000, help="drawn pictures the reader learns from")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, default=STRENGTH)
    parser.add_argument("--sampler", choices=SAMPLERS, default=SAMPLER)
    parser.add_argument("--clip", action=argparse.BooleanOptionalAction, default=True, help="guesses to the range")
    parser.add_argument("--no-plain", action="store_true", help="leave out the figures of the plain sampler")
    parser.add_argument("--no-copying", action="store_true", help="leave out the search for copies")
    parser.add_argument("--binding-only", action="store_true", help="who has what, and leave the other figures")
    parser.add_argument("--card", action=argparse.BooleanOptionalAction, default=True, help="renew the model card")
    parser.add_argument("--folder", type=Path, default=Path("runs/critters"), help="for the training set")
    return parser.parse_args()


def as_wished(wish: argparse.Namespace) -> Job:
    """The job whose captions and seeds are still to come."""
    return Job(sampler=wish.sampler, steps=wish.steps, guidance=wish.guidance, clip=wish.clip)


def measure(network: UNet, reader: AttributeReader, wish: argparse.Namespace) -> Record:
    """All figures of one evaluation."""
    device = next(network.parameters()).device
    seen = free_scenes(wish.pictures)
    began = time.perf_counter()
    pictures = draw_captions(as_wished(wish), network, seen)
    seconds = (time.perf_counter() - began) / len(seen)
    read, features = reader.read(pictures.to(device))
    record = obedience(read, seen) | held_out_obedience(network, reader, wish)
    record["failures"] = failures(read, seen)[:SHOWN]
    record |= benchmark(as_wished(wish), network, reader, first=FRESH)
    record |= distance_to_drawn(features, reader, wish.pictures, device)
    if not wish.no_plain and wish.sampler != PLAIN:
        record |= plain(network, reader, wish)
    drawn = torch.cat([draw(part) for part in free_seeds(wish.pictures).split(256)])
    record["told_apart"] = told_apart(drawn, pictures).record()
    if not wish.no_copying:
        record |= copying(pictures, wish.folder)
    return record | {"seconds_per_picture": round(seconds, 4)}


def only_binding(network: UNet, reader: AttributeReader, wish: argparse.Namespace) -> None:
    """Who has what of two critters, anew; the other figures of these weights stay as they were recorded."""
    found = benchmark(as_wished(wish), network, reader, first=FRESH)
    kept = record_about(EVALUATION, sha256(wish.weights))
    if wish.card and kept is not None and is_shipped(wish.weights):
        write_card(kept | found)
    print_line(found)


def plain(network: UNet, reader: AttributeReader, wish: argparse.Namespace) -> Record:
    """Obedience and looks of the same captions and noise by PLAIN; named as by_plain says."""
    scenes, device = free_scenes(wish.pictures), next(network.parameters()).device
    read, features = reader.read(draw_captions(replace(as_wished(wish), sampler=PLAIN), network, scenes).to(device))
    found = obedience(read, scenes) | distance_to_drawn(features, reader, wish.pictures, device)
    return {by_plain(name): found[name] for name in ("all_right_seen", "all_right_two", "frechet")}


def held_out_obedience(network: UNet, reader: AttributeReader, wish: argparse.Namespace) -> Record:
    """The same for pairs that were never in a training picture."""
    scenes = single_scenes(FRESH, wish.held_out, "held out")
    pictures = draw_captions(as_wished(wish), network, scenes, first_seed=1_000_000)
    read, _ = reader.read(pictures.to(next(network.parameters()).device))
    return {"all_right_held_out": share(all_right(read, scenes)).record()}


if __name__ == "__main__":
    main()
