"""The rule that reads a colour knows drawn pictures, and is not fooled by what is none."""

import torch

from diffusion_core.common.randomness import generator
from diffusion_core.data.critters import draw
from diffusion_core.data.small_cats import COLOURS, HUES, SmallCritters, colour_of, draw_small
from diffusion_core.data.vocabulary import Vocabulary


def test_the_rule_is_right_on_every_drawn_picture():
    numbers = range(50_000, 50_800)
    assert colour_of(draw_small(numbers)).tolist() == [i % 4 for i in numbers]


def test_the_rule_sees_no_colour_in_noise_blur_or_a_mixture():
    noise = torch.randn(200, 3, 16, 16, generator=generator(0))
    assert (colour_of(noise) == -1).all() and (colour_of(0.3 * noise) == -1).all()
    average = draw_small(range(200)).mean(0, keepdim=True)
    assert colour_of(average).item() == -1
    half = draw_small(range(8))
    half[:, :, :, 8:] = draw_small(range(1, 9))[:, :, :, 8:]
    assert (colour_of(half) == -1).all()


def test_a_colour_that_was_never_asked_for_is_none_of_the_four():
    blue, turquoise = (torch.tensor(rgb).view(1, 3, 1, 1).expand(1, 3, 16, 16) for rgb in ([-1, -0.6, 1], [-1.0, 1, 1]))
    assert colour_of(blue.float()).item() == colour_of(turquoise).item() == -1


def test_flat_colours_are_told_by_their_hue_also_across_0_degrees():
    red = torch.tensor([[1.0, -1, -0.8], [1.0, -0.8, -1]]).view(2, 3, 1, 1).expand(2, 3, 16, 16)
    assert colour_of(red).tolist() == [HUES.index(0.0)] * 2


def test_the_pictures_are_the_large_ones_in_boxes():
    # no place, one grey around the cat
    small = draw_small([0])
    assert small.shape == (1, 3, 16, 16) and small[0, :, 0, 0].std() < 1e-6
    assert not torch.equal(draw([0])[0, :, 0, 0], small[0, :, 0, 0])


def test_a_batch_names_each_picture_by_its_colour_and_comes_again():
    data, words = SmallCritters(64), Vocabulary(COLOURS)
    x0, tokens = data.batch(320, 16, words)
    again, _ = data.batch(320, 16, words)
    other, _ = data.batch(336, 16, words)
    assert torch.equal(x0, again) and not torch.equal(x0, other)
    assert (tokens[:, 1] - 2).tolist() == colour_of(x0).tolist()
