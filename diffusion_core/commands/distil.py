"""`make distil`: a student of the shipped network that goes in one step as far as its teacher in five, unguided.

Its lessons are ways that the teacher went, from noise to a picture (trajectories.py): the student is asked for the
velocity that leads straight from one stop to the next (Luhman & Luhman 2021, with stops on the way as in Salimans &
Ho 2022). Each way costs the teacher 20 steps with guidance, the student 4 passes. Killed, it resumes.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from diffusion_core.common.arguments import machine_options, use_machine
from diffusion_core.common.assets import FEW_STEPS, MODEL
from diffusion_core.common.device import fast_dtype, handed_to
from diffusion_core.common.files import read_tensors, sha256
from diffusion_core.common.records import print_line
from diffusion_core.data.training_set import load_training_set
from diffusion_core.evaluation.attribute_reader import get_reader
from diffusion_core.evaluation.card import write_card
from diffusion_core.networks.unet import UNet
from diffusion_core.networks.weights import load_network, save_int8
from diffusion_core.sampling.few_steps import JUMPS
from diffusion_core.training.loop import TrainConfig, TrainState
from diffusion_core.training.run_files import notes, resume, run
from diffusion_core.training.trajectories import Ways, load_ways, record_chunk, stops, velocity_between

SECOND_SEED = 1
"""The reader that sorts the ways is taught from this seed: it is not the one that judges the student."""


def main() -> None:
    wish = parse_arguments()
    device = use_machine(wish)
    ways = record_ways(wish, device)
    config = TrainConfig(pictures=wish.pictures, rate=wish.rate, warm_up=2_000, cool_down=0.7)
    state = resume(wish.folder / "checkpoint.safetensors", None, config, device)
    if state.steps == 0:
        begin_as(state, first_student(wish))
    print(f"{len(ways)} ways, from {state.pictures}", flush=True)
    run(state, ways, config, wish.folder, wish.every, jump_loss, tell=print_line)
    own = notes(state) | {"teacher": sha256(wish.teacher), "ways": str(len(ways))}
    if wish.start:
        own = added_up(read_tensors(wish.start)[0], own)
    digest = save_int8(wish.into, state.average, own)
    if wish.into.resolve() == FEW_STEPS:
        write_card()
    print_line({"pictures": state.pictures, "sha256": digest})


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, parents=[machine_options()])
    parser.add_argument("--teacher", type=Path, default=MODEL)
    parser.add_argument("--start", type=Path, default=None, help="a student to go on from instead of the teacher")
    parser.add_argument("--taught-by", type=Path, default=None, help="the teacher of --start, when it was another")
    parser.add_argument("--into", type=Path, default=FEW_STEPS)
    parser.add_argument("--chunks", type=int, default=160, help="files of 64 ways to learn from")
    parser.add_argument("--first", type=int, default=0, help="the number of the first file: others hold other ways")
    parser.add_argument("--pictures", type=int, default=120_000, help="lessons of one jump each, in all")
    parser.add_argument("--rate", type=float, default=3e-4, help="the highest learning rate")
    parser.add_argument("--folder", type=Path, default=Path("runs/distil"), help="where the run keeps its files")
    parser.add_argument("--drawn", type=Path, default=Path("runs/critters"), help="where the training set is")
    parser.add_argument("--every", type=float, default=180, help="seconds between two checkpoints")
    return parser.parse_args()


def record_ways(wish: argparse.Namespace, device: torch.device) -> Ways:
    """As many files of the teacher's ways as wished for; those that are there are not recorded again."""
    teacher = load_network(wish.teacher).to(device, fast_dtype(device))
    data = load_training_set(wish.drawn)
    reader = get_reader(wish.folder / "second_reader.safetensors", 30_000, device, SECOND_SEED, tell=print_line)
    files = []
    for number in range(wish.first, wish.first + wish.chunks):
        files.append(record_chunk(number, teacher, reader, data, wish.folder))
        if number % 10 == 9:
            print_line({"chunks": number + 1})
    return load_ways(files)


def first_student(wish: argparse.Namespace) -> UNet:
    """What the student begins as: its teacher, or an earlier student, brought over to the present teacher."""
    if wish.start is None:
        return load_network(wish.teacher)
    student = load_network(wish.start)
    return follow(student, load_network(wish.taught_by), load_network(wish.teacher)) if wish.taught_by else student


def begin_as(state: TrainState, known: UNet) -> None:
    """A student starts with all that its teacher, or a student before it, knows."""
    for network in (state.network, state.average):
        network.load_state_dict(known.state_dict())


def added_up(before: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """The notes of a student with what the student that it went on from had learnt added to its counts."""
    counts = {name: int(before[name]) + int(own[name]) for name in ("ways", "pictures", "steps")}
    hours = float(before["hours"]) + float(own["hours"])
    return dict(own) | {name: str(count) for name, count in counts.items()} | {"hours": f"{hours:.2f}"}


def follow(student: UNet, old: UNet, new: UNet) -> UNet:
    """The student of an old teacher with all that has changed from there to the new one added (Ilharco et al. 2023)."""
    before, after = old.state_dict(), new.state_dict()
    student.load_state_dict({name: value + after[name] - before[name] for name, value in student.state_dict().items()})
    return student


def jump_loss(network: UNet, ways: Tensor, tokens: Tensor, random: torch.Generator) -> Tensor:
    """The mean squared error of v over one jump of each way, drawn at random, evenly spread over the batch.

    ways: (B, JUMPS + 1, 3, 64, 64); tokens: (B, 17).
    """
    moments = stops()
    jumps = (torch.randperm(len(ways), generator=random) % JUMPS).tolist()
    x, y = (torch.stack([way[jump + i] for way, jump in zip(ways, jumps, strict=True)]) for i in range(2))
    asked = zip(x, y, jumps, strict=True)
    right = torch.stack([velocity_between(here, there, *moments[jump : jump + 2]) for here, there, jump in asked])
    log_snr = handed_to(x.device, torch.tensor([moments[jump].log_snr for jump in jumps]))
    with torch.autocast(x.device.type, fast_dtype(x.device), enabled=fast_dtype(x.device) != torch.float32):
        guess = network(x, log_snr, network.reader(tokens))
    return (guess - right).square().mean()


if __name__ == "__main__":
    main()
