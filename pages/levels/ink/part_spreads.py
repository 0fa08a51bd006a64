"""Level 1, part 1: a drop gets lost."""

import streamlit as st

from pages.levels.ink.drop import drop_it
from pages.levels.ink.follow import follow
from pages.levels.ink.pair import heart_or_ring
from pages.shared.page import theme

theme.story(
    "Drop ink into water. Wait long enough, and it's pale blue everywhere, though nobody stirred it. You could boil "
    "the water away and keep the ink. But could you ever get the drop's *shape* back? First, let's see how it gets "
    "lost."
)
drop_it()
st.markdown("Now look closer. Can you say where one single speck will go? Let's follow one.")
follow()
st.markdown(
    "Chance spreads every drop, until the ink is equally thin all over. So what's left of the shape that the drop had?"
)
heart_or_ring()
