"""Specks of ink in a glass as a picture, for a room in which no film is shown yet."""

import numpy as np
from PIL import Image, ImageDraw

SIDE, LARGER = 320, 3
"""Pixels of the picture; how much larger it is drawn, so that its specks are round."""
WATER, INK, WALL = "#eef5fa", "#22406e", "#9db4c6"


def glass(specks: np.ndarray, *, radius: float) -> np.ndarray:
    """specks: (N, 2) as (x, y) in [0, 1]; radius: of one, in thousandths of its width.

    Returns (SIDE, SIDE, 3) uint8.
    """
    side = SIDE * LARGER
    whole = Image.new("RGB", (side, side), WATER)
    pen = ImageDraw.Draw(whole)
    reach = side * radius / 1000
    for x, y in side * specks:
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=INK)
    pen.rectangle((0, 0, side - 1, side - 1), outline=WALL, width=2 * LARGER)
    return np.asarray(whole.resize((SIDE, SIDE), Image.Resampling.LANCZOS))
