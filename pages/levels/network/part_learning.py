"""Level 4, the part on learning: how a blank network became one that draws."""

from pages.levels.network.by_hand import by_hand
from pages.levels.network.flat_loss import flat_loss
from pages.levels.network.growing import growing
from pages.levels.network.live import live
from pages.shared import theme

theme.story(
    "Nobody told the network what a cat is. It began blank, and did one small exercise after the other: "
    "find the noise in a noisy picture. After each one all its numbers were nudged a little. That is all."
)
by_hand()
live()
flat_loss()
growing()
