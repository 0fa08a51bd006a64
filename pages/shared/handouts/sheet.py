"""A sheet of paper: words and lines so many inches from its upper left corner, and the file that holds all sheets.

figure = blank("A4")
y = write(figure, MARGIN, 0.6, "Ink in water", size=17)
rule(figure, y)
file_of([figure], "Ink in water")
"""

import io
import re
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PAPERS = {"A4": (210 / 25.4, 297 / 25.4), "Letter": (8.5, 11.0)}
"""Inches."""
MARGIN = 0.75
"""Inches around all."""
_one_at_a_time = threading.Lock()


def blank(paper: str) -> "Figure":
    """paper: of PAPERS."""
    from matplotlib.figure import Figure

    return Figure(figsize=PAPERS[paper])


def write(figure: "Figure", x: float, y: float, words: str, *, size: float, **look) -> float:
    """Words whose upper left corner is there; returns where they end. look: as matplotlib has it."""
    wide, high = figure.get_size_inches()
    figure.text(x / wide, 1 - y / high, words, va="top", fontsize=size, parse_math=False, linespacing=1.25, **look)
    return y + (words.count("\n") + 1) * size * 1.3 / 72


def rule(figure: "Figure", y: float, *, left: float = MARGIN, width: float = 1.0) -> None:
    """A line to the right margin. width: points."""
    from matplotlib.lines import Line2D

    wide, high = figure.get_size_inches()
    ends = (left / wide, 1 - MARGIN / wide)
    figure.add_artist(Line2D(ends, (1 - y / high,) * 2, color="0.2", linewidth=width))


def box(figure: "Figure", x: float, y: float, width: float, height: float, *, filled: bool = False) -> None:
    """A rectangle with a dark edge, white or grey, which stay apart on any printer."""
    from matplotlib.patches import Rectangle

    wide, high = figure.get_size_inches()
    place, fill = (x / wide, 1 - (y + height) / high), "0.35" if filled else "white"
    figure.add_artist(
        Rectangle(place, width / wide, height / high, facecolor=fill, edgecolor="0.1", linewidth=0.8, transform=None)
    ).set_transform(figure.transFigure)


def axes(figure: "Figure", x: float, y: float, width: float, height: float) -> "Axes":
    """A frame for a picture."""
    wide, high = figure.get_size_inches()
    place = figure.add_axes((x / wide, 1 - (y + height) / high, width / wide, height / high))
    place.set(xticks=[], yticks=[])
    return place


def unmarked(text: str) -> str:
    """Without Markdown, and with blanks at which a line may break."""
    return re.sub(r"[*_`]+", "", text).replace("\u00a0", " ")


def file_of(figures: Sequence["Figure"], title: str, keywords: str = "") -> bytes:
    """A PDF with a page for each. Without a date the same sheets are the same file."""
    from matplotlib.backends.backend_pdf import PdfPages

    out, told = io.BytesIO(), {"Title": title, "Keywords": keywords, "CreationDate": None}
    with _one_at_a_time, PdfPages(out, metadata=told) as file:
        for figure in figures:
            file.savefig(figure)
    return out.getvalue()
