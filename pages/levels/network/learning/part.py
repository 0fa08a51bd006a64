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
    "Nobody gave the network a rule for cats. It began with numbers that meant nothing: some were picked by "
    "chance, the others were 0. It got noisy pictures, mostly with a few words to each, and did one small exercise "
    "after another: which part of this is noise? Half-noised pictures like those of level 2 are its schoolbooks. "
    f"After every {TrainConfig.batch} exercises, all its numbers got a nudge."
)
by_hand()
one_knob()
live()
growing()
flat_loss()
st.markdown(
    "That's the whole lesson: guess, see how far off you were, and turn each number a little. "
    "**Still open:** under pure noise anything could lie. So where does a sharp picture come from?"
)
