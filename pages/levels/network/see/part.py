"""Level 4, part 1: a network that removes noise."""

import streamlit as st

from pages.levels.network import training_pictures
from pages.levels.network.see.seeing import seeing
from pages.levels.network.see.smallest import smallest
from pages.shared.page import theme

theme.story(
    f"Here's the guesser: a program that practised on {training_pictures.known():,} pictures. Shown a noisy picture, "
    "it guesses which part is noise. That's all it does."
)
st.markdown(
    "A program like this, with very many numbers that it learned from examples, is called a *network*, or simply a "
    "*model*. One that draws by taking noise away is a *diffusion model*. "
    "How can guessing noise lead to a new picture? Start small: with a guesser of nine numbers."
)
smallest()
seeing()
st.markdown(
    "So you can ask the network about any noisy picture, and it has an answer. **Still open:** nobody told it what a "
    "cat is. So how did it learn to see one?"
)
