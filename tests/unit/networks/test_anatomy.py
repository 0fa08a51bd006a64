"""Looking into a network: its plan is its module tree, what is held is what ran, and a cut cuts just that."""

import pytest
import torch
import torch.nn.functional as F

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import TRAINING_COUNT, VOCABULARY, draw
from diffusion_core.networks.anatomy import cut, held_by, plan, skips
from diffusion_core.networks.filters import off_by
from diffusion_core.networks.unet import UNet, UNetConfig, count_parameters
from diffusion_core.networks.weights import load_network
from diffusion_core.process.forward import add_noise
from diffusion_core.sampling.generate import predict

ALL_THERE_IS = {"stem", "down", "shrink", "middle", "merge", "up", "grow", "out"}
UNSEEN = ("reader", "level", "norm")
"""What stands beside the picture's way: the words, the noise level, and a last norm."""


@pytest.fixture
def asked(network):
    """The tiny network's question: pictures, noise levels, words."""
    x = torch.randn(2, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        return x, torch.tensor([-1.0, 1.0]), network.reader.read(["", "a red cat"])


def test_the_plan_holds_every_number_of_the_network_once(network):
    parts = plan(network)
    beside = sum(count_parameters(network.get_submodule(name)) for name in UNSEEN)
    assert sum(part.parameters for part in parts) + beside == count_parameters(network)
    assert {part.kind for part in parts} == ALL_THERE_IS
    assert len({part.name for part in parts}) == len(parts)


@pytest.mark.parametrize("shape", [{}, {"blocks": (2, 1, 3), "channels": (32, 64, 96)}, {"patch": 2}])
def test_the_plan_states_the_sizes_and_the_order_of_a_real_pass(make_network, asked, shape):
    network = make_network(**shape)
    x, level, _ = asked
    parts = plan(network)
    with torch.no_grad():
        _, held = held_by(network, x, level, network.reader.read(["", ""]), [part.name for part in parts])
    assert list(held) == [part.name for part in parts], "in the order in which they ran"
    for part in parts:
        assert tuple(held[part.name].shape[1:]) == (part.channels, part.side, part.side), part.name
        assert part.numbers == held[part.name][0].numel()


def test_the_shipped_bottom_holds_as_many_numbers_as_the_picture():
    with torch.device("meta"):
        network = UNet(UNetConfig(VOCABULARY))
    (middle,) = [part for part in plan(network) if part.kind == "middle"]
    assert middle.numbers == 64 * 64 * 3
    assert [(part.look, part.read) for part in plan(network) if part.kind == "down"] == [
        (False, False), (False, True), (False, True), (True, True),
    ]  # fmt: skip


def test_what_is_held_runs_on_to_the_networks_own_answer(network, asked):
    x, level, words = asked
    names = [part.name for part in plan(network) if part.kind in ("down", "middle")]
    with torch.no_grad():
        whole = network(x, level, words)
        v, held = held_by(network, x, level, words, names)
        h, embedding = held["middle"], network.level(level)
        pairs = skips(network)
        for grid in reversed(range(3)):
            kept = held[pairs[f"merge.{grid}.0"]]
            h = network.up[grid][0](network.merge[grid][0](h, kept), embedding, words)
            if grid:
                h = F.interpolate(network.grow[grid - 1](h), scale_factor=2.0, mode="nearest")
        again = F.pixel_shuffle(network.out(F.silu(network.norm(h))), network.config.patch)
    assert torch.equal(v, whole), "looking changes nothing"
    assert not any(module._forward_hooks for module in network.modules()), "and leaves nothing behind"
    torch.testing.assert_close(again, whole)


def test_a_skip_hands_each_grid_to_itself_last_kept_first_used(make_network):
    pairs = skips(make_network(blocks=(1, 2, 1)))
    assert pairs == {
        "merge.2.0": "down.2.0",
        "merge.1.0": "down.1.1",
        "merge.1.1": "down.1.0",
        "merge.0.0": "down.0.0",
    }


def test_a_cut_cuts_what_it_names_and_heals(network, asked):
    x, level, words = asked
    with torch.no_grad():
        sound = network(x, level, words)
        with cut(network, []):
            assert torch.equal(network(x, level, words), sound), "cutting nothing changes nothing"
        for name in ("merge.0.0", "down.1.0", "middle", "up.2.0"):
            with cut(network, [name]):
                assert (network(x, level, words) - sound).abs().max() > 1e-4, name
        assert torch.equal(network(x, level, words), sound)


def test_a_severed_skip_carries_nothing_across(network, asked):
    """With all three severed and the way through the bottom held fixed, the picture no longer reaches the answer."""
    x, level, words = asked
    merges = [part.name for part in plan(network) if part.kind == "merge"]
    fixed = torch.zeros(2, 32, 4, 4)
    handle = network.middle.register_forward_hook(lambda module, given, made: fixed)
    with torch.no_grad():
        assert not torch.equal(network(x, level, words), network(x.flip(3), level, words))
        with cut(network, merges):
            assert torch.equal(network(x, level, words), network(x.flip(3), level, words))
    handle.remove()


def test_only_blocks_and_skips_can_be_cut(network):
    with pytest.raises(ValueError, match="only skip connections"), cut(network, ["stem"]):
        pass
    with pytest.raises(KeyError), cut(network, ["nowhere"]):
        pass


@pytest.fixture(scope="module")
def shipped():
    return load_network()


def test_on_the_shipped_network_the_finest_skips_matter_most_and_the_bottom_least(shipped):
    """What the page's bet rests on, on pictures that the page does not show first."""
    x0, eps = draw(range(TRAINING_COUNT + 900, TRAINING_COUNT + 906)), Noise(range(6), (3, 64, 64))()

    def off(names, left):
        level = torch.logit(torch.full((6,), left, dtype=torch.float64))
        with cut(shipped, names):
            return off_by(predict(shipped, add_noise(x0, eps, left), level, [""] * 6).x0.clamp(-1, 1), x0)

    assert off(["middle"], 0.02) - off([], 0.02) > 3 * (off(["middle"], 0.9) - off([], 0.9)), "an overall view"
    for left in (0.9, 0.7, 0.4):
        sound, finest = off([], left), off(["merge.0.0"], left)
        assert finest > 1.5 * sound
        for other in (["merge.2.0"], ["middle"]):
            assert off(other, left) < sound + 0.3 * (finest - sound)
