"""Level 3, part 1: schedules, side by side."""

import streamlit as st

from pages.levels.schedule.two_schedules import two_schedules
from pages.levels.schedule.two_windows import two_windows
from pages.levels.schedule.where_steps_go import where_steps_go
from pages.shared.page.theme import story

story(
    "You can jump into noise in one leap. So why ever go slowly? "
    "Because somebody has to come back, and that's the slow part. The way in must suit the way back. "
    "So first: how much noise should each step add? The plan that says so is called the schedule."
)
two_schedules()
st.markdown("One of them keeps the cat in sight for longer. Is that good? Let's ask somebody who reads noisy pictures.")
where_steps_go()
st.markdown("So large things outlast small ones. How far can that go? Compare a picture with a single point.")
two_windows()
st.markdown(
    "**So far:** a schedule decides how long the picture can be told, and where the steps are spent. **Still open:** "
    "what does it cost to stop early, and why must the steps be small at all?"
)
