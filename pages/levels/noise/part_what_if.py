"""Level 2, part 3: noise done wrong, now that the right end is known, and the closing question."""

import streamlit as st

from pages.levels.noise.closing import closing_question
from pages.levels.noise.what_if import what_if
from pages.shared.page.theme import story

story(
    "Now you know how a picture is lost the right way. Here it went wrong, each time through one small slip. "
    "Does that matter? Yes: the way back has to start from noise in which nothing of a picture is left. "
    "You have the eyes for it now: can you spot it?"
)
what_if()
closing_question()
st.markdown(
    "**So far:** cat or rabbit? Nobody can tell. It sounds like the end, but it's where every new picture starts. "
    "**Still open:** how large should each step be? Level 3 lets you choose, and shows what goes wrong."
)
