"""Level 1: ink spreads in water."""

import streamlit as st

from pages.levels.ink import closing
from pages.levels.ink.drop import drop_it
from pages.levels.ink.family import new_drop
from pages.levels.ink.follow import follow
from pages.levels.ink.pair import heart_or_ring
from pages.levels.ink.undo import can_it_be_undone
from pages.levels.ink.words import dictionary, physics
from pages.shared import theme

theme.story(
    "A drop of ink spreads in still water until all of it is pale, and nobody stirs. "
    "Each tiny speck just stumbles about by chance, and that is all it takes. "
    "But with a guide and many small steps, ink can come out of pale water again: even ink that never was."
)
drop_it()
follow()
heart_or_ring()
can_it_be_undone()
new_drop()
dictionary()
physics()
closing.ask()
st.markdown(
    "**What comes next.** Here chance shoved specks of ink about. A picture is made of dots, and dots cannot move. "
    "But chance can shove how *bright* each dot is. That is level 2."
)
