"""Level 4, part 2: the way back, one step at a time."""

from pages.levels.network.step.lab import lab
from pages.levels.network.step.one_step import one_step
from pages.shared.page import theme

theme.story(
    "The way back is the strangest part, and it is usually skipped. "
    "Here is one step of it with nothing left out, and then the next. "
    "After that we break it, piece by piece, to see what each piece is good for."
)
one_step()
lab()
