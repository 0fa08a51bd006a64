"""Level 4, part 4: the cat with the bow is dissolved, and somebody comes back."""

from contextlib import suppress

import streamlit as st

from pages.levels.network.blur.gallery import begun
from pages.levels.network.cat.part_of_the_way import part_of_the_way
from pages.server.errands import Full
from pages.shared.page import theme

theme.story(
    "Remember the cat with the bow? In level 2 we dissolved her so well that nobody could tell her from a rabbit. "
    "Now you have somebody who can guess. So dissolve her a little, or a lot, and let the network bring her back."
)
part_of_the_way()
st.markdown(
    "Nothing was broken when a stranger came back. What made her herself was lost in the noise, and the network made "
    "up the rest. Drawing a new picture is the same thing, except that nothing at all is left of an old one. "
    "**Still open:** where many animals would fit, why does *one* come back, and not a blur of them all?"
)
with suppress(Full):
    # what the next part knows by heart is drawn while this one is read
    begun()
