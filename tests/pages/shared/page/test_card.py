"""The card's companion is a critter of the drawing program, in its four moods."""

import numpy as np
from PIL import Image

from diffusion_core.data.critters import EXPRESSIONS, Critter, Scene, draw_bytes
from pages.shared.page.card import COMPANION, SCRIPT


def test_the_companion_is_the_cat_with_the_bow_in_the_order_of_the_script():
    scenes = [Scene("meadow", (Critter("cat", "orange", "bow", mood),)) for mood in EXPRESSIONS]
    drawn = draw_bytes([1] * len(scenes), scenes=scenes).permute(0, 2, 3, 1).numpy()
    with Image.open(COMPANION) as kept:
        assert np.array_equal(np.asarray(kept.convert("RGB")), np.concatenate(list(drawn), axis=1))
    assert f"const MOODS = {list(EXPRESSIONS)}".replace("'", '"') in SCRIPT.text
