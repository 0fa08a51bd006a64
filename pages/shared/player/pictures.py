"""Tracks that are pictures: frames, a wall of windows, specks, and the mixture that the browser computes."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

import numpy as np

from pages.shared.player.convert import ArrayLike, channels_last, to_bytes, to_numpy
from pages.shared.player.track import Track, float32, one_of, scaled

U16 = 65535


@dataclass(frozen=True, eq=False)
class Pictures(Track):
    """A picture a frame.

    pixels: (F, H, W, C) numpy or (F, C, H, W) torch, C 1 or 3; uint8, or floats in [-1, 1] (clipped for display).
    One picture without the F stands still. Where values were clipped, a readout says "≤−1" or "≥1".
    exact: ((x, y), values), what the readout says at this pixel, beyond the screen's 256 steps: values (F, C).
    since: the frame at which it comes: until then its place is empty, a dashed frame with a "?".
    sign, times: as a term of the sum that makes the first track: "=", "+" or "−", and its factor in each frame
    ("0.12 ×"); terms stand one below the other beside that track.
    """

    pixels: ArrayLike
    _: KW_ONLY
    exact: tuple[tuple[int, int], ArrayLike] | None = None
    since: int = 0
    sign: str = ""
    times: Sequence[str] = ()
    kind: ClassVar[str] = "pictures"

    def spec(self) -> dict[str, Any]:
        values = to_numpy(self.pixels)
        clipped = values.dtype != np.uint8 and bool(np.abs(values).max() > 1)
        shown = {"clipped": clipped, "exact": self.exact and self.exact[0]} | (
            {"since": self.since} if self.since else {}
        )
        return super().spec() | shown | ({"sign": self.sign, "times": list(self.times)} if self.sign else {})

    def arrays(self) -> dict[str, np.ndarray]:
        pixels = to_bytes(self.pixels)
        found = _told_once(pixels if pixels.ndim == 4 else pixels[None])
        return found | ({"exact": float32(self.exact[1])} if self.exact else {})

    @property
    def frames(self) -> int:
        return len(self.pixels) if to_numpy(self.pixels).ndim == 4 else 1


@dataclass(frozen=True, eq=False)
class Mixture(Track):
    """x = a · A + b · B, computed in the browser: a forward process is two pictures and a table.

    first, second: A and B, floats (H, W, C) numpy or (C, H, W) torch, shown as (x + 1) · 127.5; table: (F, 2), the
    (a, b) of each frame. Values stay unclipped; only the display clips. store: "float32", or "int16" for half the
    bytes at a precision of max|x| / 32767.
    """

    first: ArrayLike
    second: ArrayLike
    table: ArrayLike
    _: KW_ONLY
    store: str = "float32"
    kind: ClassVar[str] = "mixture"

    def __post_init__(self) -> None:
        super().__post_init__()
        one_of("store", self.store, ("float32", "int16"))
        if to_numpy(self.first).shape != to_numpy(self.second).shape:
            raise ValueError("Only two pictures of one size can be mixed.")

    def arrays(self) -> dict[str, np.ndarray]:
        both = np.stack([channels_last(self.first), channels_last(self.second)])
        table = float32(self.table)
        if self.store == "float32":
            return {"parts": float32(both), "table": table}
        unit = max(float(np.abs(both).max()), 1e-12) / 32767
        return {"parts": np.rint(both / unit).astype(np.int16), "table": float32(table * unit)}

    @property
    def frames(self) -> int:
        return len(self.table)


@dataclass(frozen=True, eq=False)
class Still(Track):
    """One picture whose values are read exactly, also those that the display clips (pure noise, say).

    picture: floats (H, W, C) numpy or (C, H, W) torch, shown as (x + 1) · 127.5.
    """

    picture: ArrayLike
    kind: ClassVar[str] = "mixture"

    def arrays(self) -> dict[str, np.ndarray]:
        return {"parts": float32(channels_last(self.picture))[None], "table": np.array([[1, 0]], np.float32)}


@dataclass(frozen=True, eq=False)
class Windows(Track):
    """A wall of small pictures, each as bright in every frame as it says: N pictures once, and a number a frame.

    pixels: (N, h, w, 3) numpy or (N, 3, h, w) torch, as in Pictures; light: (F, N) in [0, 1], of the screen's light.
    """

    pixels: ArrayLike
    light: ArrayLike
    kind: ClassVar[str] = "windows"

    def __post_init__(self) -> None:
        super().__post_init__()
        if to_numpy(self.light).shape[1] != len(self.pixels):
            raise ValueError("Each window has, in every frame, one light.")

    def arrays(self) -> dict[str, np.ndarray]:
        return {"pixels": to_bytes(self.pixels), "light": scaled(self.light, 255, np.uint8)}

    @property
    def frames(self) -> int:
        return len(self.light)


@dataclass(frozen=True, eq=False)
class Particles(Track):
    """Specks in a box, with a shade beneath them.

    positions: (F, N, 2) as (x, y) in [0, 1], y pointing down, sent as uint16 (a uint16 array is taken as it is).
    groups: (N,) small integers, an index into `colours` (roles) for each speck.
    shade: (F, h, w) amount of ink in [0, 1] (or uint8), painted in the track's role, or (F, h, w, 3) uint8 colours;
    smooth: whether the shade stands for something without cells, so that none are to be seen.
    aspect: width over height of the box; radius: of a speck, in thousandths of the box's width.
    glass: the box is the water of a glass, with its walls, its bottom and its rim; haze: each speck colours the water
    around it a little; followed: the first so many specks are in the text's colour, larger, each with the path of its
    last `trail` frames.
    """

    positions: ArrayLike
    _: KW_ONLY
    groups: ArrayLike | None = None
    colours: Sequence[str] = ("ink",)
    shade: ArrayLike | None = None
    aspect: float = 1.0
    radius: float = 5.0
    opacity: float = 0.8
    smooth: bool = False
    glass: bool = False
    haze: bool = False
    followed: int = 0
    trail: int = 0
    kind: ClassVar[str] = "particles"

    def spec(self) -> dict[str, Any]:
        drawn = {"aspect": self.aspect, "radius": self.radius, "opacity": self.opacity, "colours": list(self.colours)}
        path = {"followed": self.followed, "trail": self.trail}
        return super().spec() | drawn | {"smooth": self.smooth, "glass": self.glass, "haze": self.haze} | path

    def arrays(self) -> dict[str, np.ndarray]:
        found = {"positions": scaled(self.positions, U16, np.uint16)}
        if self.groups is not None:
            found["groups"] = to_numpy(self.groups).astype(np.uint8)
        if self.shade is not None:
            shade = scaled(self.shade, 255, np.uint8)
            found["shade"] = shade if shade.ndim == 4 else shade[..., None]
        return found

    @property
    def frames(self) -> int:
        return len(self.positions)


@dataclass(frozen=True, eq=False)
class Drop(Particles):
    """Specks of a drop that falls where the visitor taps: the browser has that very drop's film without a request.

    positions: (F, N, 2), how far each speck is from the drop's middle, as if there were no walls; the browser adds
    where the drop fell, and folds the way at each wall (`ink.reflect`). Sent as int16, the largest being 32767.
    at: (x, y) in [0, 1], where the drop falls until it is tapped; outline: (M, 2), points around its place, as seen
    from its middle, drawn where it fell; tap: whether it can be tapped, which is reported as a pick, in thousandths.
    """

    at: tuple[float, float] = (0.5, 0.5)
    outline: ArrayLike | None = None
    tap: bool = True
    kind: ClassVar[str] = "drop"
    visitors: ClassVar[tuple[str, ...]] = ("at",)

    def spec(self) -> dict[str, Any]:
        return super().spec() | {"at": list(self.at), "tap": self.tap, "unit": self._unit()}

    def arrays(self) -> dict[str, np.ndarray]:
        found = {"positions": np.rint(to_numpy(self.positions) / self._unit()).astype(np.int16)}
        return found | ({} if self.outline is None else {"outline": float32(self.outline)})

    def _unit(self) -> float:
        return max(float(np.abs(to_numpy(self.positions)).max()), 1e-9) / 32767


def _told_once(pixels: np.ndarray) -> dict[str, np.ndarray]:
    """Frames (F, H, W, C) as the browser gets them: where some are alike, each picture once, and which one when."""
    places: dict[bytes, int] = {}
    order = [places.setdefault(frame.tobytes(), len(places)) for frame in pixels]
    if len(places) == len(pixels):
        return {"pixels": pixels}
    return {"pixels": pixels[[order.index(place) for place in range(len(places))]], "order": np.array(order, np.uint16)}
