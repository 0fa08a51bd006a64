"""The pixel of a picture that the visitor looks at: clicked in a player, shown all around, in the address."""

import re

from pages.shared.page.one_setting import InAddress
from pages.shared.player import picked


def now(player: str, name: str, *, default: tuple[int, int], size: int = 64) -> tuple[int, int]:
    """The pixel (column, row) that was clicked last in a player, else the one of the address, which then names it.

    player: its key; name: the parameter's ("12.8"); default: where the address names none, or none in the picture.
    """

    def read(text: str) -> tuple[int, int] | None:
        match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", text, re.ASCII)
        return place if match and max(place := (int(match[1]), int(match[2]))) < size else None

    pixel = InAddress(name, default, read, lambda place: f"{place[0]}.{place[1]}")
    if pick := picked(player):
        pixel.choose((pick.x, pick.y))
    return pixel.now()
