"""`make noisy-reader`: teach the reader of noisy pictures, and measure it."""

import argparse
import math
import time

from diffusion_core.common.arguments import machine_options, use_machine
from diffusion_core.common.assets import NOISY_READER, NOISY_READER_RECORD
from diffusion_core.common.files import sha256
from diffusion_core.common.records import print_line, read_record, write_record
from diffusion_core.evaluation.noisy_reader import (
    CHANCE,
    blank_noisy_reader,
    load_noisy_reader,
    measure,
    save_noisy_reader,
    teach,
)


def main() -> None:
    wish = parse_arguments()
    device, began, losses = use_machine(wish), time.time(), []
    reader = blank_noisy_reader() if wish.pictures else load_noisy_reader()
    for taught in teach(reader.to(device), pictures=wish.pictures) if wish.pictures else ():
        losses.append(taught.loss)
        if len(losses) % 100 == 0:
            print(
                f"{taught.pictures} pictures, {time.time() - began:.0f} s, loss {sum(losses[-100:]) / 100:.3f}",
                flush=True,
            )
        assert math.isfinite(taught.loss)
    reader.cpu().eval()
    if wish.pictures:
        save_noisy_reader(NOISY_READER, reader)
    record = {
        "sha256": sha256(NOISY_READER),
        "command": "make noisy-reader",
        "pictures": wish.pictures or read_record(NOISY_READER_RECORD)["pictures"],
        "chance": CHANCE,
        "right": measure(reader, wish.exam),
    }
    write_record(NOISY_READER_RECORD, record)
    print_line(record)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, parents=[machine_options()])
    parser.add_argument("--pictures", type=int, default=200_000, help="pictures to learn from; 0 only measures again")
    parser.add_argument("--exam", type=int, default=600, help="pictures for each noise level of the exam")
    return parser.parse_args()


if __name__ == "__main__":
    main()
