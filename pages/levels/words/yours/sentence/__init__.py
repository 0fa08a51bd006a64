"""A line to type in, and the picture that follows: each key is answered by the server without a run of the page.

sentence("words.own", text=TEXT.now(), seed=5, on_rest=keep)
keep: the visitor has paused; `typed("words.own")` is what stands there
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from diffusion_core.common.wire import pack
from diffusion_core.data.critters import PLACES, WORN, Critter, Scene, partial_caption
from pages.server import typed as route
from pages.shared.page.chip_pictures import sheet
from pages.shared.page.pictures import LABELS, TABLES
from pages.shared.player.bundle import ASSETS, joined
from pages.shared.taking import Taking

GROUPS = ("animal", "colour", "mood", "worn", "place")
"""In this order the words to tap stand there; of each a sentence takes one."""
_FOLDER = Path(__file__).parent
_component = st.components.v2.component(
    "ink_sentence",
    js=joined([ASSETS / "wire.js", ASSETS / "dom.js", _FOLDER / "sentence.js"]),
    css=(_FOLDER / "sentence.css").read_text(encoding="utf-8"),
)


def sentence(key: str, *, text: str, seed: int, on_rest: Callable[[], None]) -> None:
    """Show it. text: what stands in the line at first, later it is the visitor's; seed: of the starting noise;
    on_rest: called once the visitor has paused."""
    header = {
        "key": key,
        "text": text,
        "seed": seed,
        "url": route.ADDRESS,
        "pass": route.typed_pass(),
        "longest": route.LONGEST_TEXT,
        "groups": [[what, LABELS[what], _options(what), sheet(what)] for what in GROUPS],
        "phrases": phrases(),
    }
    _component(key=key, data=pack(header, {}), on_text_change=Taking(_is_text, on_rest))


def typed(key: str) -> str | None:
    """What stood in the line when the visitor paused last; None before that."""
    state: Any = st.session_state.get(key)
    said = state.get("text") if state else None
    return said if isinstance(said, str) else None


def phrases() -> dict[str, str]:
    """How a thing worn and a place are said: {"hat": "with a hat", "night": "at night"}."""
    worn = {word: {"worn"} for word in WORN[1:]}
    said = {
        word: partial_caption(Scene(PLACES[0], (Critter("cat", "red", word),)), keep) for word, keep in worn.items()
    }
    said |= {place: partial_caption(Scene(place, (Critter("cat", "red"),)), {"place"}) for place in PLACES}
    return {word: whole.removeprefix("a cat ") for word, whole in said.items()}


def _options(what: str) -> list[str]:
    """Those of a sheet, in its order; "" for what no word says."""
    return ["" if word == "nothing" else word for word in TABLES[what]]


def _is_text(sent: Any) -> bool:
    return isinstance(sent, str) and len(sent) <= route.LONGEST_TEXT
