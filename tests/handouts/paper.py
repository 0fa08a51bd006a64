"""Two pages of a level, for the pupils or with the answers, on A4 or Letter: black on white."""

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.figure import Figure

from pages.shared.handouts.sheet import MARGIN, PAPERS, axes, blank, rule, write
from tests.handouts.gather import Bet, Strip

PER_PAGE = 3
HEAD, FOOT = 0.95, 1.55
"""Inches above and below the bets."""
LONG, LARGE, SMALL = 110, 11.0, 9.5
"""Letters from which on a question is printed in the smaller size; both in points."""
LETTERS = {LARGE: 37, SMALL: 43}
"""In a line beside the pictures."""
IN_OPTION, IN_ANSWER, PER_INCH = 36, 45, 15
"""Letters in a line: of an option, of what came of it; and in an inch of a picture's title."""
LEFT, GAP, SMALLEST = 2.9, 0.1, 0.85
"""Inches for the pictures, between two of them, and of a box to draw in."""
BOX, TICK = "\u2610", "\u2611"
DRAW = "draw what\nyou expect"


class Row(NamedTuple):
    """Pictures side by side below their title. side: inches."""

    title: str
    pictures: Sequence
    side: float

    @property
    def head(self) -> float:
        """Inches of the title."""
        return 0.2 + 0.15 * self.title.count("\n")

    @property
    def widths(self) -> list[float]:
        wanted = [self.side * one.shape[1] / one.shape[0] for one in self.pictures]
        free = LEFT - GAP * (len(wanted) - 1)
        return [width * min(1, free / sum(wanted)) for width in wanted]

    @property
    def width(self) -> float:
        return sum(self.widths) + GAP * (len(self.pictures) - 1)

    @property
    def height(self) -> float:
        """Of the pictures alone."""
        return max(width * one.shape[0] / one.shape[1] for width, one in zip(self.widths, self.pictures, strict=True))


def pages(level: str, bets: Sequence[Bet], *, paper: str, answers: bool) -> list[Figure]:
    """The two pages."""
    halves = [bets[:PER_PAGE], bets[PER_PAGE : 2 * PER_PAGE]]
    return [_page(level, half, i + 1, paper, answers) for i, half in enumerate(halves)]


def _page(level: str, bets: Sequence[Bet], number: int, paper: str, answers: bool) -> Figure:
    wide, high = PAPERS[paper]
    figure = blank(paper)
    write(figure, MARGIN, 0.6, level, size=17, family="serif", weight="bold")
    who = "with the answers" if answers else "Name: ______________________"
    figure.text(1 - MARGIN / wide, 1 - 0.66 / high, who, ha="right", va="top", fontsize=11)
    room = (high - HEAD - FOOT - 0.2) / PER_PAGE
    for i, bet in enumerate(bets):
        _bet(figure, bet, HEAD + 0.2 + i * room, room, (number - 1) * PER_PAGE + i + 1, answers)
    _ending(figure, HEAD + 0.2 + len(bets) * room, number, answers)
    write(figure, MARGIN, high - 0.45, f"Ink to Image · {level} · page {number} of 2", size=8, color="0.35")
    return figure


def _bet(figure: Figure, bet: Bet, top: float, room: float, number: int, answers: bool) -> None:
    x, size = MARGIN + LEFT + 0.3, LARGE if len(bet.question) < LONG else SMALL
    rule(figure, top - 0.08)
    shown = (bet.after or bet.before) if answers else bet.before
    _pictures(figure, shown, top, room - 0.25, to_draw=not answers)
    asked = textwrap.fill(f"{number}. {bet.question}", LETTERS[size])
    y = write(figure, x, top, asked, size=size, weight="bold") + 0.05
    for option in bet.options:
        ticked = answers and option == bet.right
        write(figure, x + 0.05, y, TICK if ticked else BOX, size=13)
        words = textwrap.fill(option, IN_OPTION)
        y = write(figure, x + 0.33, y + 0.03, words, size=10.5, weight="bold" if ticked else "normal") + 0.07
    if answers:
        write(figure, x, y + 0.08, textwrap.fill(bet.says, IN_ANSWER), size=10.5, style="italic")
    else:
        write(figure, x, y + 0.06, "I think so, because", size=10, color="0.35")
        _lines(figure, y + 0.55, top + room - 0.2, left=x)


def _lines(figure: Figure, y: float, bottom: float, *, left: float = MARGIN, most: int = 4) -> None:
    """Lines to write on."""
    while y < bottom and most:
        rule(figure, y, left=left, width=0.5)
        y, most = y + 0.3, most - 1


def _pictures(figure: Figure, strips: Sequence[Strip], top: float, room: float, *, to_draw: bool) -> None:
    """Up to two rows of pictures; for the pupils only the first and the last of each, and room to draw."""
    rows, y = _rows(strips, room, first_and_last=to_draw), top
    for row in rows:
        write(figure, MARGIN, y, row.title, size=8.5, color="0.25")
        x, y = MARGIN, y + row.head
        for picture, width in zip(row.pictures, row.widths, strict=True):
            height = width * picture.shape[0] / picture.shape[1]
            axes(figure, x, y, width, height).imshow(picture, interpolation="none")
            x += width + GAP
        y += row.height + 0.14
    if to_draw:
        _to_draw(figure, rows, top, y, top + room)


def _rows(strips: Sequence[Strip], room: float, *, first_and_last: bool) -> list[Row]:
    side = min((LEFT - 2 * GAP) / 3, (room - 0.14) / max(1, len(strips)) - 0.35)
    found = []
    for title, pictures in strips:
        shown = [pictures[0], pictures[-1]][: len(pictures)] if first_and_last else pictures
        row = Row("", shown, side)
        # beside two rows of them there is a box to draw in: no title runs into it
        width = row.width if first_and_last and len(strips) > 1 else LEFT
        lines = textwrap.wrap(title, max(12, int(PER_INCH * width)), max_lines=3, placeholder=" …")
        found.append(row._replace(title="\n".join(lines)))
    return found


def _to_draw(figure: Figure, rows: Sequence[Row], top: float, below: float, bottom: float) -> None:
    """The larger box of the two that fit: below the pictures, or beside them."""
    taken = max((row.width for row in rows), default=0.0) + GAP
    head = rows[0].head if rows else 0.0
    beside = (MARGIN + taken, top + head, LEFT - taken, below - 0.14 - top - head)
    under = (MARGIN, below, LEFT, bottom - below)
    x, y, width, height = max((beside, under), key=lambda one: min(one[2:]))
    if min(width, height) >= SMALLEST:
        axes(figure, x, y, width, height)
        write(figure, x + 0.06, y + 0.05, DRAW, size=7.5, color="0.45")


def _ending(figure: Figure, y: float, number: int, answers: bool) -> None:
    """What is asked last has the place that is left."""
    _, high = figure.get_size_inches()
    rule(figure, y)
    words = {1: "What surprised you most?", 2: "Explain it to somebody at home, in two sentences:"}[number]
    if answers:
        words = {
            1: "Bets are for thinking: a wrong one with a reason is worth more than a lucky one.",
            2: "All numbers are those that the pages state, measured by real runs.",
        }[number]
    write(figure, MARGIN, y + 0.12, words, size=11, weight="normal" if answers else "bold")
    if not answers:
        _lines(figure, y + 0.6, high - 0.55, most=8)
