"""From a caption to the vectors that the network reads."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

from diffusion_core.data.vocabulary import LONGEST, Vocabulary


class Context(NamedTuple):
    """The words of B captions: vectors (B, 17, D) and mask (B, 17), True where a word stands; slot 0 always is."""

    vectors: Tensor
    mask: Tensor


class CaptionReader(nn.Module):
    """Word vectors with their places, and two layers in which the words read one another ("red" finds its "cat")."""

    def __init__(self, vocabulary: Sequence[str], width: int, layers: int = 2) -> None:
        super().__init__()
        self.vocabulary = Vocabulary(vocabulary)
        self.word = nn.Embedding(len(vocabulary) + 2, width)
        self.place = nn.Parameter(torch.randn(LONGEST + 1, width) * 0.3)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(width, width // 32, 2 * width, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(layers)
        )
        self.norm = nn.LayerNorm(width)

    def forward(self, tokens: Tensor) -> Context:
        """tokens: (B, 17) from `Vocabulary.tokens`."""
        x, mask = self.word(tokens) + self.place, tokens > 0
        for layer in self.layers:
            x = layer(x, src_key_padding_mask=~mask)
        return Context(self.norm(x), mask)

    def read(self, captions: Sequence[str]) -> Context:
        """The context of B captions; "" is the learned empty caption. Raises UnknownWord."""
        return self(self.vocabulary.tokens(captions).to(self.word.weight.device))
