"""The reader at work: taught where it is not there yet, and held against drawings."""

import json
from pathlib import Path

import torch
from torch import Tensor

from diffusion_core.classifier import (
    FIRST_SEED,
    Classifier,
    blank_classifier,
    load_classifier,
    save_classifier,
    teach,
)
from diffusion_core.critters import draw
from diffusion_core.critters.scenes import codes_of
from diffusion_core.evaluation import Share, share


def get_reader(path: Path, pictures: int, device: torch.device, seed: int = 0) -> Classifier:
    """The reader in a file; where there is none yet, it is taught from this seed and written there."""
    if path.exists():
        return load_classifier(path, device)
    reader = blank_classifier(seed, device)
    for lesson in teach(reader, pictures=pictures, seed=seed):
        if lesson.pictures % 12_800 == 0:
            print(json.dumps({"reader_pictures": lesson.pictures, "loss": round(lesson.loss, 4)}), flush=True)
    save_classifier(path, reader)
    return reader


def reads_right(reader: Classifier, device: torch.device) -> Share:
    """How often a reader reads everything in a drawing right, in 2,000 that no reader learnt from."""
    seeds = torch.arange(2000) + 2 * FIRST_SEED - 10_000
    read, _ = read_drawn(reader, seeds, device)
    return share(everything_right(read, codes_of(seeds)))


def everything_right(read: Tensor, codes: Tensor) -> Tensor:
    """(B,) True where all codes agree; the second critter counts only where there is one."""
    right = read == codes
    right[:, 6:] |= codes[:, 1:2] == 1
    return right.all(dim=1)


def read_drawn(reader: Classifier, seeds: Tensor, device: torch.device) -> tuple[Tensor, Tensor]:
    """Codes and features of freshly drawn critters, drawn and read a few at a time."""
    parts = [reader.read(draw(part).to(device)) for part in seeds.split(256)]
    codes, features = zip(*parts, strict=True)
    return torch.cat(codes), torch.cat(features)
