"""From a caption to the vectors that the network reads."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

LONGEST = 16
"""Words in the longest caption."""


class UnknownWord(ValueError):
    """A caption holds words that the network never saw; `words` names them."""

    def __init__(self, words: Sequence[str], vocabulary: Sequence[str]) -> None:
        self.words = tuple(words)
        which = "word" if len(words) == 1 else "words"
        super().__init__(f"I have never seen the {which} {', '.join(words)}. I know: {', '.join(vocabulary)}.")


class Context(NamedTuple):
    """The words of B captions: vectors (B, 17, D) and mask (B, 17), True where a word stands; slot 0 always is."""

    vectors: Tensor
    mask: Tensor


class Vocabulary:
    """Numbers for words: 0 is no word, 1 opens every caption, so that the empty caption is a learned vector too."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self._number = {word: i + 2 for i, word in enumerate(self.words)}

    def tokens(self, captions: Sequence[str]) -> Tensor:
        """(B, 17) int64. Raises UnknownWord, and ValueError for a caption of more than 16 words."""
        return torch.tensor([self._row(caption.lower().split()) for caption in captions])

    def _row(self, words: list[str]) -> list[int]:
        unknown = [word for word in words if word not in self._number]
        if unknown:
            raise UnknownWord(unknown, self.words)
        if len(words) > LONGEST:
            raise ValueError(f"a caption has at most {LONGEST} words, this one has {len(words)}")
        return [1, *(self._number[word] for word in words), *[0] * (LONGEST - len(words))]


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
