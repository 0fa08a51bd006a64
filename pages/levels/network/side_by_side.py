"""Draw anew: pictures that belong together, on one sheet."""

import numpy as np

from diffusion_core.data.critters import SIZE
from pages.shared.player import tile
from pages.shared.player.convert import ArrayLike


def side_by_side(pictures: ArrayLike) -> np.ndarray:
    """B pictures in two columns with white seams: (rows · 64, 128, 3) uint8. pictures: as in `tile`.

    The seams lie on the pictures' own edges, so that a sheet is as wide as any other picture on the stage.
    """
    sheet = tile(pictures, columns=2)
    for axis in (sheet, sheet.swapaxes(0, 1)):
        for end in range(SIZE, len(axis), SIZE):
            axis[end - 1 : end + 1] = 255
    return sheet
