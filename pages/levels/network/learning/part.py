"""Level 4, the part on learning: how a blank network became one that draws."""

from diffusion_core.training.loop import TrainConfig
from pages.levels.network.learning.by_hand import by_hand
from pages.levels.network.learning.flat_loss import flat_loss
from pages.levels.network.learning.growing import growing
from pages.levels.network.learning.live import live
from pages.shared.page import theme

theme.story(
    "Nobody told the network what a cat is. It started with numbers drawn by chance, and did one small exercise after "
    f"the other: which part of this is noise? After every {TrainConfig.batch} of them, all its numbers got a nudge."
)
by_hand()
live()
flat_loss()
growing()
