"""Level 4, the part on blurs: why a guess at noise is a blur, and why what comes out is not."""

import streamlit as st

from pages.levels.network.blur.choosing import choosing
from pages.levels.network.blur.unseen import unseen
from pages.shared.page import theme

theme.story(
    "Under pure noise anything could lie. And yet one sharp picture comes out in the end. How does a guesser choose? "
    "Let's ask somebody with a perfect memory, who knows thousands of training pictures by heart and works out exactly "
    "which guess is safest."
)
choosing()
st.markdown(
    "A perfect memory: wouldn't that be the best artist of all? Let it compete with our network, on a cat that neither "
    "has seen."
)
unseen()
theme.afterwards("so-far").markdown(
    "**So far:** in pure noise everything fits, so the safest guess is a blend of it all. With each step less fits, "
    "until one picture is left. And a perfect memory can only hand out what it has seen."
)
st.markdown("**Still open:** what goes on inside the network while it guesses?")
