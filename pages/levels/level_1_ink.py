"""Level 1: ink spreads in water."""

import streamlit as st

from pages.levels.ink.drop import drop_it
from pages.levels.ink.follow import follow
from pages.levels.ink.pair import heart_or_ring
from pages.levels.ink.undo import can_it_be_undone
from pages.shared import theme

theme.story(
    "A drop of ink falls into a glass of water. "
    "Nobody stirs it, and yet it spreads until the water is pale all over. "
    "Each tiny speck of ink just stumbles about by chance, and that is all it takes."
)
drop_it()
follow()
heart_or_ring()
can_it_be_undone()
st.markdown(
    "**What comes next.** Here chance shoved specks of ink about. A picture is made of dots, and dots cannot move. "
    "But chance can shove how *bright* each dot is. That is level 2."
)
