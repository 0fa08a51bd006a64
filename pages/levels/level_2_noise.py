"""Level 2: noise, pixel by pixel."""

import streamlit as st

from pages.levels.noise.closing import three_questions
from pages.levels.noise.jump import jump
from pages.levels.noise.one_pixel import one_pixel
from pages.levels.noise.same_bell import same_bell
from pages.levels.noise.what_if import what_if
from pages.levels.noise.whole_picture import whole_picture
from pages.shared.theme import story

story(
    "A picture is a table of numbers, three for each pixel. "
    "A step of noise changes each of them a little, by chance, and the next step goes on from there. "
    "After enough small steps your eyes find nothing of the picture."
)
one_pixel()
whole_picture()
what_if()
same_bell()
jump()
three_questions()
st.markdown("**What comes next.** How large should each step be? Level 3 lets you choose, and shows what goes wrong.")
