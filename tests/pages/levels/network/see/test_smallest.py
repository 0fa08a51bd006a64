"""4.1: two guessers, as they were measured; the smallest one by hand keeps its numbers in the address."""

import numpy as np
import pytest
import torch

from diffusion_core.common.assets import MODEL
from diffusion_core.networks.filters import IDENTITY
from diffusion_core.networks.weights import load_network
from pages.levels.network.see import smallest, smallest_figures
from pages.levels.network.see.filter_board import nine_of
from tests.pages.driver import change, messages, opened, sent

PAGE = "level-4"
NINE = "0.1~0.2~0.1~0~0.3~0~-0.5~0~1"


def by_hand(query):
    """The page with the board of nine numbers folded out."""
    return change(opened(PAGE, query), "folds-4-1", smallest.BY_HAND)


@pytest.mark.parametrize("bad", ["", "1~2", "a~b~c~d~e~f~g~h~i", "9~0~0~0~0~0~0~0~0", "nan~0~0~0~0~0~0~0~0", "<b>"])
def test_absurd_numbers_in_the_address_are_no_filter(tiny_engine, bad):
    assert nine_of(bad.split("~")) is None
    assert "smallest.board" not in messages(opened(PAGE, {"smallest.nine": bad}))
    assert sent(by_hand({"smallest.nine": bad}), "smallest.board")[0]["nine"] == list(IDENTITY)


def test_the_address_brings_the_nine_numbers_back_and_folds_them_out(tiny_engine):
    assert sent(opened(PAGE, {"smallest.nine": NINE}), "smallest.board")[0]["nine"] == [
        float(part) for part in NINE.split("~")
    ]


def test_nine_numbers_in_range_are_a_filter():
    assert nine_of(NINE.split("~")) == (0.1, 0.2, 0.1, 0, 0.3, 0, -0.5, 0, 1)
    assert nine_of(None) is None


def test_the_film_goes_from_the_noisy_picture_to_our_network_and_says_how_far_off_each_is(tiny_engine):
    header, arrays = sent(opened(PAGE), "smallest.ladder")
    found = smallest_figures.ladder(13)
    assert header["labels"] == [f"{name} · {off:.0f} shades off" for name, (_, off) in found.items()]
    assert all((shown == made).all() for shown, (made, _) in zip(arrays["0.pixels"], found.values(), strict=True))
    assert header["frames"] == 3 and header["autoplay"]


def test_the_nine_numbers_learn_what_was_measured(tiny_engine):
    board, lesson = sent(by_hand({}), "smallest.board")[0]["lesson"], smallest_figures.learning(13, IDENTITY)
    assert board[0] == list(IDENTITY) and np.abs(np.subtract(board[-1], lesson.nine[-1])).max() < 1e-3
    assert lesson.errors[-1] < 0.7 * lesson.errors[0]


def test_the_network_does_better_than_any_nine_numbers(engine_of):
    engine_of(MODEL)
    for seed in (0, 13, 40):
        noisy, best, whole = (error for _, error in smallest_figures.ladder(seed).values())
        assert noisy > best > whole
    assert sum(part.numel() for part in load_network().parameters()) > 2_000_000, "millions of numbers"


def test_the_u_net_sees_the_whole_picture():
    x, network = torch.randn(1, 3, 64, 64, generator=torch.Generator().manual_seed(0)), load_network()
    changed = x.clone()
    changed[..., 63, 63] += 5
    with torch.inference_mode():
        one, other = (network(each, torch.zeros(1), network.reader.read([""])) for each in (x, changed))
    assert (one - other)[..., 0, 0].abs().max() > 1e-4


def test_a_u_net_is_hundreds_of_thousands_of_such_filters():
    layers = [module for module in load_network().modules() if isinstance(module, torch.nn.Conv2d)]
    filters = sum(layer.in_channels * layer.out_channels for layer in layers if layer.kernel_size == (3, 3))
    assert 200_000 < filters < 1_000_000
