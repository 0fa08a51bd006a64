"""Level 5, part 1: same noise, other words; and how a word becomes numbers that the picture can read."""

import streamlit as st

from pages.levels.words.yours.numbers import from_word_to_numbers
from pages.levels.words.yours.same_noise import same_noise
from pages.shared.page import theme

theme.story(
    "The network draws somebody new out of noise. But you want somebody in particular, say a blue rabbit with a "
    "scarf. How do you tell it? Is there a noise somewhere in which your rabbit already hides, if you could only "
    "find it? Let's see."
)
same_noise()
theme.afterwards("same-noise").markdown(
    "Such a noise does exist, but you needn't search for it. Keep any noise you like, and change the words."
)
st.markdown("A network can only work with numbers. How does it read a sentence?")
from_word_to_numbers()
theme.afterwards("so-far").markdown(
    "**So far:** words become rows of numbers, look at one another, and only then does the picture read them."
)
st.markdown("**Still open:** the picture is made in twenty steps. What do the words do at each of them?")
