"""A network whose caption reader lets no word hear another: what would it draw, if each word were read alone?"""

from copy import copy

import torch
from torch import Tensor

from diffusion_core.networks.caption_reader import CaptionReader, Context
from diffusion_core.networks.unet import UNet

APART = "words apart"
"""What the engine calls this network."""


class WordsApart(CaptionReader):
    """The same layers, but each word reads, besides the opening of every caption, itself alone, at its own place."""

    def forward(self, tokens: Tensor) -> Context:
        x, mask = self.word(tokens) + self.place, tokens > 0
        others = ~torch.eye(x.shape[1], dtype=torch.bool, device=x.device)
        others[:, 0] = False
        for layer in self.layers:
            x = layer(x, src_mask=others)
        return Context(self.norm(x), mask)


def with_words_apart(network: UNet) -> UNet:
    """The network with such a reader. It shares all its weights with the one that is given, which stays as it was."""
    with torch.device("meta"):
        reader = WordsApart(network.config.vocabulary, network.config.words, len(network.reader.layers))
    reader.load_state_dict(network.reader.state_dict(), assign=True)
    twin = copy(network)
    twin._modules = dict(network._modules)
    twin.reader = reader.eval().requires_grad_(False)
    return twin
