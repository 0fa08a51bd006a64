"""A card holds the critter, its words and its number, on a sheet of A6."""

import re

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from diffusion_core.data.critters import caption, draw_bytes, scene_of
from pages.shared.handouts.card import A6, TIMES, card, drawn


@pytest.fixture
def picture() -> np.ndarray:
    return draw_bytes([5])[0].permute(1, 2, 0).numpy()


def test_a_card_is_one_page_of_a6_and_the_same_card_is_the_same_file(picture):
    made = card(picture, "a happy red frog", 7)
    assert made.startswith(b"%PDF") and len(re.findall(rb"/Type /Page\b", made)) == 1
    (box,) = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", made)
    assert [float(side) / 72 * 25.4 for side in box] == pytest.approx([105, 148], abs=0.1)
    assert card(picture, "a happy red frog", 7) == made


def test_its_picture_has_square_pixels_that_nothing_smooths(picture):
    (image,) = drawn(picture, "", 0).axes[0].images
    assert np.array_equal(image.get_array()[::TIMES, ::TIMES], picture) and image.get_interpolation() == "none"


@pytest.mark.parametrize("words", ["", "a cat", max((caption(scene_of(n)) for n in range(400)), key=len)])
def test_all_words_fit_on_the_card_below_the_picture_and_apart(picture, words):
    figure = drawn(picture, words, 99_999)
    figure.set_dpi(100)
    renderer = FigureCanvasAgg(figure).get_renderer()
    boxes = [text.get_window_extent(renderer) for text in figure.texts]
    width, height = (100 * side for side in A6)
    assert all(box.x0 > 0 and box.x1 < width and box.y0 > 0 for box in boxes)
    tops = [figure.axes[0].get_window_extent().y0, *(box.y0 for box in boxes[:-1])]
    assert all(box.y1 < top for box, top in zip(boxes, tops, strict=True))
    assert str(99_999) in figure.texts[1].get_text()
