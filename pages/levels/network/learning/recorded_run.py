"""Level 4: the small trainings that were recorded, for who does not train."""

from functools import cache

from diffusion_core.common.assets import WATCHED
from diffusion_core.common.records import read_record


@cache
def recorded() -> dict:
    """The recorded run of both lessons (diffusion_core.commands.record_watched)."""
    return read_record(WATCHED)
