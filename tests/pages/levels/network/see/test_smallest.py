"""4.1 on the page: the board keeps its numbers in the address, and what is learnt is stated as it was measured."""

import numpy as np
import pytest
import torch

from diffusion_core.common.assets import MODEL
from diffusion_core.networks.filters import IDENTITY, blank_filters
from diffusion_core.networks.weights import load_network
from pages.levels.network.see import smallest_figures
from pages.levels.network.see.filter_board import nine_of
from tests.pages.driver import bet, cards, opened, sent, verdict, words

PAGE = "level-4"
NINE = "0.1~0.2~0.1~0~0.3~0~-0.5~0~1"


@pytest.mark.parametrize("bad", ["", "1~2", "a~b~c~d~e~f~g~h~i", "9~0~0~0~0~0~0~0~0", "nan~0~0~0~0~0~0~0~0", "<b>"])
def test_absurd_numbers_in_the_address_are_no_filter(tiny_engine, bad):
    assert nine_of(bad.split("~")) is None
    assert sent(opened(PAGE, {"smallest.nine": bad}), "smallest.board")[0]["nine"] == list(IDENTITY)


def test_the_address_brings_the_nine_numbers_back(tiny_engine):
    assert sent(opened(PAGE, {"smallest.nine": NINE}), "smallest.board")[0]["nine"] == [
        float(part) for part in NINE.split("~")
    ]


def test_nine_numbers_in_range_are_a_filter():
    assert nine_of(NINE.split("~")) == (0.1, 0.2, 0.1, 0, 0.3, 0, -0.5, 0, 1)
    assert nine_of(None) is None


def test_the_bet_is_settled_by_what_least_squares_takes_away(tiny_engine):
    page = opened(PAGE)
    assert sent(page, "smallest.board")[0]["lesson"] == [], "nothing is learnt before the bet"
    bet(page, "smallest.share", "Nearly all of it")
    said = words(page)
    assert cards(page)["smallest.share"]["right"] == "About half of it"
    assert f"**{100 * smallest_figures.removed(13):.0f} %**" in verdict(page, "smallest.share")
    header = sent(page, "smallest.board")[0]
    assert header["turn"] == 1 and header["lesson"][0] == list(IDENTITY)
    assert np.abs(np.subtract(header["lesson"][-1], smallest_figures.learning(13, IDENTITY).nine[-1])).max() < 1e-3
    assert f"off by {smallest_figures.average_off(13):.1f}" in said
    learnt = smallest_figures.learning(13, IDENTITY).errors[-1]
    assert 0 < smallest_figures.average_off(13) - learnt < 1, "learning ends where averaging stands"
    for seed in range(12):
        assert 0.4 < smallest_figures.removed(seed) < 0.68, "the question's key holds for other pictures too"


def test_more_filters_do_better_and_the_network_best(engine_of):
    engine_of(MODEL)
    best, ten, whole = (error for _, error in smallest_figures.ladder(13).values())
    assert best > ten > whole


def test_ten_filters_see_five_by_five_pixels_and_the_u_net_the_whole_picture():
    x = torch.randn(1, 3, 64, 64, generator=torch.Generator().manual_seed(0), requires_grad=True)
    blank_filters(0)(x)[0, 0, 32, 32].backward()
    seen = x.grad.abs().sum((0, 1)) > 0
    assert seen.sum() <= 25 and not seen[:30].any() and not seen[35:].any()
    assert not seen[:, :30].any() and not seen[:, 35:].any()
    network = load_network()
    changed = x.detach().clone()
    changed[..., 63, 63] += 5
    with torch.inference_mode():
        one, other = (network(each, torch.zeros(1), network.reader.read([""])) for each in (x.detach(), changed))
    assert (one - other)[..., 0, 0].abs().max() > 1e-4


def test_a_u_net_is_hundreds_of_thousands_of_such_filters():
    layers = [module for module in load_network().modules() if isinstance(module, torch.nn.Conv2d)]
    filters = sum(layer.in_channels * layer.out_channels for layer in layers if layer.kernel_size == (3, 3))
    assert 200_000 < filters < 1_000_000
