"""The reader of lone critters: blends have no name."""

import torch

from diffusion_core.common.randomness import generator
from diffusion_core.data.lone_critters import codes_of, draw_lone, to_floats
from diffusion_core.evaluation.lone_reader import NO_ANIMAL, NO_COLOUR, blank_reader, blends, named, teach


def test_a_name_needs_both_the_animal_and_the_colour() -> None:
    codes = torch.tensor([[0, 0], [NO_ANIMAL, 0], [0, NO_COLOUR], [NO_ANIMAL, NO_COLOUR], [3, 3]])
    assert named(codes).tolist() == [True, False, False, False, True]


def test_a_blend_is_of_two_pictures_and_keeps_only_the_names_they_share() -> None:
    numbers = torch.arange(40)
    x, codes = to_floats(draw_lone(numbers)), codes_of(numbers)
    blended, names = blends(x, codes, generator(0))
    shared = names == codes
    assert (names[~shared[:, 0], 0] == NO_ANIMAL).all() and (names[~shared[:, 1], 1] == NO_COLOUR).all()
    assert 0 < shared.float().mean() < 0.5
    assert (blended - x).flatten(1).norm(dim=1).median() > 1


def test_blending_uses_only_the_generator_it_is_given() -> None:
    x, codes = to_floats(draw_lone(torch.arange(6))), codes_of(torch.arange(6))
    torch.default_generator.manual_seed(1)
    state = torch.default_generator.get_state()
    assert torch.equal(blends(x, codes, generator(3))[0], blends(x, codes, generator(3))[0])
    blank_reader(0)
    assert torch.equal(torch.default_generator.get_state(), state)


def test_a_short_lesson_teaches_something() -> None:
    losses = [lesson.loss for lesson in teach(blank_reader(0), pictures=256, steps=16)]
    assert losses[-1] < 0.9 * losses[0]
