"""Measure, print a line a row, and one JSON object as the last line."""

import argparse
import json
import logging
import os
import warnings

import torch

from diffusion_core.common.arguments import device_option
from diffusion_core.common.assets import MODEL
from diffusion_core.common.device import choose_device, fast_dtype
from diffusion_core.data.critters import VOCABULARY
from diffusion_core.networks.layers import fast_layout
from diffusion_core.networks.unet import UNet, UNetConfig
from diffusion_core.networks.weights import load_network
from diffusion_core.training.loop import blank_network
from tests.bench.clip import clip_rows
from tests.bench.clock import Row, Rows
from tests.bench.sampling import Size, sampling_rows
from tests.bench.serving import engine_rows, start_rows
from tests.bench.training import training_rows

GROUPS = (
    "sampling", "engine", "arrival", "controls", "typing", "crowd", "rush", "class", "training", "clip", "start",
)  # fmt: skip


def main() -> None:
    wish = parse_arguments()
    quiet()
    torch.set_num_threads(wish.threads)
    device = choose_device(wish.device)
    size = Size(wish.steps, wish.pictures, wish.repeats)
    measures = {
        "sampling": lambda: sampling_rows(load().to(device, fast_dtype(device)), size),
        "engine": lambda: engine_rows(load, device, size),
        "arrival": lambda: visit_rows(wish.repeats),
        "controls": lambda: page_rows(wish.repeats),
        "typing": lambda: line_rows(wish.repeats),
        "crowd": many_rows,
        "rush": rush_all_rows,
        "class": lesson_rows,
        "training": lambda: training_rows(device, 3 * wish.repeats),
        "clip": lambda: clip_rows(wish.repeats),
        "start": start_rows,
    }
    machine = machine_of(device)
    print(machine, flush=True)
    rows: dict[str, Row] = {}
    for group in wish.only:
        for name, result in measures[group]():
            rows[name] = result
            print(line_of(name, result), flush=True)
    print(json.dumps({"machine": machine, "steps": wish.steps, "rows": rows}))


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__, parents=[device_option()])
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="threads of torch; default: all cores")
    parser.add_argument("--repeats", type=int, default=3, help="rounds of each quick row; long rows take a third")
    parser.add_argument("--steps", type=int, default=20, help="steps of the sampler")
    parser.add_argument("--pictures", type=int, default=16, help="pictures in the large batch")
    parser.add_argument("--only", nargs="+", choices=GROUPS, default=GROUPS, help="which groups of rows")
    return parser.parse_args()


def load() -> UNet:
    """The trained network, or a blank one of the same plan: equally fast."""
    if MODEL.exists():
        return load_network(MODEL)
    return fast_layout(blank_network(UNetConfig(VOCABULARY), 0)).eval().requires_grad_(False)


def visit_rows(repeats: int) -> Rows:
    from tests.bench.arrival import arrival_rows

    return arrival_rows(repeats)


def line_rows(repeats: int) -> Rows:
    from tests.bench.keys import typing_rows

    return typing_rows(repeats)


def page_rows(repeats: int) -> Rows:
    from tests.bench.controls import control_rows  # page functions warn on import that there is no server: after quiet

    return control_rows(repeats)


def many_rows() -> Rows:
    from tests.bench.crowd import crowd_rows

    return crowd_rows()


def rush_all_rows() -> Rows:
    from tests.bench.rush import rush_rows

    return rush_rows()


def lesson_rows() -> Rows:
    from tests.bench.classroom import class_rows

    return class_rows()


def machine_of(device: torch.device) -> str:
    name = torch.cuda.get_device_name() if device.type == "cuda" else device.type
    dtype = str(fast_dtype(device)).removeprefix("torch.")
    weights = "trained" if MODEL.exists() else "blank"
    busy = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{name}, {torch.get_num_threads()} threads on {os.cpu_count()} cores{busy}, {dtype}, "
        f"torch {torch.__version__}, {weights} network"
    )


def line_of(name: str, result: Row) -> str:
    numbers = f"{result['ours']:>9.4g} {result['unit']:<10} / {result['other']:>9.4g} = {result['ratio']:>7.3g}"
    return f"{name:<28} {numbers}   {result['against']}"


def quiet() -> None:
    """Page functions remember what they computed also without a server, and would say so at each call."""
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)


if __name__ == "__main__":
    main()
