"""The model card: written by each command that changes what it tells of, so that it never tells of other weights."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

from diffusion_core.common.assets import CARD, EVALUATION, FEWER_WORDS, GUIDANCE, MODEL, ROUNDING
from diffusion_core.common.files import read_tensors, sha256
from diffusion_core.common.records import Record, record_about, write_record
from diffusion_core.common.statistics import cell
from diffusion_core.data.critters import HELD_OUT, training_seeds
from diffusion_core.data.critters.scenes import codes_of
from diffusion_core.evaluation import student_card
from diffusion_core.evaluation.obedience import by_plain
from diffusion_core.networks.anatomy import plan, skips
from diffusion_core.networks.unet import UNet, count_parameters
from diffusion_core.networks.weights import ROUNDED_FROM, load_network
from diffusion_core.sampling.defaults import LEAST_NOISY, MOST_NOISY

TEXT = """# Model card: the critters network

A network that looks at a noisy 64×64 picture of a critter, is told how noisy it is and what it shows, and guesses the
velocity, from which picture and noise follow. It is a U-Net of {parameters:.1f} million adjustable numbers, its
parameters. `{file}` holds their average over the last part of training, in whole numbers from -127 to 127 with one
scale a channel; the layers of the finest grid are kept in half precision.

- SHA-256: {sha256}{rounded}
- Licence: MIT, like the rest of this repository.

## Data

{pictures:,} pictures, drawn by `diffusion_core/critters` from the numbers 0 to 99,999, each with its caption. Left
out is every picture that holds a pair of `HELD_OUT`. Nobody's photographs or drawings are in it. {two:.0%} show two
critters.
Held out on purpose, never drawn for training: {held_out}.

## Architecture

{plan}

{drawing}

A 2×2 pixel-unshuffle stem; residual blocks with LayerNorm over channels, scaled and shifted by the noise level;
attention over the picture at the coarsest grid, over the words of the caption at the two coarsest. The target is v
(Salimans & Ho 2022), the loss its mean squared error at noise levels spread evenly over the cosine schedule's time.

## Training

`make train`: {seen:,} pictures seen in {steps:,} steps{hours}.
Captions were whole in {whole:.0%}, in parts in {partial:.0%}, with words missing in {lost:.0%}, empty in {empty:.0%}.
"{hard}" was the word that it learnt last: after 490,016 pictures, {again:.0%} of the whole captions were swapped for
ones that say it. Training went in stages. Each began with the weights of the one before, and with a high learning rate
again: that makes the bumps below.

![The loss](../docs/pictures/loss.png)

## What it is worth

{figures}

## Guidance

{guidance}

## With fewer words

{words}

## In four steps

{few}

## What it cannot do

It knows nothing but critters. It reads only the words of its vocabulary, and at most 16 of them. Two critters at once
go wrong more often than one, mostly in what they wear. With one critter the expression fails most often. Lines are
softer than in the drawings, and small things (a paw, an ear, the stars) come out crooked. When it is told nothing, it
draws less clearly: animals run into one another, and colours fade. When it is told half, the pictures lie in between.

{failures}
"""

UNTESTED = "Not measured since these weights were written: run `make evaluate`."
WHAT_ROUNDING_DID = (
    "- Rounded from half precision (SHA-256 {rounded_from}). By `make rounding`: the squared "
    "distance of the two guesses is {added:.2%} of the squared error of one. Of {right[n]} critters drawn with both, "
    "{right_half[value]:.1%} are all right before, {right[value]:.1%} after, {differ} in one of the two alone; a value "
    "differs by {apart} of 255 levels on average."
)
NOT_COMPARED = "- Rounded from half precision (SHA-256 {rounded_from}); not compared yet."
NO_TABLE = "Not compared since these weights were written: run `{command}`."

MEANINGS = {
    "reader_right": "the reader that judges: every attribute right, on drawn pictures",
    "all_right_seen": "one critter: every attribute of the caption is in the picture",
    "per_attribute_seen": "the same, attribute by attribute",
    "all_right_two": "two critters: everything that the caption says of both",
    "per_attribute_two": "the same, attribute by attribute",
    "binding_colour": "two critters, told their colours only: each has its own",
    "binding_worn": "two critters, told only what they wear: each wears its own",
    "binding_order": "two animals, told nothing else: the one named first stands on the left",
    "binding_count": "one animal or two, told nothing else: as many came as were named",
    by_plain("all_right_seen"): "one critter, by DDIM, with which the pages begin",
    by_plain("all_right_two"): "two critters, by DDIM",
    "all_right_held_out": "one critter of a pair that no training picture held",
    "frechet": "Fréchet distance to drawn pictures, in the reader's features; smaller is better",
    by_plain("frechet"): "the same by DDIM",
    "frechet_floor": "the same from drawn pictures to as many others: what chance alone leaves",
    "frechet_n": "pictures on each side of it",
    "told_apart": "a network taught to tell new pictures from drawn ones is right; 0.5 would be perfect",
    "copying": "the nearest picture is a training picture, not one of as many fresh ones; 0.5 is no copying",
    "copying_of_a_copier": "the same for a model that knows its training pictures by heart",
}


def write_card(evaluation: Record | None = None, card: Path = CARD) -> None:
    """Write the card of the weights in assets. evaluation: what `make evaluate` found just now, None for what is kept.

    Kept figures of other weights count for nothing.
    """
    network = load_network()
    if evaluation is not None:
        write_record(EVALUATION, evaluation)
    evaluation = _about_these(EVALUATION)
    measured = {"figures": _figures(evaluation), "guidance": _guidance(), "failures": _failures(evaluation or {})}
    measured["words"] = _fewer_words()
    measured["few"] = student_card.section() or "There is no such network yet: run `make distil`."
    card.write_text(TEXT.format(**_facts(network), drawing=drawing(network), **measured), encoding="utf-8")


def _rounded(notes: Mapping[str, str]) -> str:
    """From what the network was rounded, and what that changed."""
    if ROUNDED_FROM not in notes:
        return ""
    record = _about_these(ROUNDING)
    if record is None:
        return "\n" + NOT_COMPARED.format(**notes)
    return "\n" + WHAT_ROUNDING_DID.format(**{**notes, **record})


def drawing(network: UNet) -> str:
    """The network's parts and how they hang together, read off its modules, as a diagram in Mermaid's language."""
    parts, across = plan(network), skips(network)
    nodes = [f'{_id(one.name)}["{one.name}<br>{one.channels} × {one.side} × {one.side}"]' for one in parts]
    along = [f"{_id(a.name)} --> {_id(b.name)}" for a, b in pairwise(parts)]
    over = [f"{_id(source)} -. skip .-> {_id(merge)}" for merge, source in across.items()]
    return "\n".join(["```mermaid", "flowchart TB", *(f"    {line}" for line in (*nodes, *along, *over)), "```"])


def _id(name: str) -> str:
    return name.replace(".", "_")


def _facts(network: UNet) -> dict[str, object]:
    from diffusion_core.data.training_set import AGAIN, EMPTY, HARD, LOST_WORDS, PARTIAL

    notes, _ = read_tensors(MODEL)
    plan = {key: value for key, value in asdict(network.config).items() if key != "vocabulary"}
    return {
        "parameters": count_parameters(network) / 1e6,
        "file": MODEL.name,
        "sha256": sha256(MODEL),
        "rounded": _rounded(notes),
        "pictures": len(training_seeds()),
        "two": (codes_of(training_seeds())[:, 1] == 2).double().mean().item(),
        "held_out": ", ".join(sorted(f"{animal} + {word}" for animal, word in HELD_OUT)),
        "plan": "\n".join(f"- {key}: {value}" for key, value in plan.items()),
        "seen": int(notes["pictures"]),
        "steps": int(notes["steps"]),
        "hours": _hours(notes),
        "whole": 1 - EMPTY - PARTIAL - LOST_WORDS,
        "partial": PARTIAL,
        "lost": LOST_WORDS,
        "empty": EMPTY,
        "again": AGAIN,
        "hard": HARD,
    }


def _hours(notes: Mapping[str, str]) -> str:
    return f", {float(notes['hours']):.1f} hours by the clock on {notes['machine']}" if "hours" in notes else ""


def _figures(evaluation: Record | None) -> str:
    if evaluation is None:
        return UNTESTED
    rows = [
        f"| {name} | {cell(evaluation[name])} | {words} |" for name, words in MEANINGS.items() if name in evaluation
    ]
    words = (
        "By `make evaluate`, {steps} steps of {sampler}, guidance {guidance} in the middle of the way (log-SNR "
        f"{MOST_NOISY:g} to {LEAST_NOISY:g}, Kynkäänniemi et al. 2024); 95 % intervals in brackets."
    )
    return words.format(**evaluation) + "\n\n| figure | value | what it is |\n|---|---|---|\n" + "\n".join(rows)


def _guidance() -> str:
    table = _about_these(GUIDANCE)
    if table is None:
        return NO_TABLE.format(command="make guidance")
    first = table["rows"][0]
    words = (
        f"By `make guidance`, the same {first['n']:,} captions and the same noise for each strength, drawn as above; "
        f"1 is none. With so few, chance alone makes a Fréchet distance of {first['frechet_floor']}: its floor. "
        "Variety says how much the pictures differ, in the reader's features; 1 is as much as drawn ones do."
    )
    columns = {"guidance": "guidance", "all_right": "one critter right", "frechet": "Fréchet", "variety": "variety"}
    return words + "\n\n" + _rows(table["rows"], columns)


def _fewer_words() -> str:
    table = _about_these(FEWER_WORDS)
    if table is None:
        return NO_TABLE.format(command="make fewer-words")
    first = table["rows"][0]
    words = (
        f"By `make fewer-words`, the same {first['n']:,} scenes and noise, drawn as above; "
        '"half" names the animals, and tosses a coin for each other thing. Two readers that were taught from '
        "different seeds look at every picture. Where it is torn or smeared, they tend to disagree; on drawn pictures "
        "they agree in "
        f"{cell(table['drawn'])}. The floor of the Fréchet distance is {first['frechet_floor']}."
    )
    columns = {"told": "told", "agree": "both read the same", "frechet": "Fréchet", "variety": "variety"}
    picture = "The first twelve, told nothing:\n\n![Twelve pictures, told nothing](../docs/pictures/untold.webp)"
    return "\n\n".join([words, _rows(table["rows"], columns), picture])


def _about_these(path: Path) -> Record | None:
    """What was recorded, where it is about the weights in assets."""
    return record_about(path, sha256(MODEL))


def _rows(rows: Sequence[Record], columns: Mapping[str, str]) -> str:
    lines = ["| " + " | ".join(cell(row[name]) for name in columns) + " |" for row in rows]
    return "\n".join([f"| {' | '.join(columns.values())} |", "|---" * len(columns) + "|", *lines])


def _failures(evaluation: Record) -> str:
    wrong = [f"{number}. {one['caption']} (wrong: {', '.join(one['wrong'])})"
             for number, one in enumerate(evaluation.get("failures", []), 1)]  # fmt: skip
    if not wrong:
        return ""
    picture = "![Pictures that came out wrong](../docs/pictures/failures.webp)"
    return "\n".join(["The first that went wrong, and in what, row by row:", "", picture, "", *wrong])
