"""Level 1, part 1: ink spreads in water."""

from pages.levels.ink.drop import drop_it
from pages.levels.ink.follow import follow
from pages.levels.ink.pair import heart_or_ring
from pages.shared.page import theme

theme.story(
    "A drop of ink spreads in still water until it is everywhere, and nobody stirs. "
    "Each tiny speck just stumbles about by chance, and that is all it takes."
)
drop_it()
follow()
heart_or_ring()
