"""What stands on printed sheets: of a file its words, of a figure what lies over what."""

import io
import re
from itertools import combinations, product

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.transforms import Bbox
from pypdf import PdfReader

MARGIN = 0.5
"""Inches at left and right, where many printers print nothing."""


def words_of(file: bytes) -> list[str]:
    """The words of each page, in one line."""
    return [in_one_line(page.extract_text()) for page in PdfReader(io.BytesIO(file)).pages]


def in_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def size_of(file: bytes) -> tuple[float, float]:
    """Of the first page, in inches."""
    box = PdfReader(io.BytesIO(file)).pages[0].mediabox
    return float(box.width) / 72, float(box.height) / 72


def faults(figure: Figure, *, labels: tuple[str, ...] = ()) -> list[str]:
    """What lies off the sheet or in its margins; words over words, a picture or a bar; and pictures over pictures.

    labels: words that stand in a frame.
    """
    renderer = FigureCanvasAgg(figure).get_renderer()
    (wide, high), edge = figure.get_size_inches() * figure.dpi, MARGIN * figure.dpi
    words = [(text.get_text(), text.get_window_extent(renderer)) for text in figure.texts]
    frames = [(f"frame {i}", axes.get_window_extent()) for i, axes in enumerate(figure.axes)]
    bars = [(f"bar {i}", bar.get_window_extent(renderer)) for i, bar in enumerate(bars_of(figure))]
    placed = [*words, *frames, *bars]
    off = [name for name, at in placed if at.x0 < edge or at.y0 < 0 or at.x1 > wide - edge or at.y1 > high]
    free = [one for one in words if one[0] not in labels]
    pairs = [*combinations([*free, *frames], 2), *product(free, bars)]
    over = [f"{one[0]!r} over {other[0]!r}" for one, other in pairs if _overlap(one[1], other[1])]
    return off + over


def bars_of(figure: Figure) -> list[Patch]:
    """What is drawn as a rectangle, and not as the frame of a picture."""
    return [one for one in figure.artists if isinstance(one, Patch)]


def _overlap(one: Bbox, other: Bbox) -> bool:
    return one.shrunk(0.95, 0.9).overlaps(other.shrunk(0.95, 0.9))
