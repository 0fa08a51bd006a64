"""Level 4, last part: does the noise decide, is what comes new or copied, and the end."""

from pages.levels.network.anew.ending import ending, whose_work
from pages.levels.network.anew.is_it_new import is_it_new
from pages.levels.network.anew.never_seen import never_seen
from pages.levels.network.anew.noise_decides import noise_decides
from pages.shared.page import theme

theme.story(
    "Somebody new came out of the noise. But is that somebody really new, or a training picture that the network "
    "remembered? First see what the noise has to do with it. Then look among all that it ever saw."
)
noise_decides()
is_it_new()
never_seen()
whose_work()
ending()
