"""A page that shows texts of a visitor's in all the places where ours may, and below them the same without `plain`."""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[2]))

from pages.shared.page.plain_text import plain  # noqa: E402
from tests.browser.hostile_texts import TEXTS  # noqa: E402

for number, text in enumerate(TEXTS):
    with st.container(key=f"plain-{number}"):
        st.markdown(plain(text))
        st.caption(f"“{plain(text)}”")
        st.info(plain(text))
        st.button(plain(text), key=f"button-{number}", help=plain(text))
with st.container(key="bare"):
    for text in TEXTS:
        st.markdown(text)
