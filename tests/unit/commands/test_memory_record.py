"""The record of memory in assets belongs to its files, and a smaller sample says the same."""

import pytest
import torch

from diffusion_core.common.files import read_tensors, sha256
from diffusion_core.common.records import read_record
from diffusion_core.common.statistics import share
from diffusion_core.data.lone_critters import draw_lone, to_floats
from diffusion_core.evaluation.copying import is_copy, nearest_two
from diffusion_core.evaluation.lone_reader import LoneReader, blank_reader, exam, named
from diffusion_core.evaluation.memory_figures import draw_from_noise
from diffusion_core.evaluation.memory_tables import TABLES, filled
from diffusion_core.networks.weights import load_network
from diffusion_core.training.memory_grid import CELLS, Cell
from diffusion_core.training.memory_run import MEMORY, PAGE, MemoryRun

RECORD = read_record(MEMORY / "memory.json")
SHIPPED = [cell for cell in CELLS if f"{cell.name}.safetensors" in RECORD["files"]]
FEW = 32


@pytest.fixture(scope="module")
def reader() -> LoneReader:
    reader = blank_reader(0)
    reader.load_state_dict(read_tensors(MEMORY / "reader.safetensors")[1])
    return reader.eval()


def drawings(cell: Cell) -> torch.Tensor:
    return draw_from_noise(load_network(MEMORY / f"{cell.name}.safetensors"), range(10_000, 10_000 + FEW))


def agree(sample: list[float], recorded: list[float]) -> bool:
    """Whether two 95 % intervals overlap."""
    return sample[0] <= recorded[1] and recorded[0] <= sample[1]


def test_the_record_names_exactly_its_files() -> None:
    assert {path.name for path in MEMORY.iterdir()} == {"memory.json", *RECORD["files"]}
    for name, digest in RECORD["files"].items():
        assert sha256(MEMORY / name) == digest, name


def test_the_record_stays_small() -> None:
    assert sum(path.stat().st_size for path in MEMORY.iterdir()) <= 6_000_000


def test_the_record_was_made_by_the_settings_of_the_command() -> None:
    run = MemoryRun()
    assert RECORD["states"] == list(run.states)
    assert RECORD["drawings"]["pictures"] == run.pictures
    assert {name: row["first"] for name, row in RECORD["cells"].items()} == {c.name: c.numbers.start for c in CELLS}
    assert RECORD["planting"]["odd"] == {odd.photograph: odd._asdict() for odd in run.planting.odd}


def test_the_page_shows_the_record() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert filled(text, RECORD) == text
    assert all(f"<!-- {name} -->" in text for name in TABLES)


def test_the_reader_names_drawings_and_no_blends(reader: LoneReader) -> None:
    found = exam(reader, 256)
    assert found["drawn_right"].value > 0.98
    assert found["blends_named"].value < 0.02


def of_both(size: int, lessons: int, *names: str) -> float:
    """The mean of both twins' shares."""
    found = [RECORD["figures"][f"drawn {size}{twin} {lessons}"] for twin in "ab"]
    for name in names:
        found = [one[name] for one in found]
    return sum(one["value"] for one in found) / 2


def test_the_grid_is_whole() -> None:
    run = MemoryRun()
    for cell in CELLS:
        assert RECORD["cells"][cell.name]["lessons"] == run.states[-1] >= 500_000
        for state in run.states:
            assert {f"drawn {cell.name} {state}", f"guesses {cell.name} {state}"} <= set(RECORD["figures"])
            assert f"twins {cell.size} {state}" in RECORD["figures"]


def test_the_largest_draw_well() -> None:
    assert of_both(32_000, 512_000, "named") >= 0.95


def test_the_smallest_copy_and_the_next_begin_later() -> None:
    copied = {
        size: [of_both(size, state, "copies", "pixels") for state in RECORD["states"]] for size in (8, 64, 512, 32_000)
    }
    assert copied[8][-1] > 0.95 and copied[64][-1] > 0.9 and copied[512][-1] == copied[32_000][-1] == 0
    begins = {size: next(place for place, share in enumerate(copied[size]) if share > 0.05) for size in (8, 64)}
    assert begins[8] < begins[64]


@pytest.mark.parametrize("cell", SHIPPED, ids=lambda cell: cell.name)
def test_the_networks_in_assets_draw_as_recorded(cell: Cell, reader: LoneReader) -> None:
    figures = RECORD["figures"][f"drawn {cell.name} {RECORD['cells'][cell.name]['lessons']}"]
    pictures = to_floats(drawings(cell))
    assert agree(share(named(reader.read(pictures)[0])).record()["interval"], figures["named"]["interval"])
    if cell.size == 8:
        taught = to_floats(draw_lone(torch.tensor(cell.numbers)))
        copied = share(is_copy(nearest_two(pictures, taught)[1]))
        assert agree(copied.record()["interval"], figures["copies"]["pixels"]["interval"])
