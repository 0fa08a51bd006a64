"""Level 1, part 2: a drop is found, even one that never was; and the bridge to pictures."""

import streamlit as st

from pages.levels.ink.bridge import from_specks_to_pixels, physics
from pages.levels.ink.family import new_drop
from pages.levels.ink.undo import can_it_be_undone
from pages.levels.ink.whose import whose
from pages.shared.page import theme

theme.story(
    "The water can't bring its drop back. But what if somebody gives the specks a hand? A **guide** is a little "
    "program that knows a shape, and tells each speck which way to go. First we want the ring back. And then we want "
    "a ring that was never there."
)
can_it_be_undone()
st.markdown("A guide that knows the ring: isn't that cheating? Who would give the ring back, the water or the guide?")
whose()
st.markdown(
    "Now for the boldest try. Take water that never held anything at all, and a guide that knows what a ring is, but "
    "not where to put one."
)
new_drop()
with theme.afterwards("cloud"):
    theme.ending(
        "Want to tell somebody how a shape can come out of nothing? Say this: **“It's like seeing a face in a cloud, "
        "and being allowed to push the cloud about.”**"
    )
st.markdown("So much for ink. But a computer's pictures are made of pixels. So let's swap specks for pixels.")
from_specks_to_pixels()
physics()
st.markdown(
    "**What's still open.** We told our guide all about rings. Who tells a guide about cats? Level 4 does. First "
    "we need a cat to lose: level 2 dissolves one, pixel by pixel."
)
