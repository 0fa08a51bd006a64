"""The U-Net: what it promises about shapes, blankness, words, noise levels and precision."""

import math

import pytest
import torch

from diffusion_core.data.critters import VOCABULARY
from diffusion_core.networks.caption_reader import Context
from diffusion_core.networks.unet import UNet, UNetConfig, count_parameters
from diffusion_core.process.prediction import from_velocity
from diffusion_core.training.loop import blank_network


def pictures(count, seed=0):
    return torch.randn(count, 3, 64, 64, generator=torch.Generator().manual_seed(seed))


def levels(*values):
    return torch.tensor(values, dtype=torch.float64)


@pytest.fixture
def answer(network, device):
    """The tiny network on the device as a function of (x, levels, captions)."""
    network.to(device)

    def call(x, log_snr, captions):
        with torch.no_grad():
            return network(x.to(device), log_snr.to(device), network.reader.read(captions)).cpu()

    return call


@pytest.fixture
def close(device):
    """GPUs multiply in TF32 or in another order."""
    return {"atol": 1e-4 if device.type == "cpu" else 5e-3, "rtol": 1e-4 if device.type == "cpu" else 5e-3}


def test_the_shipped_plan_stays_small():
    with torch.device("meta"):
        network = UNet(UNetConfig(VOCABULARY))
    assert 3e6 < count_parameters(network) < 8e6
    assert 2 * count_parameters(network) < 16 * 2**20


@pytest.mark.parametrize("patch", [2, 4])
@pytest.mark.parametrize("channels", [(32, 32, 32), (32, 64), (32,)])
def test_pictures_come_out_in_the_shape_they_went_in(make_network, patch, channels):
    depth = len(channels)
    plan = {"patch": patch, "channels": channels, "blocks": (1,) * depth, "look": (False,) * depth}
    network = make_network(**plan, read=(True,) * depth)
    with torch.no_grad():
        v = network(pictures(2), levels(0, 1), network.reader.read(["", "a cat"]))
    assert (v.shape, v.dtype) == ((2, 3, 64, 64), torch.float32)
    assert v.std() > 1e-3


def test_a_blank_network_predicts_no_velocity(tiny_plan, device):
    network = blank_network(tiny_plan, 0).to(device)
    v = network(pictures(2).to(device), levels(-3, 3).to(device), network.reader.read(["", "a red cat"]))
    assert torch.equal(v, torch.zeros_like(v))


def test_a_seed_makes_one_network_and_leaves_the_global_generator_alone(tiny_plan):
    before = torch.get_rng_state()
    a, b, c = (blank_network(tiny_plan, seed).state_dict() for seed in (1, 1, 2))
    assert all(torch.equal(a[name], b[name]) for name in a)
    assert not torch.equal(a["stem.weight"], c["stem.weight"])
    assert torch.equal(torch.get_rng_state(), before)


def test_empty_slots_of_a_caption_are_not_seen(network):
    context = network.reader.read(["a red cat"])
    changed = Context(torch.where(context.mask[:, :, None], context.vectors, torch.tensor(9.0)), context.mask)
    shown = Context(changed.vectors, torch.ones_like(context.mask))
    with torch.no_grad():
        plain, hidden, seen = (network(pictures(1), levels(0.0), c) for c in (context, changed, shown))
    torch.testing.assert_close(hidden, plain)
    assert (seen - plain).abs().max() > 1e-3


def test_words_and_their_order_reach_the_picture(answer):
    x, level = pictures(1), levels(0.0)
    asked = answer(x, level, ["a red cat and a blue dog"])
    for other in ("", "a blue cat and a red dog", "a red cat"):
        assert (answer(x, level, [other]) - asked).abs().max() > 1e-3


def test_the_noise_level_reaches_the_picture_and_may_be_infinite(answer):
    x = pictures(1)
    answers = [answer(x, levels(level), [""]) for level in (-math.inf, -5.0, 0.0, 5.0, math.inf)]
    assert all(v.isfinite().all() for v in answers)
    assert all((a - b).abs().max() > 1e-3 for a, b in zip(answers, answers[1:], strict=False))


def test_a_picture_does_not_depend_on_its_batch(answer, close):
    x, level, captions = pictures(3), levels(-4, 0, 4), ["", "a red cat at night", "an owl"]
    together = answer(x, level, captions)
    for i in range(3):
        torch.testing.assert_close(answer(x[i : i + 1], level[i : i + 1], captions[i : i + 1])[0], together[i], **close)


@pytest.mark.parametrize("level", [-9.0, -2.0, 0.3, 7.0, 19.5])
def test_half_precision_changes_the_answer_by_rounding_only(network, device, level):
    # Not by a noise level misheard: its short waves turn by whole radians if their lengths are rounded.
    x, captions = pictures(2), ["", "a red cat"]

    def velocity(dtype):
        net = network.to(device, dtype)
        with torch.no_grad():
            return net(x.to(device), levels(level, level).to(device), net.reader.read(captions)).cpu()

    exact = velocity(torch.float32)
    error = (velocity(torch.bfloat16) - exact).std() / exact.std()
    assert 0 < error < 0.02


def test_the_level_is_told_alike_in_half_precision(network):
    level = network.level
    embedding = level(levels(-19.9, -7.3, 3.1, 18.2))
    rounded = level.to(torch.bfloat16)(levels(-19.9, -7.3, 3.1, 18.2)).float()
    assert (rounded - embedding).abs().max() < 0.05 * embedding.abs().max()


def test_the_denoiser_is_the_network_with_its_captions_fixed(network):
    context, x, level = network.reader.read(["a red cat"]), pictures(1), levels(0.7)
    with torch.no_grad():
        guess, v = network.denoiser(context)(x, level), network(x, level, context)
    torch.testing.assert_close(guess, from_velocity(x, v, level))
