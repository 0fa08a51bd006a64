"""The way through the site: a drop for each bet of the page, the pages seen, a phone's bar, the next page's picture."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import numpy as np
import streamlit as st

from pages.server import resources

_FOLDER = Path(__file__).parent
# its style sheet is one of the site's (theme.py): the row and the card stand there before any script
_way = st.components.v2.component("way", js=(_FOLDER / "way.js").read_text(encoding="utf-8"), isolate_styles=False)
SIDE = 128
"""CSS pixels of the next page's picture."""


def way(path: str, paths: Sequence[str], *, place: str = "", ends: Sequence[str] = ()) -> None:
    """Remember in the browser that this page was seen, and draw a drop for each of its bets; the frame calls it once.

    path: the page's; paths: all there are, since nothing else is remembered; place: the page's in words, "" for one
    outside the story; ends: the paths of the pages before and after it, for a phone's bar.

    A bet is an element of class `bet` whose `data-state` is "open", "placed" or "revealed"; in it the visitor's own
    answer is `.answer.own`. Whoever draws one, or changes its state, dispatches "ink:bet" on the document: nothing else
    makes the drops be counted anew.
    """
    _way(key="way.drops", data={"path": path, "paths": list(paths), "place": place, "ends": list(ends)})


def next_picture(folder: str, path: str) -> None:
    """The picture of a part of a level, as `door_picture`. Nothing before torch is there."""
    if resources.ready.is_set():
        st.image(door_picture(folder, path), width=SIDE, output_format="PNG", alt="")


@st.cache_data(max_entries=32, show_spinner=False)
def door_picture(folder: str, path: str = "") -> np.ndarray:
    """(64, 64, 3) uint8, the picture on the door of a level, "" for the cat with the bow; imports torch.

    path: of one of its parts, which may have a picture of its own, in the door's PARTS.
    """
    if folder:
        door = import_module(f"pages.levels.{folder}.door")
        return getattr(door, "PARTS", {}).get(path, door.picture)()
    from pages.shared.page.doors import cat_with_bow
    from pages.shared.player import to_bytes

    return to_bytes(cat_with_bow())[0]
