"""`make train`: train the network on the critters, from nothing or from where the last run stopped."""

import argparse
import json
import os
import shutil
import tempfile
import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from statistics import mean

import torch
from safetensors.torch import save_file

from diffusion_core.card import LOG, write_card
from diffusion_core.critters import VOCABULARY
from diffusion_core.device import choose_device
from diffusion_core.training import (
    GrowingPictures,
    Lessons,
    LossOf,
    TrainConfig,
    TrainState,
    compile_network,
    fresh_state,
    step_loss,
    train,
)
from diffusion_core.trainset import load_training_set
from diffusion_core.unet import UNetConfig, count_parameters
from diffusion_core.weights import MODEL, load_network, read_tensors, save_int8, save_network

PLAN = UNetConfig(VOCABULARY)

SNAPSHOTS = (10_000, 30_000, 100_000, 300_000)
"""After how many pictures a copy of the average is kept, for "how it learned"."""


def main() -> None:
    wish = parse_arguments()
    load_training_set(wish.folder, size=wish.set)
    if wish.processes > 1:
        with tempfile.TemporaryDirectory() as meeting:
            torch.multiprocessing.spawn(work_together, (wish, f"file://{meeting}/group"), wish.processes)
    else:
        work(wish)


def work_together(rank: int, wish: argparse.Namespace, meeting: str) -> None:
    """One of several processes, each with its share of every batch: on a busy processor faster than threads."""
    torch.distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=wish.processes)
    work(wish, leads=rank == 0)
    torch.distributed.destroy_process_group()


def work(wish: argparse.Namespace, *, leads: bool = True) -> None:
    """Train; whoever leads also prints, and writes all files."""
    torch.set_num_threads(wish.threads or torch.get_num_threads())
    config = TrainConfig(pictures=wish.pictures, batch=wish.batch, rate=wish.rate)
    plan = UNetConfig(VOCABULARY, channels=tuple(wish.channels))
    device = choose_device(wish.device)
    state = resume(wish.folder / "checkpoint.safetensors", wish.start, config, device, plan)
    if wish.compile or (wish.compile is None and device.type == "cuda"):
        compile_network(state.network)
    drawn = load_training_set(wish.folder, size=wish.set)
    data = GrowingPictures(drawn, wish.small)
    if not leads:
        deque(train(state, data, config), maxlen=0)
        return
    print(f"{count_parameters(state.network) / 1e6:.2f} M parameters, {len(drawn)} pictures, from {state.pictures}")
    run(state, data, config, wish.folder, wish.every)
    digest = save_network(wish.folder / "average.safetensors", state.average, notes(state))
    if wish.ship:
        digest = save_int8(MODEL, state.average, notes(state))
        shutil.copyfile(wish.folder / "log.jsonl", LOG)
        write_card()
    print(json.dumps({"pictures": state.pictures, "steps": state.steps, "sha256": digest}))


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=TrainConfig.pictures, help="how many pictures to see in all")
    parser.add_argument("--batch", type=int, default=TrainConfig.batch)
    parser.add_argument("--rate", type=float, default=TrainConfig.rate, help="the highest learning rate")
    parser.add_argument("--small", type=int, default=8_000, help="see so many pictures in half size first: 32 × 32")
    parser.add_argument("--channels", type=int, nargs=3, default=PLAN.channels, help="of the three grids, finest first")
    parser.add_argument("--set", type=int, default=None, help="train on so many pictures only, again and again")
    parser.add_argument("--device", default="auto", help="auto, cuda, mps or cpu")
    parser.add_argument(
        "--compile", action=argparse.BooleanOptionalAction, default=None, help="torch.compile; unsaid: on cuda"
    )
    parser.add_argument("--threads", type=int, default=0, help="threads of torch; 0: as many as cores")
    parser.add_argument("--processes", type=int, default=1, help="processes that share each batch")
    parser.add_argument("--folder", type=Path, default=Path("runs/critters"), help="where the run keeps its files")
    parser.add_argument("--every", type=float, default=180, help="seconds between two checkpoints")
    parser.add_argument("--start", type=Path, default=None, help="weights to go on from instead of a blank network")
    parser.add_argument(
        "--ship", action=argparse.BooleanOptionalAction, default=True, help="put the result into assets"
    )
    return parser.parse_args()


def run(
    state: TrainState, data: Lessons, config: TrainConfig, folder: Path, every: float, loss_of: LossOf = step_loss
) -> None:
    """Train to the end; print a line and write a checkpoint every few minutes, and a snapshot at its count."""
    began, saved, seen, spent, losses = time.monotonic(), time.monotonic(), state.pictures, state.seconds, []
    forget_after(folder / "log.jsonl", state.pictures)
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        for progress in train(state, data, config, loss_of):
            losses.append(progress.loss)
            state.seconds = spent + time.monotonic() - began
            if state.steps % 50 == 0:
                rate = (state.pictures - seen) / (time.monotonic() - began)
                line = {"pictures": state.pictures, "loss": round(mean(losses), 5), "per_second": round(rate, 1)}
                print(json.dumps(line), flush=True)
                print(json.dumps(line | {"rate": progress.rate}), file=log, flush=True)
                losses.clear()
            if any(state.pictures - config.batch < count <= state.pictures for count in SNAPSHOTS):
                save_network(folder / f"snapshot-{state.pictures}.safetensors", state.average, notes(state))
            if time.monotonic() - saved > every:
                save_checkpoint(folder / "checkpoint.safetensors", state)
                saved = time.monotonic()
    save_checkpoint(folder / "checkpoint.safetensors", state)


def forget_after(log: Path, pictures: int) -> None:
    """Leave out of a log what a killed run did after its last checkpoint: it will be done, and told, again."""
    lines = log.read_text(encoding="utf-8").splitlines(keepends=True) if log.exists() else []
    kept = [line for line in lines if line.endswith("\n") and json.loads(line)["pictures"] <= pictures]
    if kept != lines:
        part = log.with_suffix(".part")
        part.write_text("".join(kept), encoding="utf-8")
        part.replace(log)


def notes(state: TrainState) -> dict[str, str]:
    """How far the training has come, how long it took and on what."""
    device = next(state.network.parameters()).device
    machine = torch.cuda.get_device_name(device) if device.type == "cuda" else f"{os.cpu_count()} processor cores"
    hours = f"{state.seconds / 3600:.2f}"
    counts = {"pictures": state.pictures, "steps": state.steps, "blank_until": state.blank_until}
    return {name: str(count) for name, count in counts.items()} | {"hours": hours, "machine": machine}


def save_checkpoint(path: Path, state: TrainState) -> None:
    """Weights, average and both moments of the optimiser in one file, put in place only when whole."""
    tensors = {f"network.{k}": v for k, v in state.network.state_dict().items()}
    tensors |= {f"average.{k}": v for k, v in state.average.state_dict().items()}
    for name, parameter in state.network.named_parameters():
        tensors |= {f"optimiser.{name}.{k}": v for k, v in state.optimiser.state.get(parameter, {}).items()}
    part = path.with_suffix(".part")
    save_file({k: v.detach().cpu().contiguous() for k, v in tensors.items()}, part, notes(state))
    part.replace(path)


def resume(
    path: Path, start: Path | None, config: TrainConfig, device: torch.device, plan: UNetConfig = PLAN
) -> TrainState:
    """The state of the last checkpoint; else of the weights to start from; else blank."""
    state = fresh_state(plan, config, device)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        counts, tensors = read_tensors(path)
        state.network.load_state_dict(_part(tensors, "network."))
        state.average.load_state_dict(_part(tensors, "average."))
        for name, parameter in state.network.named_parameters():
            moments = _part(tensors, f"optimiser.{name}.")
            state.optimiser.state[parameter] = {key: _like(value, parameter) for key, value in moments.items()}
        _count_on(state, counts)
        state.blank_until = int(counts.get("blank_until", 0))
    elif start is not None:
        for network in (state.network, state.average):
            network.load_state_dict(load_network(start).state_dict())
        _count_on(state, read_tensors(start)[0])
        state.blank_until = state.pictures
        if start.resolve() == MODEL and LOG.exists():
            shutil.copyfile(LOG, path.parent / "log.jsonl")
    return state


def _count_on(state: TrainState, counts: Mapping[str, str]) -> None:
    """Go on counting where the notes of a file of weights stop."""
    state.pictures, state.steps = int(counts.get("pictures", 0)), int(counts.get("steps", 0))
    state.seconds = 3600 * float(counts.get("hours", 0))


def _like(value: torch.Tensor, parameter: torch.Tensor) -> torch.Tensor:
    """The value where and as the parameter lies in memory: the fused optimiser walks through both side by side."""
    if value.shape != parameter.shape:
        return value.to(parameter.device)
    return torch.empty_like(parameter, requires_grad=False).copy_(value)


def _part(tensors: dict[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}


if __name__ == "__main__":
    main()
