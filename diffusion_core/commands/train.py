"""`make train`: train the network on the critters, from nothing or from where the last run stopped."""

import argparse
import shutil
import tempfile
from collections import deque
from pathlib import Path

import torch

from diffusion_core.common.arguments import machine_options, use_machine
from diffusion_core.common.assets import LOG, MODEL
from diffusion_core.common.records import print_line
from diffusion_core.data.critters import VOCABULARY
from diffusion_core.data.training_set import load_training_set
from diffusion_core.evaluation.card import write_card
from diffusion_core.networks.unet import UNetConfig, count_parameters
from diffusion_core.networks.weights import save_int8, save_network
from diffusion_core.training.loop import GrowingPictures, TrainConfig, compile_network, train
from diffusion_core.training.run_files import PLAN, notes, resume, run


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
    config = TrainConfig(pictures=wish.pictures, batch=wish.batch, rate=wish.rate)
    plan = UNetConfig(VOCABULARY, channels=tuple(wish.channels))
    device = use_machine(wish)
    state = resume(wish.folder / "checkpoint.safetensors", wish.start, config, device, plan)
    if wish.compile or (wish.compile is None and device.type == "cuda"):
        compile_network(state.network)
    drawn = load_training_set(wish.folder, size=wish.set)
    data = GrowingPictures(drawn, wish.small)
    if not leads:
        deque(train(state, data, config), maxlen=0)
        return
    print(f"{count_parameters(state.network) / 1e6:.2f} M parameters, {len(drawn)} pictures, from {state.pictures}")
    run(state, data, config, wish.folder, wish.every, tell=print_line)
    digest = save_network(wish.folder / "average.safetensors", state.average, notes(state))
    if wish.ship:
        digest = save_int8(MODEL, state.average, notes(state))
        shutil.copyfile(wish.folder / "log.jsonl", LOG)
        write_card()
    print_line({"pictures": state.pictures, "steps": state.steps, "sha256": digest})


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, parents=[machine_options()])
    parser.add_argument("--pictures", type=int, default=TrainConfig.pictures, help="how many pictures to see in all")
    parser.add_argument("--batch", type=int, default=TrainConfig.batch)
    parser.add_argument("--rate", type=float, default=TrainConfig.rate, help="the highest learning rate")
    parser.add_argument("--small", type=int, default=8_000, help="see so many pictures in half size first: 32 × 32")
    parser.add_argument("--channels", type=int, nargs=3, default=PLAN.channels, help="of the three grids, finest first")
    parser.add_argument("--set", type=int, default=None, help="train on so many pictures only, again and again")
    parser.add_argument(
        "--compile", action=argparse.BooleanOptionalAction, default=None, help="torch.compile; unsaid: on cuda"
    )
    parser.add_argument("--processes", type=int, default=1, help="processes that share each batch")
    parser.add_argument("--folder", type=Path, default=Path("runs/critters"), help="where the run keeps its files")
    parser.add_argument("--every", type=float, default=180, help="seconds between two checkpoints")
    parser.add_argument("--start", type=Path, default=None, help="weights to go on from instead of a blank network")
    parser.add_argument(
        "--ship", action=argparse.BooleanOptionalAction, default=True, help="put the result into assets"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
