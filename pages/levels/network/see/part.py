"""Level 4, part 1: a network that removes noise."""

from pages.levels.network.see.seeing import seeing
from pages.levels.network.see.smallest import smallest
from pages.shared.page import theme

theme.story(
    "A network has learnt one thing: to look at a noisy picture and tell picture from noise. "
    "Begin with fresh noise under which no picture lies, lean a little towards the picture that it guesses, and ask "
    "again, until no noise is left. What stands there in the end is a new picture, which nobody drew."
)
smallest()
seeing()
