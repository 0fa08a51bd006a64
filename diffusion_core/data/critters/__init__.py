"""The picture world: critters drawn from numbers, with a caption each; nothing that is learnt from them."""

from diffusion_core.data.critters.captions import FIELDS, VOCABULARY, Said, caption, partial_caption, said_words
from diffusion_core.data.critters.drawing import draw, draw_alone, draw_bytes, draw_places
from diffusion_core.data.critters.scenes import scene_of, scenes_of, training_seeds
from diffusion_core.data.critters.world import (
    ANIMALS,
    COLOURS,
    EXPRESSIONS,
    HELD_OUT,
    PLACES,
    SIZE,
    TRAINING_COUNT,
    WORN,
    Critter,
    Scene,
    is_held_out,
)

__all__ = [
    "ANIMALS",
    "COLOURS",
    "EXPRESSIONS",
    "FIELDS",
    "HELD_OUT",
    "PLACES",
    "SIZE",
    "TRAINING_COUNT",
    "VOCABULARY",
    "WORN",
    "Critter",
    "Said",
    "Scene",
    "caption",
    "draw",
    "draw_alone",
    "draw_bytes",
    "draw_places",
    "is_held_out",
    "partial_caption",
    "said_words",
    "scene_of",
    "scenes_of",
    "training_seeds",
]
