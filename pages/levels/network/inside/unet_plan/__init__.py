"""A U-Net's plan as the U that gives it its name: its parts are buttons, its skip connections lines across.

picked = unet_plan("inside.plan", parts, skips, chosen="middle", pixels=64, on_pick=choose)
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from diffusion_core.common.wire import pack
from pages.shared.player import Proof
from pages.shared.player.bundle import ASSETS, joined
from pages.shared.taking import Taking

if TYPE_CHECKING:
    from diffusion_core.networks.anatomy import Part

SHOWN = ("stem", "down", "middle", "up", "out")
TITLES = {
    "stem": "first layer",
    "down": "block on the way down",
    "middle": "block at the bottom",
    "up": "block on the way up",
    "out": "last layer",
}
MARKS = {"looks": "its pixels look at one another", "reads": "its pixels read the words"}
_FOLDER = Path(__file__).parent
_component = st.components.v2.component(
    "ink_unet_plan",
    js=joined([ASSETS / "wire.js", ASSETS / "dom.js", _FOLDER / "plan.js"]),
    css=(_FOLDER / "plan.css").read_text(encoding="utf-8"),
)


def unet_plan(
    key: str,
    parts: "Sequence[Part]",
    skips: Mapping[str, str],
    *,
    chosen: str,
    pixels: int,
    on_pick: Callable[[], None],
    crossings: bool = False,
    notes: Mapping[str, str] | None = None,
    heat: Mapping[str, float] | None = None,
    ends: str = "",
    proven: Proof | None = None,
) -> None:
    """Show the plan; a picked part is reported once: `picked(key)` reads it inside `on_pick`.

    parts, skips: of diffusion_core.networks.anatomy; chosen: the name of a part, or "skips.<grid>"; pixels: the side of
    the picture that goes in and out, which the first layer folds and the last unfolds; crossings: the skip
    connections of a grid can be picked too; then only they and the blocks can; notes: a short text under a part; heat:
    how strongly it is tinted, in [0, 1]; ends: a note at what goes in and what comes out; proven: of a bet, after
    which the notes appear one after the other, in the order of a pass; those that it marks are ringed.
    """
    notes, heat = notes or {}, heat or {}
    shown = [part for part in parts if part.kind in SHOWN]
    nodes = [
        _node(part) | {"note": notes.get(part.name, ""), "heat": heat.get(part.name, 0.0)}
        | {"fixed": crossings and part.kind in ("stem", "out")}
        for part in shown
    ]  # fmt: skip
    grids = sorted({part.grid for part in shown})
    rows = [
        {"name": f"skips.{grid}", "side": next(part.side for part in shown if part.grid == grid)}
        | {"note": notes.get(f"skips.{grid}", ""), "heat": heat.get(f"skips.{grid}", 0.0)}
        for grid in grids
    ]
    lines = [[source, merge.replace("merge", "up", 1)] for merge, source in skips.items()]
    told = {"ends": ends, "turn": proven.turn if proven else 0, "marks": list(proven.marks) if proven else []}
    drawn = told | {"nodes": nodes, "rows": rows, "skips": lines, "pixels": pixels}
    header = {"key": key, "chosen": chosen, "crossings": crossings} | drawn
    names = {one["name"] for one in [*nodes, *rows]}
    _component(key=key, data=pack(header, {}), on_part_change=Taking(lambda sent: sent[0] in names, on_pick))


def picked(key: str) -> str:
    """What the visitor picked last on the plan of this key, "" before that."""
    state: Any = st.session_state.get(key)
    sent = state.get("part") if state else None
    # a number comes with the name, so that picking the same part again is news
    return str(sent[0]) if isinstance(sent, list) and sent else ""


def title(part: "Part") -> str:
    """ "block on the way down, 16 × 16", as the menus list it; a second one of its grid is "… (2)"."""
    again = part.name.rpartition(".")[2]
    more = f" ({int(again) + 1})" if part.kind in ("down", "up") and again != "0" else ""
    return f"{TITLES[part.kind]}, {part.side} × {part.side}{more}"


def _node(part: "Part") -> dict[str, Any]:
    there = {"looks": part.look, "reads": part.read}
    marks = [mark for mark in MARKS if there[mark]]
    return {
        "name": part.name,
        "kind": part.kind,
        "grid": part.grid,
        "side": part.side,
        "channels": part.channels,
        "marks": marks,
        "label": ", ".join([f"{title(part)}: {part.channels} maps", *(MARKS[mark] for mark in marks)]),
    }
