"""`make evaluate`: what the shipped model is worth, as one JSON object on the last line."""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from diffusion_core import few_steps
from diffusion_core.card import write_card
from diffusion_core.classifier import READER, Classifier
from diffusion_core.critters import Scene, caption, draw, draw_bytes, is_held_out, scenes_of
from diffusion_core.denoiser import Denoiser
from diffusion_core.device import choose_device, fast_dtype
from diffusion_core.evaluation import (
    PLAIN,
    Record,
    all_right,
    by_plain,
    copying_share,
    frechet_distance,
    right_attributes,
    share,
)
from diffusion_core.guidance import STRENGTH
from diffusion_core.job import Job
from diffusion_core.judge import told_apart
from diffusion_core.mixture import mixture_denoiser
from diffusion_core.randomness import Noise
from diffusion_core.reading import get_reader, read_drawn, reads_right
from diffusion_core.samplers import SAMPLERS, path, run
from diffusion_core.schedules import make_schedule
from diffusion_core.serving import generate_as
from diffusion_core.single_scenes import single_scenes
from diffusion_core.trainset import load_training_set
from diffusion_core.unet import UNet
from diffusion_core.weights import FEW_STEPS, MODEL, is_shipped, load_network, sha256

SHOWN = 12
"""So many failures are named in the record."""

SAMPLER = "dpmpp_2m"
"""What draws here unless another is wished for; the figures of PLAIN, with which the pages begin, stand beside it."""

FRESH = 3_000_000
"""Captions, comparison pictures and the fresh set come from picture numbers from here on."""


def main() -> None:
    wish = parse_arguments()
    torch.set_num_threads(wish.threads or torch.get_num_threads())
    device = choose_device(wish.device)
    network = load_network(wish.weights).to(device, fast_dtype(device))
    reader = get_reader(wish.reader, wish.reader_pictures, device)
    reader_right = reads_right(reader, device)
    record: Record = {"weights": wish.weights.name, "sha256": sha256(wish.weights), "steps": wish.steps}
    record |= {"guidance": wish.guidance, "sampler": wish.sampler, "reader_right": reader_right.record()}
    record |= measure(network, reader, wish)
    if wish.card and wish.weights.resolve() == FEW_STEPS:
        few_steps.keep_figures(record)
        write_card()
    if wish.card and is_shipped(wish.weights):
        write_card(record)
    print(json.dumps(record))


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
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
    parser.add_argument("--card", action=argparse.BooleanOptionalAction, default=True, help="renew the model card")
    parser.add_argument("--device", default="auto", help="auto, cuda, mps or cpu")
    parser.add_argument("--threads", type=int, default=0, help="threads of torch; 0: as many as cores")
    parser.add_argument("--folder", type=Path, default=Path("runs/critters"), help="for the training set")
    return parser.parse_args()


def as_wished(wish: argparse.Namespace) -> Job:
    """The job whose captions and seeds are still to come."""
    return Job(sampler=wish.sampler, steps=wish.steps, guidance=wish.guidance, clip=wish.clip)


def measure(network: UNet, reader: Classifier, wish: argparse.Namespace) -> Record:
    """All figures of one evaluation."""
    device = next(network.parameters()).device
    seen = free_scenes(wish.pictures)
    began = time.perf_counter()
    pictures = draw_captions(as_wished(wish), network, seen)
    seconds = (time.perf_counter() - began) / len(seen)
    read, features = reader.read(pictures.to(device))
    record = obedience(read, seen) | held_out_obedience(network, reader, wish)
    record["failures"] = failures(read, seen)[:SHOWN]
    record |= looks(features, reader, wish.pictures, device)
    if not wish.no_plain and wish.sampler != PLAIN:
        record |= plain(network, reader, wish)
    drawn = torch.cat([draw(part) for part in free_seeds(wish.pictures).split(256)])
    record["told_apart"] = told_apart(drawn, pictures).record()
    if not wish.no_copying:
        record |= copying(pictures, wish.folder)
    return record | {"seconds_per_picture": round(seconds, 4)}


def draw_captions(job: Job, network: UNet, scenes: Sequence[Scene], *, first_seed: int = 0) -> Tensor:
    """Generate a picture for each scene's caption, the rest as in the job; (B, 3, 64, 64) on the CPU."""
    seeds = range(first_seed, first_seed + len(scenes))
    return generate_as(job, network, [caption(scene) for scene in scenes], seeds)


def obedience(read: Tensor, scenes: Sequence[Scene]) -> Record:
    """all_right_seen and all_right_two: how often every attribute of the caption is in the picture."""
    record: Record = {}
    for name, count in (("seen", 1), ("two", 2)):
        rows = [i for i, scene in enumerate(scenes) if len(scene.critters) == count]
        chosen = [scenes[i] for i in rows]
        record[f"all_right_{name}"] = share(all_right(read[rows], chosen)).record()
        each = right_attributes(read[rows], chosen)
        record[f"per_attribute_{name}"] = {key: round(hits.double().mean().item(), 4) for key, hits in each.items()}
    return record


def plain(network: UNet, reader: Classifier, wish: argparse.Namespace) -> Record:
    """Obedience and looks of the same captions and noise by PLAIN; named as by_plain says."""
    scenes, device = free_scenes(wish.pictures), next(network.parameters()).device
    read, features = reader.read(draw_captions(replace(as_wished(wish), sampler=PLAIN), network, scenes).to(device))
    found = obedience(read, scenes) | looks(features, reader, wish.pictures, device)
    return {by_plain(name): found[name] for name in ("all_right_seen", "all_right_two", "frechet")}


def failures(read: Tensor, scenes: Sequence[Scene]) -> list[Record]:
    """Of the scenes that were not obeyed: seed, caption, and the attributes that were read wrong."""
    found = []
    for seed, scene in enumerate(scenes):
        each = right_attributes(read[seed : seed + 1], [scene])
        wrong = [name for name, hits in each.items() if not hits.all()]
        if wrong:
            found.append({"seed": seed, "caption": caption(scene), "wrong": wrong})
    return found


def held_out_obedience(network: UNet, reader: Classifier, wish: argparse.Namespace) -> Record:
    """The same for pairs that were never in a training picture."""
    scenes = single_scenes(FRESH, wish.held_out, "held out")
    pictures = draw_captions(as_wished(wish), network, scenes, first_seed=1_000_000)
    read, _ = reader.read(pictures.to(next(network.parameters()).device))
    return {"all_right_held_out": share(all_right(read, scenes)).record()}


def looks(features: Tensor, reader: Classifier, count: int, device: torch.device) -> Record:
    """The Fréchet distance in the reader's features, and its floor: drawn against drawn, equally many each."""
    others, floor = yardstick(reader, count, device)
    distance = frechet_distance(features, others)
    return {"frechet": round(distance, 4), "frechet_floor": round(floor, 4), "frechet_n": count}


def yardstick(reader: Classifier, count: int, device: torch.device) -> tuple[Tensor, float]:
    """Features of drawn pictures, (count, D), that generated ones are held against, and the floor of the distance.

    They show other scenes than the captions ask for: with the same scenes on both sides, chance would be left out, and
    a good network would get below the floor, which is the distance from drawn pictures of the captions' scenes.
    """
    _, drawn = read_drawn(reader, free_seeds(2 * count), device)
    same_scenes, others = drawn.split(count)
    return others, frechet_distance(same_scenes, others)


def copying(pictures: Tensor, folder: Path) -> Record:
    """The share of pictures that are nearer to a training picture than to a fresh one, and a copier as the control."""
    trained = torch.from_numpy(load_training_set(folder).pictures[:])
    fresh = fresh_set(len(trained))
    copier = mixture_denoiser(trained[:1000].float() / 127.5 - 1)
    copies = sample_exactly(copier, 100)
    return {
        "copying": copying_share(pictures, trained, fresh).record(),
        "copying_of_a_copier": copying_share(copies, trained, fresh).record(),
    }


def fresh_set(count: int) -> Tensor:
    """As many freshly drawn pictures without held-out pairs, (count, 3, 64, 64) bytes."""
    return torch.cat([draw_bytes(part) for part in free_seeds(count, first=2 * FRESH).split(512)])


def free_seeds(count: int, *, first: int = FRESH) -> Tensor:
    """The first `count` picture numbers from `first` on whose scenes hold no held-out pair."""
    seeds = torch.arange(first, first + 2 * count + 100)
    allowed = torch.tensor([not is_held_out(scene) for scene in scenes_of(seeds)])
    return seeds[allowed][:count]


def free_scenes(count: int) -> list[Scene]:
    """Their scenes, with one critter or two: what captions ask for here."""
    return scenes_of(free_seeds(count))


def sample_exactly(denoiser: Denoiser, count: int) -> Tensor:
    """Pictures out of fresh noise by a denoiser that knows its training pictures by heart."""
    draw_noise = Noise(range(count), (3, 64, 64))
    moments = path(make_schedule("cosine", 1000), 50)
    *_, last = run(SAMPLERS["ddim"](draw_noise(), moments, draw_noise), denoiser)
    return last.x


if __name__ == "__main__":
    main()
