"""Bets outlive a reload: the visitor's browser keeps them, in its own storage, and tells them once a visit.

    memory.read()          # by the frame, before any outcome is drawn
    memory.forgetting()    # where a visitor may clear them

What comes from there is believed as far as it answers a question as it is worded now (bets.version).
"""

import secrets
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared.page import bets
from pages.shared.taking import Taking

_MOST, _LONGEST = 400, 200
_memory = st.components.v2.component("memory", js=(Path(__file__).parent / "memory.js").read_text(encoding="utf-8"))


def read() -> None:
    """Ask the browser for its bets, once a visit; they are there in the run that follows."""
    forget = st.session_state.pop("memory.forget", False)
    known = bool(st.session_state.get("memory.known"))
    visit = st.session_state.setdefault("memory.visit", secrets.token_hex(4))
    data = {"known": known, "forget": forget, "visit": visit}
    _memory(key="memory", data=data, on_kept_change=Taking(_is_list, _take))


def forgetting() -> None:
    """A quiet button that clears all bets, here and in the browser."""
    st.button("Clear my bets", key="memory.clear", type="tertiary", on_click=_forget)


def believed(sent: Any) -> dict[str, tuple[str, str]]:
    """What a browser says that it has kept: by key, version and answer. Whatever is none of that is dropped."""
    if not isinstance(sent, list):
        return {}
    entries = [one for one in sent[-_MOST:] if isinstance(one, list) and len(one) == 3]
    return {key: (version, answer) for key, version, answer in entries if all(map(_short, (key, version, answer)))}


def _is_list(sent: Any) -> bool:
    return isinstance(sent, list)


def _short(text: Any) -> bool:
    return isinstance(text, str) and 0 < len(text) <= _LONGEST


def _take() -> None:
    st.session_state["memory.known"] = True
    bets.kept(believed((st.session_state.get("memory") or {}).get("kept")))


def _forget() -> None:
    bets.forget()
    st.session_state["memory.forget"] = True
