"""The network on its way from blank to finished: the small copies that ship.

`make train` keeps a copy of the average after 10,000, 30,000, 100,000 and 300,000 pictures, in half precision. `make
snapshots` writes each in half of the size (`weights.save_int8`). The blank network needs no file: its seed makes it
again.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from diffusion_core.common.assets import MODEL, SNAPSHOTS_FOLDER
from diffusion_core.common.files import read_tensors
from diffusion_core.networks.layers import fast_layout
from diffusion_core.networks.unet import UNet
from diffusion_core.networks.weights import load_network
from diffusion_core.training.loop import TrainConfig, blank_network

MOST = 4
BLANK = "blank"


def snapshots(folder: Path = SNAPSHOTS_FOLDER) -> dict[int, Path]:
    """The files there are, by how many pictures each network has seen, fewest first."""
    return {int(path.stem): path for path in sorted(folder.glob("*.safetensors"), key=pictures_of)}


def name_of(pictures: int) -> str:
    """What the engine calls the network that has seen so many pictures."""
    return f"after {pictures}" if pictures else BLANK


def loaders(finished: Path = MODEL, folder: Path = SNAPSHOTS_FOLDER) -> dict[str, Callable[[], UNet]]:
    """For the engine: how to get the blank network and each snapshot, by name. finished: where the plan stands."""
    found: dict[str, Callable[[], UNet]] = {BLANK: partial(blank_like, finished)}
    return found | {name_of(pictures): partial(load_network, path) for pictures, path in snapshots(folder).items()}


def blank_like(finished: Path) -> UNet:
    """The network as it was before its first picture. Raises NoWeights where there is no file to read the plan from."""
    return fast_layout(blank_network(load_network(finished).config, TrainConfig.seed)).eval().requires_grad_(False)


def seen_by(path: Path) -> int:
    """How many pictures the network in a file has seen, by its notes; 0 where they do not say. Raises NoWeights."""
    return int(read_tensors(path)[0].get("pictures", 0))


def pictures_of(path: Path) -> int:
    """How many pictures a file's network has seen, by its name. Raises ValueError for a name without a number."""
    return int(path.stem.rpartition("-")[2])
