"""`make snapshots ARGS=RUN`: small copies to ship of the network on its way, out of the folder of a training."""

import argparse
from pathlib import Path

from diffusion_core.common.assets import SNAPSHOTS_FOLDER
from diffusion_core.common.files import read_tensors
from diffusion_core.networks.weights import load_network, save_int8
from diffusion_core.training.snapshots import MOST, pictures_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="the folder of a run, with its snapshot-<pictures>.safetensors")
    parser.add_argument("--into", type=Path, default=SNAPSHOTS_FOLDER)
    wish = parser.parse_args()
    for path in convert(wish.run, wish.into):
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


def convert(run: Path, into: Path = SNAPSHOTS_FOLDER) -> list[Path]:
    """Write the first MOST snapshots of a run in the small format, named by the pictures they have seen."""
    made = []
    for source in sorted(run.glob("snapshot-*.safetensors"), key=pictures_of)[:MOST]:
        network, (notes, _) = load_network(source), read_tensors(source)
        target = into / f"{pictures_of(source)}.safetensors"
        save_int8(target, network, {name: text for name, text in notes.items() if name != "plan"})
        made.append(target)
    return made


if __name__ == "__main__":
    main()
