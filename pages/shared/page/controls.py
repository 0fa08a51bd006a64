"""The small controls that experiments share; each keeps its value in the address.

A control's key is "<page>.<name>" and becomes the name of its parameter.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from pages.shared.page.state import BIND, bind
from pages.shared.page.values import whole as whole_number

MOST_SEEDS = 100_000


def seed(
    key: str,
    *,
    default: int = 0,
    again: str = "Again",
    help: str | None = None,
) -> int:
    """A seed in [0, 100,000): a button that goes on to the next one, and beside it the number, to be edited."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"again-{key.replace('.', '-')}"):
        st.button(again, key=f"{key}.again", icon=":material/casino:", on_click=_next_seed, args=(key, default))
        value = st.number_input("number", 0, MOST_SEEDS - 1, default, key=key, bind=bind(key), help=help, width=130)
    return int(value)


def number_now(key: str, *, default: int = 0) -> int:
    """A seed as it stands, before its control is drawn: of this visit, else of the address."""
    named = st.session_state.get(key)
    if named is None:
        named = whole_number(0, MOST_SEEDS - 1)(st.query_params.get(key, ""))
    return default if named is None else int(named)


def choice_now(key: str, options: Sequence[str], *, default: str | None = None) -> str:
    """A `choice` as it stands, before it is drawn: of this visit, else of the address."""
    named = st.session_state.get(key) or st.query_params.get(key)
    return named if named in options else default or options[0]


def choice(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    default: str | None = None,
    names: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
) -> str:
    """One of a few options, all visible. names: from an option to the words shown, which also stand in the address."""
    picked = st.segmented_control(label, options, key=key, default=default or options[0], required=True,
                                  format_func=names, on_change=on_change, bind=BIND)  # fmt: skip
    return picked if picked in options else default or options[0]


def menu(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    default: str | None = None,
    names: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
) -> str:
    """One of many options, folded away; as `choice`."""
    start = options.index(default) if default in options else 0
    return st.selectbox(label, options, start, key=key, format_func=names, on_change=on_change, bind=BIND)


def whole(
    label: str,
    least: int,
    most: int,
    *,
    key: str,
    default: int,
    step: int = 1,
    help: str | None = None,
    on_change: Callable[[], None] | None = None,
) -> int:
    """A whole number by a slider. It reports when it is let go of: for settings, never for motion."""
    return int(st.slider(label, least, most, default, step, key=key, help=help, on_change=on_change, bind=bind(key)))


def decimal(
    label: str, least: float, most: float, *, key: str, default: float, step: float, help: str | None = None
) -> float:
    """A number by a slider; as `whole`."""
    return float(st.slider(label, least, most, default, step, key=key, help=help, bind=bind(key)))


def switch(label: str, *, key: str, default: bool = False, help: str | None = None) -> bool:
    """On or off."""
    return bool(st.toggle(label, default, key=key, help=help, bind=BIND))


def _next_seed(key: str, default: int) -> None:
    # a button may be pressed on a page that was left meanwhile, and its number is forgotten by then
    st.session_state[key] = (int(st.session_state.get(key, default)) + 1) % MOST_SEEDS
