"""Captions searched number by number agree with the codes that scenes are made of."""

import torch

from diffusion_core.data.critters import ANIMALS, COLOURS, training_seeds
from diffusion_core.data.critters.counting import search_captions
from diffusion_core.data.critters.scenes import codes_of

UNTIL = 6000


def by_codes(animal, colour, seeds):
    codes = codes_of(seeds)
    pair = torch.tensor([ANIMALS.index(animal), COLOURS.index(colour)])
    left = (codes[:, 2:4] == pair).all(1)
    right = (codes[:, 6:8] == pair).all(1) & (codes[:, 1] == 2)
    return int((left | right).sum())


def test_the_search_counts_what_the_codes_say():
    trained = training_seeds()[training_seeds() < UNTIL]
    for animal, colour in (("rabbit", "blue"), ("rabbit", "green")):
        *_, count = search_captions(f"{colour} {animal}", until=UNTIL, batch=2500)
        assert count.numbers == UNTIL and count.trained == len(trained)
        assert count.found == by_codes(animal, colour, torch.arange(UNTIL)) > 0
        assert count.found_trained == by_codes(animal, colour, trained)
    assert count.found_trained == 0


def test_the_search_tells_how_far_it_is():
    assert [count.numbers for count in search_captions("cat", until=700, batch=300)] == [300, 600, 700]
