"""Tracks that are charts: histograms, curves with a marker, curves that change, numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, ClassVar

import numpy as np

from pages.shared.player.convert import ArrayLike, to_numpy
from pages.shared.player.track import ROLES, Track, float32, one_of, scaled

DASHES = ("role", "solid", "dashed")
HUES = ("", "red", "green", "blue", "cosine", "linear", "scaled linear", "other")


def hue_of(name: str) -> str:
    """The hue of a schedule, or of a channel, by its name."""
    return name if name in HUES else "other"


@dataclass(frozen=True, eq=False)
class Bars(Track):
    """A histogram a frame, with a curve to compare it with (the bell, say).

    counts: (F, K), not negative; edges: (K + 1,) ascending; reference: (x, y) of M points each, in the same units.
    scale: "all" keeps one height for all frames, "frame" fits each frame; top: that height, when you know better.
    """

    counts: ArrayLike
    edges: ArrayLike
    _: KW_ONLY
    reference: tuple[ArrayLike, ArrayLike] | None = None
    reference_label: str = ""
    x_label: str = ""
    scale: str = "all"
    top: float | None = None
    kind: ClassVar[str] = "bars"

    def __post_init__(self) -> None:
        super().__post_init__()
        one_of("scale", self.scale, ("all", "frame"))
        if len(self.edges) != to_numpy(self.counts).shape[-1] + 1:
            raise ValueError("K bars have K + 1 edges.")

    def spec(self) -> dict[str, Any]:
        words = {"reference_label": self.reference_label, "x_label": self.x_label}
        return super().spec() | words | {"scale": self.scale, "top": self.top}

    def arrays(self) -> dict[str, np.ndarray]:
        found = {"counts": float32(self.counts), "edges": float32(self.edges)}
        if self.reference is not None:
            found["reference"] = np.stack([float32(axis) for axis in self.reference])
        return found

    @property
    def frames(self) -> int:
        return len(self.counts)


@dataclass(frozen=True, eq=False)
class Line:
    """One named line: y, (M,) of Curves or (F, M) of MovingCurves, not a number where there is none.

    dash: "role" is the dash of its role; hue: "" is the colour of its role, else one of HUES.
    """

    name: str
    y: ArrayLike
    role: str = "plain"
    dash: str = "role"
    hue: str = ""

    def __post_init__(self) -> None:
        one_of("role", self.role, ROLES)
        one_of("dash", self.dash, DASHES)
        one_of("hue", self.hue, HUES)

    def spec(self) -> dict[str, str]:
        """The JSON part."""
        return {"name": self.name, "role": self.role, "dash": self.dash, "hue": self.hue}


@dataclass(frozen=True, eq=False)
class Curves(Track):
    """Named lines over one axis, and a marker that moves with the clock.

    x: (M,); at: (F,) where the marker stands in each frame, x itself when left out.
    digits: decimals of the values in the legend; log_y: a logarithmic axis (values above 0);
    y_range: (lowest, highest); trail: draw the lines only up to the marker.
    """

    x: ArrayLike
    lines: Sequence[Line]
    _: KW_ONLY
    at: ArrayLike | None = None
    x_label: str = ""
    y_label: str = ""
    digits: int = 2
    log_y: bool = False
    y_range: tuple[float, float] | None = None
    trail: bool = False
    kind: ClassVar[str] = "curves"

    def __post_init__(self) -> None:
        super().__post_init__()
        if any(len(line.y) != len(self.x) for line in self.lines):
            raise ValueError("Each line has one y for each x.")

    def spec(self) -> dict[str, Any]:
        named = [line.spec() for line in self.lines]
        words = {"lines": named, "x_label": self.x_label, "y_label": self.y_label, "digits": self.digits}
        return super().spec() | words | {"log_y": self.log_y, "y_range": self.y_range, "trail": self.trail}

    def arrays(self) -> dict[str, np.ndarray]:
        at = self.x if self.at is None else self.at
        lines = np.stack([float32(line.y) for line in self.lines])
        return {"x": float32(self.x), "y": lines, "at": float32(at)}

    @property
    def frames(self) -> int:
        return len(self.x if self.at is None else self.at)


@dataclass(frozen=True, eq=False)
class MovingCurves(Track):
    """Named lines over one axis, each with a new shape in every frame: a bell that widens, two crowds that meet.

    x: (M,) rising; lines: each with y (F, M), or (1, M) for one that stands still; at: (F,) where an upright stroke
    stands in each frame, none when left out, and with `speck` a dot on the axis instead; at_name: what the legend calls
    it, nothing when left out; filled: the area under each line is tinted; y_range: (lowest, highest), that of all
    frames when left out.
    """

    x: ArrayLike
    lines: Sequence[Line]
    _: KW_ONLY
    at: ArrayLike | None = None
    at_name: str = ""
    speck: bool = False
    x_label: str = ""
    y_label: str = ""
    y_range: tuple[float, float] | None = None
    filled: bool = False
    kind: ClassVar[str] = "moving"

    def __post_init__(self) -> None:
        super().__post_init__()
        shapes = [to_numpy(line.y).shape for line in self.lines]
        if any(len(shape) != 2 or shape[1] != len(self.x) for shape in shapes):
            raise ValueError("Each line has, in every frame, one y for each x.")
        counts = {shape[0] for shape in shapes} | ({len(self.at)} if self.at is not None else set())
        if len(counts - {1}) > 1:
            raise ValueError(f"Lines over one clock need equally many frames, not {sorted(counts)}.")

    def spec(self) -> dict[str, Any]:
        named = [line.spec() for line in self.lines]
        words = {"lines": named, "at_name": self.at_name, "x_label": self.x_label, "y_label": self.y_label}
        return super().spec() | words | {"y_range": self.y_range, "filled": self.filled, "speck": self.speck}

    def arrays(self) -> dict[str, np.ndarray]:
        found = {f"y{i}": float32(line.y) for i, line in enumerate(self.lines)}
        return found | {"x": float32(self.x)} | ({} if self.at is None else {"at": float32(self.at)})

    @property
    def frames(self) -> int:
        counts = [len(line.y) for line in self.lines] + ([] if self.at is None else [len(self.at)])
        return max(counts)


@dataclass(frozen=True, eq=False)
class Numbers(Track):
    """Values by label: {label: F values}, written with formats[label] ("{:.1f} %"), "{:.2f}" when left out."""

    values: Mapping[str, ArrayLike]
    _: KW_ONLY
    formats: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    kind: ClassVar[str] = "numbers"

    def spec(self) -> dict[str, Any]:
        return super().spec() | {"rows": [self._row(label) for label in self.values]}

    def _row(self, label: str) -> dict[str, Any]:
        pattern = self.formats.get(label, "{:.2f}")
        written = [pattern.format(value).replace("-", "−") for value in to_numpy(self.values[label]).tolist()]
        return {"label": label, "role": self.roles.get(label, "plain"), "texts": written}

    @property
    def frames(self) -> int:
        return max((len(values) for values in self.values.values()), default=1)


@dataclass(frozen=True, eq=False)
class Score(Track):
    """A row for each voice, a column for each frame, a cell the brighter the louder, and a frame at the clock's column.

    values: (R, F) in [0, 1]; rows: the name of each; moments: what each column is called below; picked: the row that
    stands out, None for none; still: all columns in one frame, and no clock.
    """

    values: ArrayLike
    rows: Sequence[str]
    moments: Sequence[str]
    _: KW_ONLY
    x_label: str = ""
    picked: int | None = None
    still: bool = False
    kind: ClassVar[str] = "score"

    def __post_init__(self) -> None:
        super().__post_init__()
        if to_numpy(self.values).shape != (len(self.rows), len(self.moments)):
            raise ValueError("A score has a row for each name and a column for each moment.")

    def spec(self) -> dict[str, Any]:
        words = {"rows": list(self.rows), "moments": list(self.moments), "x_label": self.x_label}
        return super().spec() | words | {"picked": self.picked}

    def arrays(self) -> dict[str, np.ndarray]:
        return {"values": scaled(self.values, 255, np.uint8)}

    @property
    def frames(self) -> int:
        return 1 if self.still else len(self.moments)
