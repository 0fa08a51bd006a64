"""Level 1, part 2: ink comes out of mixed water, the words for it, and the closing questions."""

import streamlit as st

from pages.levels.ink import closing
from pages.levels.ink.family import new_drop
from pages.levels.ink.undo import can_it_be_undone
from pages.levels.ink.words import dictionary, physics
from pages.shared.page import theme

theme.story(
    "Mixed water seems to have lost its drop for good. "
    "But with a guide and many small steps, ink can come out of it again: even ink that never was."
)
can_it_be_undone()
new_drop()
dictionary()
physics()
closing.ask()
st.markdown(
    "**What comes next.** Here chance shoved specks of ink about. A picture is made of dots, and dots cannot move. "
    "But chance can shove how *bright* each dot is. That is level 2."
)
