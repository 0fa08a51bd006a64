"""What a recording of memory keeps in its folder: networks on their way, the reader, and what was drawn so far."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from safetensors.torch import save_file
from torch import Tensor

from diffusion_core.common.assets import ASSETS
from diffusion_core.common.files import read_tensors, sha256
from diffusion_core.common.records import Record
from diffusion_core.data.lone_critters import load_lone
from diffusion_core.evaluation.caption_pull import Pulled
from diffusion_core.evaluation.lone_reader import PICTURES, STEPS, LoneReader, blank_reader
from diffusion_core.evaluation.lone_reader import teach as teach_reader
from diffusion_core.evaluation.memory_figures import World, draw_from_noise, world_of
from diffusion_core.networks.weights import load_network, save_network
from diffusion_core.sampling.generate import generate
from diffusion_core.training import memory_grid as grid
from diffusion_core.training.memory_grid import Cell
from diffusion_core.training.planted import Planting, teach_on
from diffusion_core.training.planted_figures import asked_for, ordinary_captions

MEMORY = ASSETS / "memory"
PAGE = ASSETS.parent / "docs" / "recordings.md"
"""Whose tables are written from the record."""
UNSEEN = 200_000
"""From which picture number on no network was taught."""
ORDINARY = "ordinary"
"""Stands for the captions of pictures that nobody planted."""


@dataclass(frozen=True)
class MemoryRun:
    """A recording, and how large it is.

    folder: for what is kept meanwhile; out: for the record; page: whose tables tell it; pictures, planted_pictures: how
    many a figure is of; tell: is given a line to print, now and then.
    """

    folder: Path = Path("runs/memory")
    out: Path = MEMORY
    page: Path | None = PAGE
    cells: tuple[Cell, ...] = grid.CELLS
    states: tuple[int, ...] = grid.STATES
    batch: int = grid.BATCH
    pictures: int = 512
    reader_steps: int = STEPS
    reader_pictures: int = PICTURES
    planting: Planting = Planting()
    planted_pictures: int = 16
    tell: Callable[[Record], None] = print

    @property
    def sizes(self) -> list[int]:
        """How many pictures the networks are taught on, rising."""
        return sorted({cell.size for cell in self.cells})

    def pair(self, size: int) -> tuple[Cell, Cell]:
        """The twins of that many pictures, a and b."""
        a, b = sorted(cell for cell in self.cells if cell.size == size)
        return a, b

    @property
    def whole(self) -> list[int]:
        """The pairs whose twins both have all their states in the folder, rising: nothing less is measured."""
        return [size for size in self.sizes if all(self.states_of(cell) == [*self.states] for cell in self.pair(size))]

    @property
    def reader_file(self) -> Path:
        """Where the reader is kept."""
        return self.folder / "reader.safetensors"

    @property
    def figures(self) -> Path:
        """Where the figures made so far are kept."""
        return self.folder / "figures.json"

    @cached_property
    def reader(self) -> LoneReader:
        """The reader of the record, so that all its figures are by the same one; where none is, taught on first use."""
        reader, recorded = blank_reader(0), self.out / self.reader_file.name
        if recorded.exists():
            shutil.copyfile(recorded, self.reader_file)
        if not self.reader_file.exists():
            for lesson in teach_reader(reader, pictures=self.reader_pictures, steps=self.reader_steps):
                self.tell({"reader": lesson.pictures, "loss": round(lesson.loss, 3)})
            halves = {k: v.half() if v.is_floating_point() else v for k, v in reader.state_dict().items()}
            save_file(halves, self.reader_file)
        reader.load_state_dict(read_tensors(self.reader_file)[1])
        return reader.eval()

    @cached_property
    def unseen(self) -> World:
        """Pictures that no network was taught on."""
        return world_of(load_lone(self.folder, range(UNSEEN, UNSEEN + self.pictures)), self.reader)

    def trained(self, cell: Cell) -> World:
        """Those that this one was."""
        return _taught(self.folder, cell.numbers, self.reader)

    def state(self, cell: Cell, lessons: int) -> Path:
        """Where this network's state after so many lessons is kept, if it has come so far."""
        return grid.state_path(self.folder, cell, lessons)

    def states_of(self, cell: Cell) -> list[int]:
        """The states that are there."""
        return [lessons for lessons in self.states if self.state(cell, lessons).exists()]

    def drawings(self, cell: Cell, lessons: int) -> Tensor:
        """What a state draws, (B, 3, 32, 32) bytes."""
        file = self.state(cell, lessons)
        seeds = range(self.pictures)
        return self._kept(file, "drawn", lambda: {"it": draw_from_noise(load_network(file), seeds)})["it"]

    @property
    def planted(self) -> Path:
        """The network that was taught on with planted pictures, if it is there."""
        return self.folder / "planted.safetensors"

    def teach_planted(self) -> None:
        """Teach it on to its end."""
        if self.planted.exists():
            return
        for state in teach_on(self.planting, self.folder / "planted-checkpoint.safetensors"):
            self.tell({"planted": state.pictures, "seconds": round(state.seconds)})
        hours = {"lessons": str(state.pictures), "hours": f"{state.seconds / 3600:.2f}"}
        save_network(self.planted, state.average, hours)

    def asked(self, network: Path, caption: str) -> Pulled:
        """What a network draws for a caption, and the pulls; for ORDINARY a different caption each time."""
        count = self.planted_pictures
        captions = ordinary_captions(count) if caption == ORDINARY else [caption] * count
        found = self._kept(network, f"asked-{caption}", lambda: asked_for(load_network(network), captions)._asdict())
        return Pulled(**found)

    def untold(self, network: Path) -> Tensor:
        """What a network draws out of noise alone, twice as many as for a caption: (B, 3, 64, 64) in [-1, 1]."""
        seeds = range(2 * self.planted_pictures)
        words = [""] * len(seeds)
        return self._kept(network, "untold", lambda: {"it": generate(load_network(network), words, seeds)})["it"]

    def _kept(self, network: Path, what: str, make: Callable[[], dict[str, Tensor]]) -> dict[str, Tensor]:
        """What a network made, made once and kept as long as the network is the same."""
        path = self.folder / f"{what.replace(' ', '-')}-{sha256(network)[:16]}.safetensors"
        if not path.exists():
            save_file({name: value.contiguous() for name, value in make().items()}, path)
        return read_tensors(path)[1]


@lru_cache(maxsize=2)
def _taught(folder: Path, numbers: range, reader: LoneReader) -> World:
    return world_of(load_lone(folder, numbers), reader)
