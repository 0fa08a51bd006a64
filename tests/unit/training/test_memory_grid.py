"""The ten networks' lessons: disjoint sets, an even count, and a training that survives being killed."""

from pathlib import Path

import pytest
import torch

from diffusion_core.common.files import read_tensors
from diffusion_core.common.randomness import generator
from diffusion_core.data.lone_critters import ANIMALS, codes_of, draw_lone, load_lone, to_bytes, to_floats
from diffusion_core.networks.lone_net import PLAN, guess_picture, picture_denoiser
from diffusion_core.process.prediction import alpha_sigma
from diffusion_core.training.loop import blank_network
from diffusion_core.training.memory_grid import (
    CELLS,
    COUNTS,
    LEAST,
    Cell,
    checkpoint_path,
    pack_checkpoint,
    picture_loss,
    state_path,
    teach,
)

SMALL = (32, 64)


def test_twins_share_no_picture_and_small_sets_are_parts_of_large_ones() -> None:
    numbers = {cell: set(cell.numbers) for cell in CELLS}
    for cell in CELLS:
        twin = next(other for other in CELLS if other.size == cell.size and other != cell)
        assert len(numbers[cell]) == cell.size
        assert not numbers[cell] & numbers[twin]
        assert numbers[cell] <= numbers[Cell(32_000, cell.twin)]


def test_twins_are_taught_one_after_the_other_so_that_an_early_stop_leaves_whole_pairs() -> None:
    assert [cell.twin for cell in CELLS] == ["a", "b"] * 5
    assert [a.size for a in CELLS[::2]] == [b.size for b in CELLS[1::2]]
    assert {cell.size for cell in CELLS} == set(COUNTS)


def test_a_lone_critter_is_the_same_in_any_batch() -> None:
    alone, among = draw_lone(torch.tensor([100_003])), draw_lone(torch.arange(100_000, 100_006))
    assert torch.equal(alone[0], among[3])
    assert alone.shape == (1, 3, 32, 32)


def test_animals_and_colours_are_drawn_evenly_and_apart() -> None:
    codes = codes_of(torch.arange(16_000))
    counts = torch.bincount(codes[:, 0] * len(ANIMALS) + codes[:, 1], minlength=16)
    assert counts.min() > 850 and counts.max() < 1150


def test_bytes_and_floats_convert_back_and_forth(tmp_path: Path) -> None:
    pictures = load_lone(tmp_path, range(7, 10))
    assert torch.equal(to_bytes(to_floats(pictures)), pictures)
    assert torch.equal(load_lone(tmp_path, range(7, 10)), draw_lone(torch.arange(7, 10)))


def test_a_training_that_was_killed_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    cell = Cell(8, "b")
    whole, torn = tmp_path / "whole", tmp_path / "torn"
    for _ in teach(cell, whole, until=64, states=SMALL, batch=16):
        pass
    lessons = teach(cell, torn, until=64, states=SMALL, batch=16, every=0.0)
    for _ in range(3):
        next(lessons)
    lessons.close()
    for _ in teach(cell, torn, until=64, states=SMALL, batch=16):
        pass
    once, twice = (read_tensors(state_path(folder, cell, 64))[1] for folder in (whole, torn))
    assert all(torch.equal(once[name], twice[name]) for name in once)


def test_a_packed_checkpoint_goes_on_and_warms_up_again(tmp_path: Path) -> None:
    cell, there, here = Cell(8, "a"), tmp_path / "there", tmp_path / "here"
    for state in teach(cell, there, until=32, states=SMALL, batch=16):
        before = state
    here.mkdir()
    pack_checkpoint(checkpoint_path(there, cell), checkpoint_path(here, cell))
    assert checkpoint_path(here, cell).stat().st_size < 0.3 * checkpoint_path(there, cell).stat().st_size
    after = next(teach(cell, here, until=64, states=SMALL, batch=16))
    assert (after.pictures, after.steps, after.blank_until) == (48, 3, 32)
    moved = (after.average.stem.weight - before.average.stem.weight).abs().max()
    assert moved < 1e-2


def test_twins_begin_differently(tmp_path: Path) -> None:
    a, b = (next(teach(Cell(8, twin), tmp_path, until=32, states=SMALL, batch=16)).average for twin in "ab")
    assert not torch.equal(a.stem.weight, b.stem.weight)


def test_a_training_stops_where_it_is_told_to_and_goes_on_later(tmp_path: Path) -> None:
    cell = Cell(8, "a")
    assert [state.pictures for state in teach(cell, tmp_path, until=32, states=SMALL, batch=16)] == [16, 32]
    assert not list(teach(cell, tmp_path, until=32, states=SMALL, batch=16))
    assert [state.pictures for state in teach(cell, tmp_path, until=64, states=SMALL, batch=16)] == [48, 64]


def test_an_error_of_the_picture_counts_one_over_sigma_but_at_most_ten_times() -> None:
    x0 = torch.zeros(64, 3, 32, 32)

    class OffByNoise:
        def __call__(self, x: torch.Tensor, log_snr: torch.Tensor, context: object) -> torch.Tensor:
            _, sigma = alpha_sigma(log_snr, x)
            return (0.5 * sigma.clamp(min=LEAST)).expand_as(x)

    loss = picture_loss(OffByNoise(), x0, torch.zeros(64, 17), generator(0))  # type: ignore[arg-type]
    assert loss.item() == pytest.approx(0.25, rel=1e-5)


def test_the_network_answers_the_picture_and_its_guess_is_clipped() -> None:
    network = blank_network(PLAN, 0)
    torch.nn.init.constant_(network.out.bias, 3.0)
    x, level = torch.randn(2, 3, 32, 32, generator=generator(0)), torch.zeros(2, dtype=torch.float64)
    assert torch.allclose(guess_picture(network, x, level), torch.tensor(3.0), atol=1e-4)
    guess = picture_denoiser(network)(x, level)
    assert torch.equal(guess.x0, torch.ones_like(x))
    assert torch.allclose(0.5**0.5 * guess.x0 + 0.5**0.5 * guess.eps, x, atol=1e-5)
