"""A page with one control that computes nothing: what Streamlit, the player and this machine take by themselves."""

import numpy as np
import streamlit as st

from pages.shared.player import Pictures, player


@st.fragment
def bare() -> None:
    presses = st.session_state.setdefault("presses", 0)
    player("bare.stage", [Pictures("dot", np.full((1, 8, 8, 1), presses % 256, np.uint8))], run=str(presses))
    st.button("Again", key="bare.again", on_click=lambda: st.session_state.update(presses=presses + 1))


st.header("0.0  Bare", anchor="experiment-0-0")
bare()
