"""The totals of a class on one page of A4, black on white; on two, where there were more than five bets."""

import textwrap

from matplotlib.figure import Figure

from pages.classroom.totals import Total, Totals
from pages.classroom.views import LEAST, Sureness
from pages.shared.handouts.sheet import MARGIN, PAPERS, blank, box, file_of, rule, write

TITLE = "What our class bet"
LETTERS = "ABC"
TURNS = ("first", "after talking")
WIDE, HIGH = PAPERS["A4"]
HEAD, MOST = 1.38, 1.77
"""Inches: for the title, and for a bet."""
ON_A_PAGE = 5
IN_BOLD, IN_A_LINE, IN_OPTION = 82, 102, 38
"""Letters."""
BARS, LONGEST = 4.3, 2.0
"""Inches: where the bars begin, and how long one of all would be."""
THICK, ROW = 0.105, 0.28
"""Inches: of a bar, and of an answer with its two."""
NO_SPLIT = f"Fewer than {LEAST} bet by phone, so it isn't shown who chose what."

NOBODY_SURE = f"Fewer than {LEAST} in each group, so it isn't shown."


def made(totals: Totals) -> bytes:
    """The PDF."""
    return file_of(drawn(totals), f"{TITLE}, {totals.day}")


def drawn(totals: Totals) -> list[Figure]:
    """Its pages as matplotlib has them."""
    bets = list(enumerate(totals.bets, start=1))
    parts = [bets[at : at + ON_A_PAGE] for at in range(0, len(bets), ON_A_PAGE)] or [[]]
    pages = [_page(totals, part) for part in parts]
    _sure(pages[-1], totals.sure, HEAD + len(parts[-1]) * MOST)
    return pages


def _page(totals: Totals, part: list[tuple[int, Total]]) -> Figure:
    figure = blank("A4")
    write(figure, MARGIN, 0.55, TITLE, size=17, family="serif", weight="bold")
    sat = f" · {totals.seats} {'pupil' if totals.seats == 1 else 'pupils'} sat down" if totals.seats else ""
    write(figure, MARGIN, 0.93, f"{totals.day}{sat}", size=10)
    _legend(figure, 0.95)
    for place, (number, total) in enumerate(part):
        _bet(figure, number, total, HEAD + place * MOST)
    ends = "Ink to Image · totals only, without names: the room itself is deleted when the lesson ends"
    write(figure, MARGIN, HIGH - 0.45, ends, size=8, color="0.35")
    return figure


def _legend(figure: Figure, y: float) -> None:
    for place, words in enumerate(TURNS):
        x = 5.4 + 0.8 * place
        box(figure, x, y + 0.03, 0.12, THICK, filled=bool(place))
        write(figure, x + 0.18, y, words, size=9)


def _bet(figure: Figure, number: int, total: Total, top: float) -> None:
    rule(figure, top - 0.1, width=0.6)
    asked = textwrap.fill(f"{number}. {total.question}", IN_BOLD)
    y = write(figure, MARGIN, top, asked, size=9.5, weight="bold") + 0.05
    for place, option in enumerate(total.options):
        _answer(figure, total, place, option, y + place * ROW)
    y += len(total.options) * ROW + 0.02
    again = f"Asked {total.times} times: this is when most bet." if total.times > 1 else ""
    told = " ".join(filter(None, [total.says, _hits(total), again]))
    write(figure, MARGIN, y, textwrap.fill(told, IN_A_LINE), size=9, style="italic")


def _answer(figure: Figure, total: Total, place: int, option: str, y: float) -> None:
    right = place == total.right
    look = {"weight": "bold"} if right else {}
    words = textwrap.shorten(f"{LETTERS[place]}  {option}{' ✓' if right else ''}", IN_OPTION, placeholder=" …")
    write(figure, MARGIN + 0.1, y + 0.03, words, size=9.5, **look)
    shown = [(turn, one) for turn, one in enumerate(total.splits) if one]
    for below, (turn, split) in enumerate(shown):
        length = LONGEST * split[place] / sum(split)
        at = y + 0.03 + below * (THICK + 0.015)
        box(figure, BARS, at, max(length, 0.01), THICK, filled=bool(turn))
        write(figure, BARS + length + 0.07, at - 0.015, str(split[place]), size=7.5, **look)


def _hits(total: Total) -> str:
    """How many were right, in each turn that is shown."""
    found = [f"{one[total.right]} of {sum(one)} {turn}" for turn, one in zip(TURNS, total.splits, strict=True) if one]
    return f"Right: {', '.join(found)}." if found else NO_SPLIT


def _sure(figure: Figure, rows: tuple[Sureness, ...], y: float) -> None:
    rule(figure, y - 0.1, width=0.6)
    y = write(figure, MARGIN, y, "How sure were they, and how often right?", size=9.5, weight="bold") + 0.06
    if all(row["bets"] is None for row in rows):
        write(figure, MARGIN + 0.1, y, NOBODY_SURE, size=9.5, color="0.35")
        return
    for row in rows:
        bets, right = row["bets"], row["right"]
        write(figure, MARGIN + 0.1, y, row["sure"], size=9.5)
        if bets is None or right is None:
            write(figure, 2.3, y, f"fewer than {LEAST}, so not shown", size=9.5, color="0.35")
        else:
            write(figure, 2.3, y, f"{right} of {bets} right", size=9.5)
            box(figure, BARS, y + 0.02, LONGEST, THICK)
            box(figure, BARS, y + 0.02, max(LONGEST * right / bets, 0.01), THICK, filled=True)
        y += 0.21
