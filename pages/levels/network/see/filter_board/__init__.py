"""A 3×3 filter to drag over a noisy picture; the browser filters at once, with no request to the server.

nine = filter_board("smallest.board", x, x0, nine=nine_of_the_address, presets={"average": (1 / 9,) * 9},
                    lesson=nine_by_nine)
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from diffusion_core.common.wire import pack
from pages.shared.player.bundle import ASSETS, joined
from pages.shared.taking import Taking

LEAST, MOST = -0.5, 1.0
_FOLDER = Path(__file__).parent
_component = st.components.v2.component(
    "ink_filter_board",
    js=joined([ASSETS / "wire.js", ASSETS / "dom.js", _FOLDER / "board.js"]),
    css=(_FOLDER / "board.css").read_text(encoding="utf-8"),
)


def filter_board(
    key: str,
    x: np.ndarray,
    x0: np.ndarray,
    *,
    nine: Sequence[float],
    presets: Mapping[str, Sequence[float]],
    lesson: np.ndarray,
) -> tuple[float, ...] | None:
    """Show the board; returns the nine numbers, row by row, that the visitor set last, None before that.

    x, x0: (S, S, 3) float32, the noisy and the clean picture in [-1, 1]; nine: the numbers shown at first, each in
    [-0.5, 1]; presets: filters by the words on their buttons; lesson: (F, 9) numbers as they are learnt, which a button
    plays.
    """
    header = {
        "key": key,
        "size": len(x),
        "digest": hashlib.blake2b(x.tobytes() + x0.tobytes(), digest_size=8).hexdigest(),
        "nine": list(nine),
        "lesson": np.asarray(lesson, float).round(3).tolist(),
        "presets": [[name, list(numbers)] for name, numbers in presets.items()],
    }
    arrays = {"x": np.ascontiguousarray(x, np.float32), "x0": np.ascontiguousarray(x0, np.float32)}
    result = _component(key=key, data=pack(header, arrays), on_nine_change=Taking(_are_nine))
    return nine_of(result.get("nine"))


def nine_of(sent: Any) -> tuple[float, ...] | None:
    """Nine numbers in [-0.5, 1] from whatever arrived, None where it is not that."""
    try:
        numbers = tuple(float(number) for number in sent)
    except (TypeError, ValueError):
        return None
    good = len(numbers) == 9 and all(math.isfinite(number) and LEAST <= number <= MOST for number in numbers)
    return numbers if good else None


def _are_nine(sent: Any) -> bool:
    return nine_of(sent) is not None
