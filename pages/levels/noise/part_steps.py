"""Level 2, part 1: a picture dissolves in small steps of noise, first the whole of it, then one pixel."""

import streamlit as st

from pages.levels.noise.one_pixel import one_pixel
from pages.levels.noise.whole_picture import whole_picture
from pages.shared.page.theme import afterwards, story

story(
    "Meet a cat with a bow. We'll lose her so well that nobody can tell she was here. **Noise** does it. It's nothing "
    "you hear: it's what chance does to a picture, a bit brighter here, a bit darker there, with no plan behind it. "
    "Why do that to a cat? Whoever sees, step by step, how pictures get lost can learn to go *one step back*. "
    "In level 4, a program learns just that, and so it can make new pictures out of nothing but noise."
)
whole_picture()
st.markdown("That was the whole picture. Now let's follow a single pixel.")
one_pixel()
afterwards("so-far").markdown(
    "**So far:** each step fades every number a little towards the middle and then adds a random push."
)
st.markdown("**Still open:** where does that end, and is the cat gone for good?")
