"""`make index`: the index by which the nearest training pictures are found."""

import argparse
from pathlib import Path

import torch

from diffusion_core.common.assets import INDEX
from diffusion_core.common.records import print_line
from diffusion_core.data.critters import training_seeds
from diffusion_core.data.training_set import load_training_set
from diffusion_core.evaluation.nearest import Index, make_index, measure, save_index


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--folder", type=Path, default=Path("runs/critters"), help="where the training pictures are kept"
    )
    parser.add_argument("--tries", type=int, default=96, help="fresh pictures by which the quick search is measured")
    wish = parser.parse_args()
    known = load_training_set(wish.folder)
    pictures = torch.from_numpy(known.pictures[:])
    index = make_index(pictures.split(1024), training_seeds(), {})
    record = measure(index, pictures, first=4_000_000, count=wish.tries)
    save_index(INDEX, Index(**{**vars(index), "record": record}))
    print_line({"pictures": len(known), "bytes": INDEX.stat().st_size, "quick search": record})


if __name__ == "__main__":
    main()
