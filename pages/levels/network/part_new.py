"""Level 4, last part: new pictures out of fresh noise."""

import streamlit as st

from pages.levels.network.drawing import drawing
from pages.shared import theme

theme.story(
    "Now begin with noise under which no picture lies. "
    "The same small steps lead to a picture all the same, and nobody has drawn it before."
)
drawing()
st.markdown(
    "**Three questions to close with.** Why is the network's guess from pure noise a blur? If it is one, how can "
    "twenty of its guesses make a sharp picture? And what would change if you asked it a hundred times? "
    "Try it under *More*."
)
