"""Level 4, the part inside the network: what goes in and comes out, its blocks, and what a cut takes away."""

import streamlit as st

from pages.levels.network.inside.blocks import blocks
from pages.levels.network.inside.cutting import cutting
from pages.levels.network.inside.in_out import in_out
from pages.shared.page import theme

theme.story(
    "The network couldn't remember every picture. So what does it do instead, inside? It's no black box: every number "
    "in it can be looked at while it works. If you'd rather not, skip this part: you'll still follow the next."
)
in_out()
blocks()
cutting()
st.markdown(
    "So it squeezes the picture small, to see what it shows, and keeps the fine detail on side roads until it needs "
    "it. Nowhere in there is a picture stored. **Still open:** is what it draws new, then? Or does it copy after all?"
)
