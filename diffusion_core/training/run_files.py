"""A training's files: its log, its checkpoints, its snapshots, and how it goes on where it stopped."""

import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import mean

import torch
from safetensors.torch import save_file

from diffusion_core.common.assets import LOG, MODEL
from diffusion_core.common.files import read_tensors
from diffusion_core.common.records import Record, keep_lines
from diffusion_core.data.critters import VOCABULARY
from diffusion_core.networks.unet import UNetConfig
from diffusion_core.networks.weights import load_network, save_network
from diffusion_core.training.loop import Examples, LossOf, TrainConfig, TrainState, fresh_state, step_loss, train

PLAN = UNetConfig(VOCABULARY)

SNAPSHOTS = (10_000, 30_000, 100_000, 300_000)
"""After how many pictures a copy of the average is kept, for "how it learned"."""


def run(
    state: TrainState,
    data: Examples,
    config: TrainConfig,
    folder: Path,
    every: float,
    loss_of: LossOf = step_loss,
    *,
    tell: Callable[[Record], None],
) -> None:
    """Train to the end; write a line of the log every 50 steps, a checkpoint now and then, a snapshot at its count.

    every: seconds between two checkpoints; tell: hears each line too, but for the learning rate.
    """
    began, saved, seen, spent, losses = time.monotonic(), time.monotonic(), state.pictures, state.seconds, []
    forget_after(folder / "log.jsonl", state.pictures)
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        for progress in train(state, data, config, loss_of):
            losses.append(progress.loss)
            state.seconds = spent + time.monotonic() - began
            if state.steps % 50 == 0:
                rate = (state.pictures - seen) / (time.monotonic() - began)
                line = {"pictures": state.pictures, "loss": round(mean(losses), 5), "per_second": round(rate, 1)}
                tell(line)
                log.write(json.dumps(line | {"rate": progress.rate}) + "\n")
                log.flush()
                losses.clear()
            if any(state.pictures - config.batch < count <= state.pictures for count in SNAPSHOTS):
                save_network(folder / f"snapshot-{state.pictures}.safetensors", state.average, notes(state))
            if time.monotonic() - saved > every:
                save_checkpoint(folder / "checkpoint.safetensors", state)
                saved = time.monotonic()
    save_checkpoint(folder / "checkpoint.safetensors", state)


def forget_after(log: Path, pictures: int) -> None:
    """Leave out of a log what a killed run did after its last checkpoint: it will be done, and told, again."""
    keep_lines(log, lambda line: line["pictures"] <= pictures)


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
