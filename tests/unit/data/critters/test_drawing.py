"""The pictures themselves: the same everywhere, and showing what the scene says."""

import colorsys
from itertools import combinations, product

import pytest
import torch

from diffusion_core.data.critters import (
    ANIMALS,
    COLOURS,
    EXPRESSIONS,
    PLACES,
    SIZE,
    WORN,
    Critter,
    Scene,
    draw,
    draw_bytes,
    scenes_of,
)
from diffusion_core.data.critters.palette import SHADES, rgb, shade


def _lab(rgb_values):
    """sRGB in [0, 1] to CIE Lab, D65 (IEC 61966-2-1, CIE 15)."""
    linear = torch.where(rgb_values <= 0.04045, rgb_values / 12.92, ((rgb_values + 0.055) / 1.055) ** 2.4)
    to_xyz = torch.tensor(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    )
    xyz = linear @ to_xyz.T / torch.tensor([0.95047, 1.0, 1.08883])
    f = torch.where(xyz > (6 / 29) ** 3, xyz.clamp_min(1e-9) ** (1 / 3), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = f.unbind(-1)
    return torch.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1)


def _shades(colour):
    """All corners of a colour's range, and 200 shades inside it."""
    corners = torch.tensor(list(product((0.0, 1.0), repeat=3)))
    rolls = torch.cat([corners, torch.rand(200, 3, generator=torch.Generator().manual_seed(1))])
    return shade(torch.full((len(rolls),), COLOURS.index(colour)), rolls)


def test_hsv_agrees_with_the_standard_library():
    hsv = torch.rand(300, 3, generator=torch.Generator().manual_seed(0)) * torch.tensor([400.0, 1.0, 1.0])
    expected = torch.tensor([colorsys.hsv_to_rgb(h / 360 % 1, s, v) for h, s, v in hsv.tolist()])
    assert (rgb(hsv) - expected).abs().max() < 1e-5


@pytest.mark.parametrize("one, other", list(combinations(COLOURS, 2)))
def test_shades_of_two_colours_never_overlap(one, other):
    """Even the closest two shades differ by several just noticeable differences (about 2.3 in Lab)."""
    assert torch.cdist(_lab(_shades(one)), _lab(_shades(other))).min() > 20


def test_shades_cover_every_colour_of_the_world():
    assert tuple(SHADES) == COLOURS


def test_pictures_have_the_promised_shape_and_range():
    bytes_, floats = draw_bytes(range(40)), draw(range(40))
    assert bytes_.shape == floats.shape == (40, 3, SIZE, SIZE)
    assert (bytes_.dtype, floats.dtype) == (torch.uint8, torch.float32)
    assert floats.min() >= -1 and floats.max() <= 1
    assert torch.equal(((floats + 1) * 127.5).round().to(torch.uint8), bytes_)
    assert floats.min() < -0.7 and floats.max() > 0.99


def test_a_picture_is_the_same_in_any_batch_and_any_order():
    seeds = torch.arange(1000, 1300)
    together = draw_bytes(seeds)
    order = torch.randperm(300, generator=torch.Generator().manual_seed(2))
    assert torch.equal(draw_bytes(seeds[order]), together[order])
    for index in (0, 5, 150, 299):
        assert torch.equal(draw_bytes(int(seeds[index]))[0], together[index])


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_a_picture_is_the_same_on_a_gpu_up_to_one_step_of_brightness():
    gap = draw_bytes(range(200)).int() - draw_bytes(range(200), device="cuda").cpu().int()
    assert gap.abs().max() <= 1


def _prints(pictures):
    """One number a picture that moves when some 20 pixels change, but not for a rounding step here and there."""
    c, y, x = torch.meshgrid(torch.arange(3), torch.arange(SIZE), torch.arange(SIZE), indexing="ij")
    weight = ((x + 2 * y + 3 * c) % 7 - 3).double()
    return (pictures.double() * weight).sum((1, 2, 3)) / SIZE**2


def test_the_drawing_is_frozen():
    """The trained weights know exactly these pictures; whoever changes one must train again."""
    expected = [
        # fmt: off
        1.029,
        -0.594,
        1.208,
        0.876,
        0.074,
        -1.367,
        0.436,
        -0.691,
        -0.054,
        -0.575,
        0.444,
        -1.006,
        0.577,
        -0.528,
        -0.957,
        0.298,
        -0.300,
        -0.952,
        -0.144,
        -0.087,
        -0.277,
        0.438,
        0.224,
        0.444,
        0.946,
        1.984,
        1.182,
        0.543,
        0.485,
        -0.104,
        -1.014,
        0.164,
        0.638,
        0.318,
        0.477,
        0.064,
        1.686,
        -1.032,
        -0.342,
        0.770,
        # fmt: on
    ]
    gaps = (_prints(draw_bytes(range(40))) - torch.tensor(expected, dtype=torch.float64)).abs()
    assert gaps.max() < 0.02


def test_given_scenes_replace_those_of_the_numbers():
    seeds = torch.arange(50)
    assert torch.equal(draw_bytes(seeds, scenes=scenes_of(seeds)), draw_bytes(seeds))
    shifted = scenes_of(seeds + 50)
    assert not torch.equal(draw_bytes(seeds, scenes=shifted), draw_bytes(seeds))
    with pytest.raises(ValueError, match="50 seeds but 49 scenes"):
        draw_bytes(seeds, scenes=shifted[1:])


def test_pictures_of_one_scene_differ_from_number_to_number():
    pictures = draw(range(20), scenes=[Scene("night", (Critter("cat", "pink"),))] * 20)
    gaps = torch.pdist(pictures.flatten(1))
    assert gaps.min() > 5


@pytest.mark.parametrize("field, table", [("worn", WORN), ("expression", EXPRESSIONS)])
@pytest.mark.parametrize("animal", ANIMALS)
def test_each_thing_worn_and_each_expression_shows_on_every_animal(animal, field, table):
    """At least 20 pixels change by more than a quarter of the range, whichever two are compared."""
    scenes = [Scene("meadow", (Critter(animal, "brown", **{field: word}),)) for word in table]
    pictures = draw([3] * len(scenes), scenes=scenes)
    for one, other in combinations(pictures, 2):
        assert ((one - other).abs().amax(0) > 0.5).sum() >= 20


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("colour", COLOURS)
def test_fur_has_the_colour_that_the_scene_says(place, colour):
    """Two drawings of one scene that differ only by colour differ in the fur, which is nearest to its own colour.

    Dogs' ears and owls' wings are darker on purpose, so we take the 65th percentile and not the median.
    """
    other = "white" if colour != "white" else "blue"
    seeds = range(8)
    mine, others = (
        draw(seeds, scenes=[Scene(place, (Critter(animal, c),)) for animal in ANIMALS]) for c in (colour, other)
    )
    middles = _lab(torch.stack([_shades(name).mean(0) for name in COLOURS]))
    for one, two in zip(mine, others, strict=True):
        fur = ((one + 1) / 2)[:, (one - two).abs().amax(0) > 0.3]
        nearest = (_lab(fur.quantile(0.65, dim=1)[None]) - middles).norm(dim=-1).argmin()
        assert COLOURS[nearest] == colour


def test_animals_are_told_apart_by_their_mean_pictures():
    """A nearest-mean reader, about the simplest there is, names 9 animals in 10 right."""
    seeds = torch.arange(60)
    animals = [draw(seeds, scenes=[Scene("city", (Critter(animal, "orange"),))] * 60) for animal in ANIMALS]
    means = torch.stack([pictures[:40].mean(0).flatten() for pictures in animals])
    fresh = torch.stack([pictures[40:].flatten(1) for pictures in animals])
    right = torch.cdist(fresh, means).argmin(-1) == torch.arange(len(ANIMALS))[:, None]
    assert right.float().mean() > 0.9


def test_the_first_of_two_critters_stands_on_the_left():
    red, blue = Critter("cat", "red"), Critter("dog", "blue")
    pictures = draw(range(16), scenes=[Scene("city", (red, blue))] * 16)
    redness = pictures[:, 0] - pictures[:, 2]
    assert (redness[:, 24:56, 6:26].mean((1, 2)) > redness[:, 24:56, 38:58].mean((1, 2)) + 0.3).all()


def test_a_critter_stays_whole_inside_the_picture():
    """The fur never touches the left, right or lower border when a critter is alone."""
    for animal in ANIMALS:
        one, two = (draw(range(24), scenes=[Scene("beach", (Critter(animal, c),))] * 24) for c in ("red", "white"))
        changed = (one - two).abs().amax(1) > 0.1
        assert not changed[:, :, [0, -1]].any()
        assert not changed[:, -1].any()
