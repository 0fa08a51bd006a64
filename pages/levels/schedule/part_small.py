"""Level 3, part 2: why a schedule has to end in noise, why its steps have to be small, and a closing question."""

import streamlit as st

from pages.levels.schedule.closing import QUESTIONS
from pages.levels.schedule.gradually import gradually
from pages.levels.schedule.not_ending import not_ending
from pages.shared.page import closing
from pages.shared.page.theme import afterwards, story

story(
    "Two questions are left. What if the noise stops a little too early, so that a trace of the picture stays? "
    "And would one giant step back do, in place of many small ones? Here we make both mistakes, to see what they cost."
)
not_ending()
st.markdown("So the way in has to go on to pure noise. Now for the way back: would one giant step do?")
gradually()
closing.questions("schedule", QUESTIONS)
afterwards("so-far").markdown(
    "**So far:** going in is easy. Coming back, every step is a guess, and after a small step the next guess can "
    "still mend the last."
)
st.markdown("**Still open:** who guesses? Level 4 teaches a network to do it.")
