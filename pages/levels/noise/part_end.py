"""Level 2, part 2: where noise ends, whether anybody can still tell, and a short cut to any step."""

import streamlit as st

from pages.levels.noise.can_tell import can_tell
from pages.levels.noise.jump import jump
from pages.levels.noise.same_bell import same_bell
from pages.shared.page.theme import afterwards, story

story(
    "We want the cat to be gone, not just hard to see. So let's go to the very end. "
    "Could a sharp eye still tell a cat from a rabbit there? And must we really take every step to get there?"
)
same_bell()
st.markdown("That was one pixel. Do all of them *together* still remember the cat?")
can_tell()
st.markdown("All this took a thousand steps. Could one do?")
jump()
afterwards("so-far").markdown(
    "**So far:** every picture ends in the same bell-shaped hill, and one jump leads there, too."
)
st.markdown(
    "**Still open:** two rules got us here: each number gets a push of its own, and each fades a little. What if we "
    "break one?"
)
