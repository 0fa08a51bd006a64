"""Level 4, last part: new pictures out of fresh noise, whether they are new, and the closing questions."""

import streamlit as st

from pages.levels.network.anew.between import between
from pages.levels.network.anew.closing import three_questions
from pages.levels.network.anew.is_it_new import is_it_new
from pages.levels.network.anew.never_seen import never_seen
from pages.levels.network.anew.noise_decides import noise_decides
from pages.levels.network.anew.two_ways_in import two_ways_in
from pages.levels.network.cat.part_of_the_way import part_of_the_way
from pages.levels.network.step.drawing import drawing
from pages.shared.page import theme

theme.story(
    "Now take noise with no picture under it. Nothing can come back, because nothing was there. "
    "We take the same small steps all the same, and watch what comes."
)
drawing()
noise_decides()
between()
part_of_the_way()
two_ways_in()
is_it_new()
never_seen()
three_questions()
st.markdown(
    "No picture lay under the noise. The network guessed, took a small step, and guessed again. That's how a computer "
    "draws a picture that nobody ever drew. The next page holds every question that people ask about it. "
    "Is yours among them?"
)
