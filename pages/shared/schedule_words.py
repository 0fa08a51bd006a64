"""Level 3: numbers in prose, which never break over two lines."""

from pages.shared import noise_figures

_FIXED = "\u00a0"


def percent(share: float) -> str:
    """As that of level 2, held together: "0.4 %", "over 99.99 %"; all of it is "100 %"."""
    return fixed("100 %" if share == 1 else noise_figures.percent(share))


def fixed(words: str) -> str:
    """The same words on one line: "t = 575"."""
    return words.replace(" ", _FIXED)
