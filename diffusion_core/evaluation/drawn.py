"""What the pictures are worth that a network draws for captions: obeyed, drawn-looking, no copies."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.common.records import Record
from diffusion_core.common.statistics import share
from diffusion_core.data.critters import Scene, caption, draw_bytes
from diffusion_core.data.training_set import load_training_set
from diffusion_core.evaluation.attribute_reader import AttributeReader, read_drawn
from diffusion_core.evaluation.distances import copying_share, frechet_distance
from diffusion_core.evaluation.obedience import all_right, right_attributes
from diffusion_core.evaluation.scenes import FRESH, free_seeds
from diffusion_core.networks.unet import UNet
from diffusion_core.process.exact_denoiser import mixture_denoiser
from diffusion_core.process.prediction import Denoiser
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.generate import generate_as
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import SAMPLERS, path, run

SAMPLER = "dpmpp_2m"
"""What draws here unless another is wished for; the figures of PLAIN, with which the pages begin, stand beside it."""


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


def failures(read: Tensor, scenes: Sequence[Scene]) -> list[Record]:
    """Of the scenes that were not obeyed: seed, caption, and the attributes that were read wrong."""
    found = []
    for seed, scene in enumerate(scenes):
        each = right_attributes(read[seed : seed + 1], [scene])
        wrong = [name for name, hits in each.items() if not hits.all()]
        if wrong:
            found.append({"seed": seed, "caption": caption(scene), "wrong": wrong})
    return found


def distance_to_drawn(features: Tensor, reader: AttributeReader, count: int, device: torch.device) -> Record:
    """The Fréchet distance in the reader's features, and its floor: drawn against drawn, equally many each."""
    others, floor = yardstick(reader, count, device)
    distance = frechet_distance(features, others)
    return {"frechet": round(distance, 4), "frechet_floor": round(floor, 4), "frechet_n": count}


def yardstick(reader: AttributeReader, count: int, device: torch.device) -> tuple[Tensor, float]:
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


def sample_exactly(denoiser: Denoiser, count: int) -> Tensor:
    """Pictures out of fresh noise by a denoiser that knows its training pictures by heart."""
    draw_noise = Noise(range(count), (3, 64, 64))
    moments = path(make_schedule("cosine", 1000), 50)
    *_, last = run(SAMPLERS["ddim"](draw_noise(), moments, draw_noise), denoiser)
    return last.x


def variety(features: Tensor, others: Tensor) -> float:
    """The variance of (N, D) features over all D together, in parts of that of (M, D) others; 1 is as varied."""
    return (features.double().var(dim=0).sum() / others.double().var(dim=0).sum()).item()
