"""Level 4, part 3: one backward step with nothing left out, then all of them to a new picture, then what breaks it."""

import streamlit as st

from pages.levels.network.step.drawing import drawing
from pages.levels.network.step.lab import lab
from pages.levels.network.step.one_step import one_step
from pages.shared.page import theme

theme.story(
    "Many guesses become one picture by small steps back, with a new guess before each. Below, each step but the "
    "last mixes three things: a part of the guessed picture, a part of what's there now, and fresh noise."
)
one_step()
st.markdown(
    "The other steps go the same way: guess, mix, ask again. So let it run on by itself, from noise with no picture "
    "under it. This time nothing fresh is added on the way: that's called *DDIM*, and all the chance lies in the noise "
    "at the start."
)
drawing()
lab()
st.markdown(
    "No picture lay under the noise, and yet one came, bit by bit. "
    "**Still open:** could you get a picture *back* this way? Say, a cat that you know well?"
)
