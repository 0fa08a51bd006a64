"""Level 4, the part on learning: how a blank network became one that draws."""

from diffusion_core.training.loop import TrainConfig
from pages.levels.network.learning.by_hand import by_hand
from pages.levels.network.learning.flat_loss import flat_loss
from pages.levels.network.learning.growing import growing
from pages.levels.network.learning.live import live
from pages.shared.page import theme

theme.story(
    "Nobody told the network what a cat is. At first its numbers were drawn by chance. Then it did small exercises: "
    "tell noise from picture. "
    f"After every {TrainConfig.batch} of them all its numbers were nudged a little."
)
by_hand()
live()
flat_loss()
growing()
