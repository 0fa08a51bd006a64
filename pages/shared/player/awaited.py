"""The place of what a bet will open: drawn before it, empty, so that nothing jumps and the eye knows where to look."""

from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

from pages.shared.player.charts import Bars, Curves, MovingCurves
from pages.shared.player.convert import to_numpy
from pages.shared.player.track import Track

SIDE = 64
ALT = "empty until you have bet"
SHARES = {"curves": 0.45, "moving": 0.45, "bars": 0.6}
"""Of its width, how high a chart is (curves.js, moving.js, bars.js)."""
USUAL = {"curves": "full", "moving": "full", "bars": "large"}
"""The size of a chart that names none (kinds.js)."""


@dataclass(frozen=True, eq=False)
class Awaited(Track):
    """An empty frame with a quiet "?", made by `place_of_picture` or `place_of_chart`.

    Of a picture, cells: how many pixels it will be wide, aspect: its width over its height, and tiles: as in Incoming.
    Of a chart, its axes: x, y (low, high), y None for heights without numbers; y_axis: whether it keeps room for those;
    share: of its width, how high it is.
    """

    _: KW_ONLY
    cells: int = 0
    aspect: float | None = None
    tiles: tuple[int, int] | None = None
    x: tuple[float, float] = (0, 1)
    y: tuple[float, float] | None = None
    y_axis: bool = False
    x_label: str = ""
    y_label: str = ""
    log_y: bool = False
    share: float = SHARES["curves"]
    kind: ClassVar[str] = "awaited"

    def spec(self) -> dict[str, Any]:
        axes = {"x": self.x, "y": self.y, "y_axis": self.y_axis, "x_label": self.x_label, "y_label": self.y_label}
        shape = {"cells": self.cells, "aspect": self.aspect, "tiles": self.tiles, "share": self.share}
        return super().spec() | axes | shape | {"log_y": self.log_y}


def place_of_picture(name: str, *, columns: int = 1, count: int = 1, brightness: bool = False, title: str = "",
                     size: str = "auto") -> Awaited:  # fmt: skip
    """Where a picture will be, or a sheet of so many. brightness: as in `run_stream`; title, size: as in Track."""
    return Awaited(name, cells=SIDE * columns, aspect=columns / -(-count // columns), title=title, size=size, alt=ALT,
                   note="", tiles=(columns, count) if brightness else None)  # fmt: skip


def place_of_chart(chart: Curves | MovingCurves | Bars, *, title: str = "", scaled: bool = True) -> Awaited:
    """Where a chart will be, with the axes that it will have.

    title: where its own would tell; scaled: whether heights have numbers, where the chart fixes them: a scale that fits
    the lines would tell of them.
    """
    ends = to_numpy(chart.edges if isinstance(chart, Bars) else chart.x)[[0, -1]]
    heights = {} if isinstance(chart, Bars) else {"y_label": chart.y_label, "y": chart.y_range if scaled else None}
    has_axis = isinstance(chart, Curves) or bool(heights.get("y_label"))
    if not has_axis:
        heights["y"] = None
    size = USUAL[chart.kind] if chart.size == "auto" else chart.size
    return Awaited(chart.name, title=title or chart.title, role=chart.role, note="", size=size, alt=ALT,
                   x=tuple(ends.tolist()), x_label=chart.x_label, y_axis=has_axis, share=SHARES[chart.kind],
                   log_y=getattr(chart, "log_y", False), **heights)  # fmt: skip
