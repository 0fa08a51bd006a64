"""Level 3, part 1: schedules, side by side."""

import streamlit as st

from pages.levels.schedule.two_schedules import two_schedules
from pages.levels.schedule.two_windows import two_windows
from pages.levels.schedule.where_steps_go import where_steps_go
from pages.shared.page.theme import story

story(
    "You can jump to any step in one leap. So why plan the steps at all? Because somebody will have to find the way "
    "*back*, one step after the other, and learns it from half-noised pictures. How noisy is each of them? The plan "
    "that says so is called the *schedule*."
)
two_schedules()
st.markdown(
    "One of the two keeps the cat in sight for longer. Is that good? Let's ask somebody who reads noisy pictures."
)
where_steps_go()
two_windows()
st.markdown(
    "**So far:** a schedule decides how long you can still recognise the picture, and where the steps are spent. "
    "**Still open:** what does it cost to stop early, and why must the steps be small at all?"
)
