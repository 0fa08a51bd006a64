"""A visitor's own picture: opened with care, kept in memory only, and said in one sentence what was done to it."""

from dataclasses import dataclass

import numpy as np

from pages.server import aside, turns
from pages.shared.page.refusals import KINDS, NOTES, BadPicture, Crowded, Lost, TooHeavy, TooManyBytes

MOST_BYTES = 5_000_000
_UNPACKING = aside.Aside("pages.shared.page.unpacking")


@dataclass(frozen=True)
class Opened:
    """pixels: (side, side, 3) uint8; notes: a sentence for each thing that was changed on the way."""

    pixels: np.ndarray
    notes: tuple[str, ...]


def safe_open(data: bytes | None, *, side: int = 64, who: str = "") -> Opened:
    """Bytes from a stranger to a small square RGB picture, by a process of its own that can be killed.

    data: None for a file that was not kept; who: the neighbourhood that it comes from, for its turn. What is done to
    it stands in `unpacking.unpack`. Takes at most some two seconds of work, and waits for others before. Raises
    BadPicture, whose text is one sentence for the page.
    """
    if data is None:
        raise Lost
    if len(data) > MOST_BYTES:
        raise TooManyBytes
    size = 3 * side * side
    try:
        answer = _UNPACKING.ask(data, str(side), most=2 + size, who=who)
    except turns.Crowded:
        raise Crowded from None
    except aside.NoAnswer:
        raise TooHeavy from None
    if len(answer) != 2 + size or answer[0]:
        raise _wrong(answer)
    notes = tuple(note for place, note in enumerate(NOTES) if answer[1] >> place & 1)
    return Opened(np.frombuffer(answer, np.uint8, offset=2).reshape(side, side, 3), notes)


def _wrong(answer: bytes) -> type[BadPicture]:
    """What the process says is wrong. It has read a stranger's file, so nothing that it says is believed unchecked."""
    said = answer[0] if len(answer) == 1 else 0
    return KINDS[said - 1] if 1 <= said <= len(KINDS) else TooHeavy
