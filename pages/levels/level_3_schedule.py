"""Level 3: the variance schedule."""

import streamlit as st

from pages.levels.schedule.gradually import gradually
from pages.levels.schedule.last_questions import QUESTIONS
from pages.levels.schedule.not_ending import not_ending
from pages.levels.schedule.two_schedules import two_schedules
from pages.levels.schedule.two_windows import two_windows
from pages.levels.schedule.where_steps_go import where_steps_go
from pages.shared import closing
from pages.shared.theme import story

story(
    "How much noise each step adds is a choice, and the choice is called the schedule. "
    "It decides how long the picture can be made out, and whether the end is really plain noise."
)
two_schedules()
where_steps_go()
not_ending()
gradually()
two_windows()
closing.questions("schedule", QUESTIONS)
st.markdown("*Next:* can a network learn to take the steps backwards? Level 4 lets it try.")
