"""What counts as a value in an address: from a parameter's text to it, None where it is none."""

from collections.abc import Callable, Sequence


def one_of(options: Sequence[str]) -> Callable[[str], str | None]:
    """One of these words."""
    return lambda text: text if text in options else None


def whole(least: int, most: int) -> Callable[[str], int | None]:
    """A whole number in [least, most]."""

    def read(text: str) -> int | None:
        if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) < 16):
            return None
        return number if least <= (number := int(text)) <= most else None

    return read
