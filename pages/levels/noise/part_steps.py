"""Level 2, part 1: a picture drowns in small steps of noise, first the whole of it, then one pixel."""

import streamlit as st

from pages.levels.noise.one_pixel import one_pixel
from pages.levels.noise.whole_picture import whole_picture
from pages.shared.page.theme import story

story(
    "Meet a cat with a bow. We'll lose it so thoroughly that nobody can tell it was here. "
    "Chance does it, push by push, as it did to the ink. "
    "Why would we? Where nothing is left of the old picture, a new one could rise."
)
whole_picture()
st.markdown("That's all of them at once. What happened to a single one? Let's follow it.")
one_pixel()
st.markdown(
    "**So far:** a step pulls each number a little to the middle and pushes it by chance, and the next step goes on "
    "from there. **Still open:** where does that end, and is the cat gone for good?"
)
