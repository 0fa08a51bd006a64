"""From what the core computes to what a screen shows."""

from typing import Any, TypeAlias

import numpy as np

ArrayLike: TypeAlias = Any
"""A numpy array (pictures channel-last) or a torch tensor on any device (pictures channel-first)."""


def to_numpy(x: ArrayLike) -> np.ndarray:
    """A numpy array of the same values, off the device and out of the graph."""
    return np.asarray(x.detach().cpu().numpy() if hasattr(x, "detach") else x)


def channels_last(x: ArrayLike) -> np.ndarray:
    """Pictures as (…, H, W, C), C being 1 or 3.

    Torch tensors come as (…, C, H, W), numpy arrays as (…, H, W, C), as is the habit of each. Raises ValueError
    when there is no such C.
    """
    array = to_numpy(x)
    if hasattr(x, "detach") and array.ndim >= 3:
        array = np.moveaxis(array, -3, -1)
    if array.ndim < 3 or array.shape[-1] not in (1, 3):
        raise ValueError(f"A picture has 1 or 3 channels; this has the shape {tuple(to_numpy(x).shape)}.")
    return array


def to_bytes(x: ArrayLike) -> np.ndarray:
    """Pictures in [-1, 1] as uint8 (…, H, W, C): 255 levels around (x + 1) · 127.5, clipped for the screen only.

    uint8 passes unchanged. Shapes as in channels_last.
    """
    pictures = channels_last(x)
    if pictures.dtype == np.uint8:
        return pictures
    return np.clip(np.rint((pictures.astype(np.float64) + 1) * 127.5), 0, 255).astype(np.uint8)


def tile(pictures: ArrayLike, *, columns: int = 4, gap: int = 0) -> np.ndarray:
    """B pictures as one sheet, row by row, so that they can be shown or streamed as one.

    pictures: (B, H, W, C) or torch (B, C, H, W), as in to_bytes. Returns uint8 (rows · H, columns · W, C), with
    `gap` white pixels between neighbours and empty places white.
    """
    cells = to_bytes(pictures)
    count, height, width, channels = cells.shape
    rows = -(-count // columns)
    sheet = np.full((rows * (height + gap) - gap, columns * (width + gap) - gap, channels), 255, np.uint8)
    for index, cell in enumerate(cells):
        top, left = index // columns * (height + gap), index % columns * (width + gap)
        sheet[top : top + height, left : left + width] = cell
    return sheet
