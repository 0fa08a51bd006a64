"""One quiet row below an experiment, of what a visitor may fold out: formula, code, questions, another picture, a link.

    fold("Formula", lambda: st.latex(r"x_t = …"))

Nothing of it is drawn, or sent, until it is opened.
"""

from collections.abc import Callable, Iterable

import streamlit as st

from pages.shared.page.scene import Body, current_body
from pages.shared.page.state import link


def fold(label: str, draw: Callable[[], None]) -> None:
    """Name something that the row below this experiment folds out. label: one or two words, unique within it.

    Outside of an experiment it is a box of its own.
    """
    here = current_body()
    if here is not None:
        here.folds[label] = draw
        return
    with st.expander(label):
        draw()


def row_key(name: str) -> str:
    """The key of the row's fragment, by which `draw_anew` finds it. name: of the experiment, or part."""
    return f"folds-{name}".replace(".", "-")


def this_row() -> str:
    """The key of the row to which `fold` adds now."""
    here = current_body()
    return row_key(here.name) if here else ""


def folded_row(body: Body) -> None:
    """The row of a body that is complete; nothing for one that folds nothing."""
    if not body.folds:
        return
    # what the row draws follows the body: its code, say, is that of the sampler that was chosen
    st.session_state.setdefault("folds", {})[body.name] = body.folds
    st.fragment(_row, key=row_key(body.name))(body.name, _in_order(body.folds))


def _in_order(labels: Iterable[str]) -> tuple[str, ...]:
    """As they were named; what can be taken along stands beside the code."""
    order = list(labels)
    if {"Code", "Notebook"} <= set(order):
        order.remove("Notebook")
        order.insert(order.index("Code") + 1, "Notebook")
    return tuple(order)


def _row(name: str, labels: tuple[str, ...]) -> None:
    key = row_key(name)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"row-{key}"):
        opened = st.pills("More about this", labels, key=key, label_visibility="collapsed", width="content")
        link(f"experiment.{name}")
    draw = st.session_state["folds"][name].get(opened)
    if draw:
        with st.container(key=f"open-{key}"):
            draw()
