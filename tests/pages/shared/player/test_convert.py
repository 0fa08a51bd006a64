"""Values as bytes: none is lost, and torch and numpy agree."""

import numpy as np
import pytest
import torch

from pages.shared.player import (
    tile,
    to_bytes,
)


def test_each_of_the_256_levels_comes_back_from_its_float():
    levels = np.arange(256).reshape(16, 16, 1)
    np.testing.assert_array_equal(to_bytes(levels / 127.5 - 1), levels)


@pytest.mark.parametrize(("value", "byte"), [(-1, 0), (1, 255), (-3.2, 0), (2.5, 255), (0.1, 140), (-0.1, 115)])
def test_display_clips_at_black_and_white(value, byte):
    assert to_bytes(np.full((1, 1, 3), value, np.float32)).tolist() == [[[byte] * 3]]


def test_torch_pictures_come_channel_first_and_numpy_pictures_channel_last():
    last = np.random.default_rng(0).uniform(-1, 1, (2, 4, 5, 3))
    first = torch.from_numpy(np.moveaxis(last, -1, 1).copy()).requires_grad_()
    np.testing.assert_array_equal(to_bytes(first), to_bytes(last))
    with pytest.raises(ValueError, match="1 or 3 channels"):
        to_bytes(np.zeros((3, 4, 5)))


def test_a_sheet_holds_picture_k_in_row_k_over_columns():
    pictures = np.stack([np.full((2, 3, 1), 10 * k, np.uint8) for k in range(5)])
    sheet = tile(pictures, columns=2, gap=1)
    assert sheet.shape == (3 * 2 + 2, 2 * 3 + 1, 1)
    assert sheet[3, 4, 0] == 30 and sheet[6, 0, 0] == 40
    assert sheet[2, 0, 0] == sheet[0, 3, 0] == sheet[7, 6, 0] == 255
