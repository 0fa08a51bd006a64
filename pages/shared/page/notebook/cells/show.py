"""Look at what was made: pictures enlarged, never smoothed; specks as dots; all else by its size."""

import dataclasses

import numpy as np
import torch
from PIL import Image

MOST = 8  # moments of a film


def parts_of(found, name="result"):
    """All arrays in what a function gave back, by their names."""
    if isinstance(found, torch.Tensor):
        found = found.detach().numpy()
    if isinstance(found, np.ndarray):
        yield name, found
    elif dataclasses.is_dataclass(found):
        for field in dataclasses.fields(found):
            yield from parts_of(getattr(found, field.name), field.name)
    elif isinstance(found, dict):
        for key, value in found.items():
            yield from parts_of(value, str(key))
    elif isinstance(found, list | tuple):
        names = getattr(found, "_fields", [f"{name} {i}" for i in range(len(found))])
        for key, value in zip(names, found, strict=True):
            yield from parts_of(value, key)
    elif found is not None:
        print(f"{name}: {found}")


def as_pictures(array):
    """(F, H, W, 3) uint8 of what is pictures or specks; None of all else."""
    if array.ndim >= 3 and array.shape[-3:-2] in ((1,), (3,)) and array.shape[-1] > 3:
        array = np.moveaxis(array, -3, -1)
    if array.ndim >= 3 and array.shape[-1] in (1, 3) and array.shape[-2] > 3:
        frames = array.reshape(-1, *array.shape[-3:])
        if frames.dtype != np.uint8:
            frames = np.rint((np.clip(frames, -1, 1) + 1) * 127.5).astype(np.uint8)
        return frames.repeat(3 // frames.shape[-1], axis=-1)
    if array.ndim == 3 and array.shape[-1] == 2:
        return np.stack([dotted(frame) for frame in array])
    return None


def dotted(specks, side=192):
    """Specks as dots in a box: (side, side, 3) uint8. specks: (N, 2) in [0, 1], or in 65,535ths of the box."""
    places = specks / 65_535 if specks.dtype == np.uint16 else specks
    columns, rows = np.clip(places * side, 0, side - 1).astype(int).T
    box = np.full((side, side, 3), 255, np.uint8)
    for down, right in ((0, 0), (0, 1), (1, 0), (1, 1)):
        box[np.minimum(rows + down, side - 1), np.minimum(columns + right, side - 1)] = (30, 58, 138)
    return box


def shown(frames):
    """Some moments of a film, from its first to its last, side by side."""
    some = frames[np.unique(np.linspace(0, len(frames) - 1, MOST).round().astype(int))]
    strip = np.concatenate(list(some), axis=1)
    times = max(1, 192 // some.shape[1])
    return Image.fromarray(strip).resize((strip.shape[1] * times, strip.shape[0] * times), Image.Resampling.NEAREST)


def show(found):
    for name, array in parts_of(found):
        frames = as_pictures(array)
        print(f"{name}: {' × '.join(map(str, array.shape))}")
        if frames is not None:
            display(shown(frames))  # noqa: F821 - Jupyter has it
