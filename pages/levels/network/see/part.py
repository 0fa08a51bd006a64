"""Level 4, part 1: a network that removes noise."""

import streamlit as st

from pages.levels.network import training_pictures
from pages.levels.network.see.seeing import seeing
from pages.levels.network.see.smallest import smallest
from pages.shared.page import theme

theme.story(
    f"Here's the guesser: a program that practised on {training_pictures.known():,} pictures. Shown a noisy picture, "
    "it guesses which part is noise, and so which part is picture."
)
st.markdown(
    "A program like this, with very many numbers that it learnt from examples, is called a *network*. People also say "
    "*model*, as in *diffusion model*: one that draws by taking noise away."
)
smallest()
seeing()
st.markdown(
    "So you can ask the network about any noisy picture, and it has an answer. **Still open:** how did it learn to see "
    "a cat?"
)
