"""Level 4, part 3: one backward step with nothing left out, then all of them to a new picture, then what breaks it."""

import streamlit as st

from pages.levels.network.step.drawing import drawing
from pages.levels.network.step.lab import lab
from pages.levels.network.step.one_step import one_step
from pages.shared.page import theme

theme.story(
    "The network can guess what lies under the noise. So how do many guesses become one picture? "
    "By small steps back, and a new guess after each. Here is one such step with nothing left out."
)
one_step()
st.markdown(
    "That was one step. Nothing new happens in the others: guess, mix, ask again. So let it run on by itself, out of "
    "noise under which no picture lies, and see what's there at the end."
)
drawing()
st.markdown("It works. But which of its pieces does it need? Take them out, one at a time.")
lab()
st.markdown(
    "No picture lay under the noise, and yet one came, bit by bit. "
    "**Still open:** could you get a picture *back* this way? Say, a cat that you know well?"
)
