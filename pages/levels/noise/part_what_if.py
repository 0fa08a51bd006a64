"""Level 2, part 3: noise done wrong, now that the right end is known, and the closing questions."""

import streamlit as st

from pages.levels.noise.closing import three_questions
from pages.levels.noise.what_if import what_if
from pages.shared.page.theme import story

story(
    "Now you know how a picture is lost the right way. Six times it went wrong here, each time by one small slip. "
    "You have the eyes for it now: can you spot the slip?"
)
what_if()
three_questions()
st.markdown(
    "**So far:** cat or rabbit? Nobody can tell. That sounds like the end. It's where every new picture starts. "
    "**Still open:** how large should each step be? Level 3 lets you choose, and shows what goes wrong."
)
