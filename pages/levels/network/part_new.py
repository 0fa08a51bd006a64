"""Level 4, last part: new pictures out of fresh noise, whether they are new, and the closing questions."""

import streamlit as st

from pages.levels.network.between import between
from pages.levels.network.closing import three_questions
from pages.levels.network.drawing import drawing
from pages.levels.network.is_it_new import is_it_new
from pages.levels.network.never_seen import never_seen
from pages.levels.network.noise_decides import noise_decides
from pages.levels.network.part_of_the_way import part_of_the_way
from pages.levels.network.two_ways_in import two_ways_in
from pages.shared import theme

theme.story(
    "Now begin with noise under which no picture lies. "
    "The same small steps lead to a picture all the same, and nobody has drawn it before."
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
    "You have seen noise become what the words say. The next page holds every question, and where its answer stands: "
    "is yours among them?"
)
