"""Level 4, the part inside the network: how far it looks, what a cut takes away, and what it puts out."""

import streamlit as st

from pages.levels.network.inside.blocks import blocks
from pages.levels.network.inside.cutting import cutting
from pages.levels.network.inside.in_out import in_out
from pages.shared.page import theme

theme.story(
    "On a cat that neither had seen, the network did better than a perfect memory. So what does it do? You can "
    "look at every number in it while it works. (If you'd rather not, skip this part: you'll still follow the next.)"
)
blocks()
cutting()
in_out()
theme.afterwards("so-far").markdown(
    "So it looks. Layer by layer it sees more, until it can make out what the picture shows, and bridges keep the fine "
    "detail."
)
st.markdown(
    "You've seen no picture stored in there, but looking can't prove that there's none. **Still open:** is what it "
    "draws new? Or does it copy after all?"
)
