"""Level 4, part 3: inside the network."""

from pages.levels.network.inside.blocks import blocks
from pages.levels.network.inside.cutting import cutting
from pages.levels.network.inside.in_out import in_out
from pages.levels.network.inside.never_had import never_had
from pages.shared.page import theme

theme.story(
    "The network is no black box: every number in it can be looked at while it works. "
    "See what goes in and what comes out, open each of its blocks, and cut it to learn what each part is for."
)
in_out()
blocks()
cutting()
never_had()
