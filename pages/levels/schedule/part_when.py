"""Level 3, part 1: schedules, side by side."""

from pages.levels.schedule.two_schedules import two_schedules
from pages.levels.schedule.two_windows import two_windows
from pages.levels.schedule.where_steps_go import where_steps_go
from pages.shared.page.theme import story

story(
    "How much noise each step adds is a choice, and the choice is called the schedule. "
    "It decides how long the picture can be made out, and where the steps are spent."
)
two_schedules()
where_steps_go()
two_windows()
