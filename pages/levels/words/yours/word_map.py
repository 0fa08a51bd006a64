"""Folded into 5.2: a map of the words, before and after reading, with plotly, which comes when the fold is opened."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import VOCABULARY
from diffusion_core.serving.engine import Busy
from pages.levels.words.yours import numbers_figures
from pages.levels.words.yours.numbers_figures import HOLDING, KINDS, READ
from pages.shared.page import controls, theme

if TYPE_CHECKING:
    import numpy as np

BEFORE, AFTER = "before reading", "after reading"
HUES = {
    "animals": ("#1d4ed8", "#93b4ff"),
    "colours": ("#b91c1c", "#ff9a91"),
    "moods": ("#a21caf", "#f0a5f7"),
    "things worn": ("#15803d", "#79dd92"),
    "places": ("#8a5a00", "#e8c163"),
    HOLDING: ("#475569", "#a9b8cb"),
}
"""A colour for each kind of word, on light ground and on dark."""
MARKS = {"animals": "circle", "colours": "square", "moods": "diamond", "things worn": "cross", "places": "x",
         HOLDING: "circle-open"}  # fmt: skip
"""And a shape, so that colour is never the only carrier."""
HIGH = 560


def word_map() -> None:
    """What a fold of 5.2 draws."""
    st.markdown(
        "Here each word is a dot. Words whose numbers are alike lie close together. A map is flat and a row has 128 "
        "numbers, so it can only show the directions in which the words differ most."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        which = controls.choice("The numbers", (BEFORE, AFTER), key="words.map")
        solid = controls.switch("In three dimensions", key="words.solid")
    try:
        rows = numbers_figures.rows()
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    found = rows.before if which == BEFORE else rows.after
    spots, kept = numbers_figures.places(found, 3 if solid else 2)
    st.plotly_chart(figure(spots), key="words.map.chart", config={"displaylogo": False},
                    alt=f"a map of the {len(VOCABULARY)} words, {which}")  # fmt: skip
    st.markdown(_told(rows, which, kept))


def _told(rows: numbers_figures.Rows, which: str, kept: float) -> str:
    before, count = numbers_figures.among_its_kind(rows.before)
    after, _ = numbers_figures.among_its_kind(rows.after)
    return (
        f"In all 128 numbers, the nearest word is of the same kind for **{before}** of {count} words before reading, "
        f"and for **{after}** after. This map keeps {100 * kept:.0f} % of how the words differ. After reading, a "
        f"word's numbers depend on its sentence: here they are averaged over {READ:,} captions."
    )


def figure(spots: "np.ndarray") -> Any:
    """A chart of plotly's: the words at these places, (V, 2) or (V, 3)."""
    import plotly.graph_objects as go

    solid = spots.shape[1] == 3
    chart = go.Figure()
    for name in (*KINDS.values(), HOLDING):
        here = [place for place, word in enumerate(VOCABULARY) if numbers_figures.kind_of(word) == name]
        axes = dict(zip("xyz", spots[here].T.tolist(), strict=False))
        drawn = {
            "mode": "markers+text",
            "name": name,
            "text": [VOCABULARY[place] for place in here],
            "textposition": "top center",
            "marker": {"symbol": MARKS[name], "size": 6 if solid else 10, "color": HUES[name][theme.dark()]},
            "hovertemplate": "%{text}<extra>" + name + "</extra>",
        }
        chart.add_trace(go.Scatter3d(**axes, **drawn) if solid else go.Scatter(**axes, **drawn))
    bare = {"showticklabels": False, "title": "", "zeroline": False}
    chart.update_layout(height=HIGH, margin={"l": 0, "r": 0, "t": 10, "b": 0}, font={"size": 14},
                        legend={"orientation": "h", "y": -0.02}, xaxis=bare, yaxis=bare,
                        scene=dict.fromkeys(("xaxis", "yaxis", "zaxis"), bare))  # fmt: skip
    return chart
