"""The model card: written by `make train` and `make evaluate`, so that it never tells of other weights."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from diffusion_core.critters import HELD_OUT, training_seeds
from diffusion_core.evaluation import Record
from diffusion_core.unet import UNet, count_parameters
from diffusion_core.weights import ASSETS, CARD, MODEL, load_network, read_tensors, sha256

EVALUATION = ASSETS / "evaluation.json"
LOG = ASSETS / "training_log.jsonl"

TEXT = """# Model card: the critters network

A U-Net of {parameters:.1f} million parameters that guesses the velocity in a noisy 64×64 picture of a critter,
told the noise level and a caption. `{file}`, half precision, an average over the weights of the last part of training.

- SHA-256: {sha256}
- Licence: MIT, like the rest of this repository.

## Data

{pictures:,} pictures, drawn by `diffusion_core/critters` from the numbers 0 to 99,999 less every picture that holds a
pair of `HELD_OUT`, with their captions. Nobody's photographs or drawings are in it. One picture in five has two
critters. Held out on purpose, never drawn for training: {held_out}.

## Architecture

{plan}

A 2×2 pixel-unshuffle stem; residual blocks with LayerNorm over channels, scaled and shifted by the noise level;
attention over the picture at the coarsest grid, over the words of the caption at the two coarsest. The target is v
(Salimans & Ho 2022), the loss its mean squared error at noise levels spread evenly over the cosine schedule's time.

## Training

`make train`: {seen:,} pictures seen in {steps:,} steps{hours}.
Captions were whole in {whole:.0%}, in parts in {partial:.0%}, with words missing in {lost:.0%}, empty in {empty:.0%}.

![The loss](../docs/pictures/loss.png)

## What it is worth

{figures}

## What it cannot do

It knows nothing but critters. It reads the words of its vocabulary only, and at most 16 of them. Two critters at once
go wrong more often than one, mostly in what they wear. Of one critter it is the expression that fails most often. Lines
are softer than in the drawings, and small things (a paw, an ear, the stars) come out crooked.
"""

UNTESTED = "Not measured since these weights were written: run `make evaluate`."


def write_card(evaluation: Record | None = None, card: Path = CARD) -> None:
    """Write the card of the weights in assets. evaluation: what `make evaluate` found, None when it has yet to run."""
    network = load_network()
    if evaluation is not None:
        EVALUATION.write_text(json.dumps(evaluation, indent=1) + "\n", encoding="utf-8")
    card.write_text(TEXT.format(**_facts(network), figures=_figures(evaluation)), encoding="utf-8")


def _facts(network: UNet) -> dict[str, object]:
    from diffusion_core.trainset import EMPTY, LOST_WORDS, PARTIAL

    notes, _ = read_tensors(MODEL)
    plan = {key: value for key, value in asdict(network.config).items() if key != "vocabulary"}
    return {
        "parameters": count_parameters(network) / 1e6,
        "file": MODEL.name,
        "sha256": sha256(MODEL),
        "pictures": len(training_seeds()),
        "held_out": ", ".join(sorted(f"{animal} + {word}" for animal, word in HELD_OUT)),
        "plan": "\n".join(f"- {key}: {value}" for key, value in plan.items()),
        "seen": int(notes["pictures"]),
        "steps": int(notes["steps"]),
        "hours": _hours(notes),
        "whole": 1 - EMPTY - PARTIAL - LOST_WORDS,
        "partial": PARTIAL,
        "lost": LOST_WORDS,
        "empty": EMPTY,
    }


def _hours(notes: Mapping[str, str]) -> str:
    hours = f", {float(notes['hours']):.1f} hours on {notes['machine']}" if "hours" in notes else ""
    begun_again = int(notes.get("blank_until", 0))
    return hours + (f", the last part on from the finished weights of {begun_again:,} pictures" if begun_again else "")


def _figures(evaluation: Record | None) -> str:
    if evaluation is None:
        return UNTESTED
    rows = [f"| {name} | {_cell(value)} |" for name, value in evaluation.items() if not isinstance(value, str)]
    words = "By `make evaluate`, {steps} steps of {sampler}, guidance {guidance}; 95 % intervals in brackets."
    return words.format(**evaluation) + "\n\n| figure | value |\n|---|---|\n" + "\n".join(rows)


def _cell(value: object) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    if "interval" in value:
        low, high = value["interval"]
        return f"{value['value']} ({low} to {high}), n = {value['n']}"
    return ", ".join(f"{key} {part}" for key, part in value.items())
