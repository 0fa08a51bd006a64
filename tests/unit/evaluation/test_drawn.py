"""Pictures drawn for an evaluation: each failure is named."""

import torch

from diffusion_core.data.critters import Critter, Scene, caption
from diffusion_core.data.critters.scenes import scene_codes
from diffusion_core.evaluation.drawn import failures

CAT = Scene("night", (Critter("cat", "red", "hat", "happy"),))
PAIR = Scene("beach", (Critter("cat", "red", "hat", "happy"), Critter("dog", "blue", "crown", "sad")))


def test_a_failure_is_named_with_its_seed_its_caption_and_what_is_wrong():
    wrong = Scene("night", (Critter("cat", "red", "hat", "sad"),))
    read = torch.cat([scene_codes([CAT]), scene_codes([wrong]), scene_codes([PAIR])])
    (found,) = failures(read, [CAT, CAT, PAIR])
    assert found == {"seed": 1, "caption": caption(CAT), "wrong": ["expression"]}
