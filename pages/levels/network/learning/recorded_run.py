"""Level 4: the small trainings that were recorded, for who does not train."""

import json
from functools import cache

from diffusion_core.training.watched import RECORD


@cache
def recorded() -> dict:
    """The recorded run of both lessons (diffusion_core.commands.record_watched)."""
    return json.loads(RECORD.read_text(encoding="utf-8"))
