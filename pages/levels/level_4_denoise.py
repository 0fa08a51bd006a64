"""Level 4, part 1: a network that removes noise."""

from pages.levels.network.seeing import seeing
from pages.levels.network.smallest import smallest
from pages.shared import theme

theme.story(
    "A network has learnt one thing: to look at a noisy picture and say what in it is noise. "
    "Begin with fresh noise under which no picture lies, take away a little of what it calls noise, and ask again, "
    "until none is left. What stands there in the end is a new picture, which nobody drew."
)
smallest()
seeing()
