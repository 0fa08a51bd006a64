"""Level 4, part 2, the lesson: how a blank network became one that draws."""

import streamlit as st

from diffusion_core.training.loop import TrainConfig
from pages.levels.network.learning.by_hand import by_hand
from pages.levels.network.learning.flat_loss import flat_loss
from pages.levels.network.learning.growing import growing
from pages.levels.network.learning.live import live
from pages.levels.network.learning.one_knob import one_knob
from pages.shared.page import theme

theme.story(
    "Nobody told the network what a cat is. It began with numbers drawn by chance, and did one small exercise after "
    "another: which part of this is noise? The half-noised pictures of level 2 are its school books. "
    f"After every {TrainConfig.batch} exercises, all its numbers got a nudge."
)
by_hand()
one_knob()
live()
growing()
flat_loss()
st.markdown(
    "That's the whole lesson: guess, see how far off you were, turn each number a little, and do it again. "
    "No picture is kept. **Still open:** a guess isn't a picture yet. How do many guesses become one?"
)
