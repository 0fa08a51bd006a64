"""Present mode: one experiment fills the window, for a class. ?present=<its name> opens it, or the key P.

The browser does all of it (present.js): what is hidden is hidden by style, and no page is run. Its script is fetched by
those alone who present (asleep.js).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from pages.shared.player.bundle import ASSETS, Served, dressed

_HERE = Path(__file__).parent
QUERY = "present"
"""The parameter that names the experiment."""


class Presented(NamedTuple):
    """An experiment. path: of its page; name: its anchor; number, title: as they stand there."""

    path: str
    name: str
    number: str
    title: str


SCRIPT = Served(
    "present",
    dressed(
        [ASSETS / "dom.js", *(_HERE / name for name in ("slides.js", "bar.js", "present.js"))], _HERE / "present.css"
    ),
)
_present = st.components.v2.component(
    "present",
    js=(_HERE / "asleep.js").read_text(encoding="utf-8").replace("SCRIPT_NAME", SCRIPT.name),
    isolate_styles=False,
)


def stand_by(path: str, story: Sequence[Presented]) -> None:
    """Let P present this page's experiments; the frame calls it once a page.

    path: the page's; story: all experiments of the site, in the order in which they are read.
    """
    places = [place for place, one in enumerate(story) if one.path == path]
    if not places:
        return
    own = [{"name": one.name, "number": one.number, "title": one.title, "at": place + 1}
           for place, one in enumerate(story) if one.path == path]  # fmt: skip
    before, after = story[: places[0]][-1:], story[places[-1] + 1 :][:1]
    data = {"path": path, "experiments": own, "count": len(story), "before": _end(before), "after": _end(after)}
    _present(key="present", data=data)


def _end(one: Sequence[Presented]) -> dict[str, str] | None:
    return {"path": one[0].path, "name": one[0].name} if one else None
