"""`make claims`: measure each number that the pages' prose states, and write it to assets/claims.json."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from diffusion_core.common.arguments import machine_options, use_machine
from diffusion_core.common.assets import MODEL, READER
from diffusion_core.common.device import fast_dtype
from diffusion_core.common.files import sha256
from diffusion_core.common.records import print_line
from diffusion_core.evaluation.attribute_reader import load_reader
from diffusion_core.evaluation.claims.lab import Lab
from diffusion_core.evaluation.claims.stated import CLAIMS, RELATIONS, holds, keep_figures, kept_figures
from diffusion_core.networks.weights import is_shipped, load_network


def main() -> None:
    wish = parse_arguments()
    device = use_machine(wish)
    lab = Lab(load_network(wish.weights).to(device, fast_dtype(device)), load_reader(READER, device))
    digest, figures = sha256(wish.weights), kept_figures() if is_shipped(wish.weights) else {}
    for name in names(figures, wish.only, measured=digest if wish.stale else None):
        figures[name] = CLAIMS[name](lab, wish.pictures).record() | {"sha256": digest}
        print_line({name: figures[name]})
        if is_shipped(wish.weights) and not wish.dry_run:
            keep_figures(figures)
    values = {name: row["value"] for name, row in figures.items()}
    known = (name for name, (left, _, other) in RELATIONS.items() if {left, other} <= values.keys())
    broken = [name for name in known if not holds(name, values)]
    print_line({"broken": broken})


def names(figures: Mapping[str, dict], begin: str, *, measured: str | None) -> list[str]:
    """The claims whose names begin so; less those that were measured on the weights of this SHA-256, if it is given."""
    done = {name for name, row in figures.items() if measured is not None and row["sha256"] == measured}
    return [name for name in CLAIMS if name.startswith(begin) and name not in done]


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, parents=[machine_options()])
    parser.add_argument("--weights", type=Path, default=MODEL)
    parser.add_argument("--pictures", type=int, default=192, help="pictures for each figure")
    parser.add_argument("--only", default="", help="measure only the figures whose names begin so; the others stay")
    parser.add_argument("--stale", action="store_true", help="leave out what was measured on these weights already")
    parser.add_argument("--dry-run", action="store_true", help="measure and print, write nothing")
    return parser.parse_args()


if __name__ == "__main__":
    main()
