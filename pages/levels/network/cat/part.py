"""Level 4, part 4: the cat with the bow is dissolved, and somebody comes back."""

from contextlib import suppress

from pages.levels.network.blur.gallery import begun
from pages.levels.network.cat.part_of_the_way import part_of_the_way
from pages.server.errands import Full
from pages.shared.page import theme

theme.story(
    "Remember the cat with the bow? In level 2 we dissolved her so well that nobody could tell her from a rabbit. "
    "Now you have somebody who can guess. So dissolve her a little, or a lot, and let the network bring her back."
)
part_of_the_way()
with suppress(Full):
    # what the next part knows by heart is drawn while this one is read
    begun()
