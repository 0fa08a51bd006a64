"""Level 3, part 1: schedules, side by side."""

import streamlit as st

from pages.levels.schedule.two_schedules import two_schedules
from pages.levels.schedule.two_windows import two_windows
from pages.levels.schedule.where_steps_go import where_steps_go
from pages.shared.page.theme import story

story(
    "You can jump into noise in one leap. So why ever go slowly? Because somebody has to find the way back, and "
    "learns it from the half-noised pictures on the way in. So it matters how fast they get noisy. The plan that says "
    "how much noise each step adds is called the *schedule*."
)
two_schedules()
st.markdown("Cosine keeps the cat in sight for longer. Is that good? Let's ask somebody who reads noisy pictures.")
where_steps_go()
two_windows()
st.markdown(
    "**So far:** a schedule decides how long you can still recognise the picture, and where the steps are spent. "
    "**Still open:** what does it cost to stop early, and why must the steps be small at all?"
)
