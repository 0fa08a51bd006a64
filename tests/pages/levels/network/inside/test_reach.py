"""4.14: how far the network looks, held against what follows from its filters and from a change of one pixel."""

import pytest
import torch

from diffusion_core.common.assets import MODEL
from diffusion_core.evaluation.claims.reach import MOMENTS, name_of
from diffusion_core.networks.anatomy import held_by, say_of_pixels
from pages.levels.network.inside import reach, reach_figures
from pages.levels.network.inside.guessing import asked
from pages.server import resources
from pages.shared.page.recorded import figure


@pytest.fixture
def shipped(engine_of):
    engine_of(MODEL)


def test_how_many_pixels_a_place_sees_follows_from_the_filters_before_it(shipped):
    """Folding 2 × 2 pixels and a filter of 3 × 3 see 6 × 6; each further filter adds a place on either side."""
    found = reach_figures.reached()
    pixels = dict(zip(found.names, found.pixels, strict=True))
    assert pixels["stem"] == 6**2 and pixels["down.0.0"] == (6 + 2 * 2 * 2) ** 2
    # one filter shrinks by half (2 more pixels), then two filters a block, of which each place is 4 pixels
    assert pixels["down.1.0"] == (14 + 2 + 2 * 2 * 4) ** 2 and pixels["down.1.1"] == (32 + 2 * 2 * 4) ** 2
    assert all(pixels[name] == 64**2 for name in found.names[found.names.index("down.2.0") :])


def test_a_pixel_beyond_reach_changes_nothing_and_one_within_does(shipped):
    network, what = resources.copy_of_network().eval(), asked(13, (500,))
    words = network.reader.read([""])
    say = say_of_pixels(network, what.x, what.log_snr.float(), words, ["down.1.0"])["down.1.0"][0]

    def middle(x):
        with torch.no_grad():
            maps = held_by(network, x, what.log_snr.float(), words, ["down.1.0"])[1]["down.1.0"]
        return maps[0, :, maps.shape[2] // 2, maps.shape[3] // 2]

    for y, x in ((0, 0), (32, 10), (34, 34), (25, 40)):
        other = what.x.clone()
        other[0, :, y, x] += 1
        assert torch.equal(middle(other), middle(what.x)) == (say[y, x] == 0), (y, x)


def test_with_little_noise_it_looks_close_by_and_with_much_noise_everywhere():
    few, many = (figure(name_of(moment))["value"] for moment in MOMENTS)
    assert few < 50 < 300 < many


def test_black_is_what_has_no_say_and_the_answer_follows_the_count(shipped):
    found = reach_figures.reached()
    for moment in (reach_figures.LITTLE, reach_figures.MUCH):
        lit = (found.shown[moment][0] > 0).any(-1)
        assert lit[30:36, 30:36].all() or lit.sum() <= 36
        assert lit.sum() <= 36
    assert [reach.verdict(pixels) for pixels in (36, 1_024, 4_096)] == [reach.FEW, reach.PART, reach.ALL]
