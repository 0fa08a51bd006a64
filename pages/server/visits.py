"""Which visit asks: a number for each, which says nothing of who it is."""

import secrets

import streamlit as st

from pages.server.streamlit_private import current_visit

_KEY = "server.visit"


def own_visit() -> str:
    """Of the visit whose page this thread draws, "" outside of one."""
    return str(st.session_state.setdefault(_KEY, secrets.token_hex(6))) if current_visit() else ""
