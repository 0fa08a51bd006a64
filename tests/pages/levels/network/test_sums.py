"""Level 4: sums add up as they are shown, for whoever takes a calculator."""

import re

import pytest

from pages.levels.network import sums
from pages.levels.network.see import seeing_figures
from tests.pages.driver import numbers, opened


def calculated(text: str) -> tuple[float, str]:
    """What a calculator makes of the left side, and the right side as it is shown."""
    left, _, shown = text.replace("\u2212", "-").replace("\u00b7", "*").replace("\u00f7", "/").rpartition(" = ")
    assert re.fullmatch(r"[-+*/(). 0-9]+", left)
    return eval(left), shown  # noqa: S307


@pytest.mark.parametrize(
    "text",
    [
        sums.weighed([("+", 0.70310, -0.13249), ("\u2212", 0.71108, -1.57049)]),
        sums.weighed([("+", 0.00004, 0.5), ("+", 0.99996, 2.11115), ("+", 0.1, -0.99995)]),
        sums.parted(0.12345, 0.86603, -1.23456, 0.5),
        sums.parted(0.12345, 0.99875, -1.23456, 0.05),
    ],
)
def test_a_sum_is_that_of_the_numbers_that_stand_there(text):
    made, shown = calculated(text)
    assert f"{made + 0.0:.3f}" == shown or abs(made - float(shown)) < 0.000501


@pytest.mark.usefixtures("tiny_engine")
@pytest.mark.parametrize("pixel", ["32.30", "0.0"])
def test_the_sums_of_guess_the_noise_add_up_and_end_where_the_network_ends(pixel):
    app = opened("level-4", {"moment": "seeing.10", "denoise.pixel": pixel})
    rows, found = numbers(app, "denoise.seeing", "red"), seeing_figures.guesses(3, False)
    x, y = map(int, pixel.split("."))
    for label, truth in (("picture", found.x0), ("noise \u03b5", found.eps)):
        (texts,) = [texts for name, texts in rows.items() if name.startswith(label)]
        for text, exact in zip(texts, truth[:, 0, y, x].tolist(), strict=True):
            made, shown = calculated(text)
            assert abs(made - float(shown)) < 0.000501 and float(shown) == pytest.approx(exact, abs=2e-3)
