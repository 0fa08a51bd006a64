"""Level 1, part 1: a drop gets lost."""

import streamlit as st

from pages.levels.ink.drop import drop_it
from pages.levels.ink.follow import follow
from pages.levels.ink.pair import heart_or_ring
from pages.shared.page import theme

theme.story(
    "Drop ink into water and wait. Soon it's pale blue everywhere, though nobody stirs. "
    "Could you ever get the drop back? First, let's see how it gets lost."
)
drop_it()
st.markdown("Now look closer. Can you say where one single speck will go? Let's follow one.")
follow()
st.markdown("Chance turns every drop into the same wide bell. So what's left of the shape that the drop had?")
heart_or_ring()
