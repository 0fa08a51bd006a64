"""How much each place reads each word: it adds up, says nothing of words that aren't there, and changes nothing."""

import pytest
import torch

from diffusion_core.networks.anatomy import read_by
from diffusion_core.networks.unet import Block
from diffusion_core.sampling.generate import predict
from diffusion_core.sampling.listening import look

CAPTIONS = ["a red cat with a hat", "", "an owl"]


@pytest.fixture
def asked():
    x = torch.randn(3, 3, 64, 64, generator=torch.Generator().manual_seed(4))
    return x, torch.tensor([-3.0, 0.0, 2.0])


@torch.inference_mode()
def test_who_asks_for_maps_gets_the_same_answer_to_the_bit(network, asked):
    context = network.reader.read(CAPTIONS)
    v, _ = read_by(network, *asked, context)
    assert torch.equal(v, network(*asked, context))
    assert torch.equal(look(network, *asked, CAPTIONS).guess.x0, predict(network, *asked, CAPTIONS).x0)


@torch.inference_mode()
def test_at_each_place_the_words_share_one_and_words_that_are_not_there_get_nothing(network, asked):
    context = network.reader.read(CAPTIONS)
    _, maps = read_by(network, *asked, context)
    assert maps.shape == (3, 17, 8, 8)
    torch.testing.assert_close(maps.sum(1), torch.ones(3, 8, 8))
    absent = ~context.mask[:, :, None, None].expand_as(maps)
    assert maps[absent].abs().max() == 0 and maps[~absent].min() > 0


@torch.inference_mode()
def test_the_map_is_the_mean_of_every_block_that_reads(network, asked):
    seen: list[torch.Tensor] = []
    network(*asked, network.reader.read(CAPTIONS), seen)
    readers = [part for part in network.modules() if isinstance(part, Block) and part.read is not None]
    assert len(seen) == len(readers) > 2
    coarse = torch.stack(
        [shares.unflatten(1, (side := round(shares.shape[1] ** 0.5), side)).mean((1, 2)) for shares in seen]
    )
    _, maps = read_by(network, *asked, network.reader.read(CAPTIONS))
    torch.testing.assert_close(maps.mean((2, 3)), coarse.mean(0))
