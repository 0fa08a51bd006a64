"""Level 3, part 2: why a schedule has to end in noise, why its steps have to be small, and the closing questions."""

import streamlit as st

from pages.levels.schedule.closing import QUESTIONS
from pages.levels.schedule.gradually import gradually
from pages.levels.schedule.not_ending import not_ending
from pages.shared.page import closing
from pages.shared.page.theme import story

story(
    "A schedule has to lead all the way to plain noise, and in small steps. "
    "Here you see what happens when it stops early, and when a step is too large."
)
not_ending()
gradually()
closing.questions("schedule", QUESTIONS)
st.markdown("*Next:* can a network learn to take the steps backwards? Level 4 lets it try.")
