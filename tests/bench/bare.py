"""The server of the page with one control that computes nothing (bare_page.py)."""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[2]))

from pages.server.routes import PLAYER  # noqa: E402

app = st.App(Path(__file__).with_name("bare_page.py"), routes=[PLAYER])
