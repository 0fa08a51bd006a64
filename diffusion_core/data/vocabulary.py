"""Numbers for the words of a caption."""

from collections.abc import Sequence

import torch
from torch import Tensor

LONGEST = 16
"""Words in the longest caption."""


class UnknownWord(ValueError):
    """A caption holds words that the network never saw; `words` names them."""

    def __init__(self, words: Sequence[str], vocabulary: Sequence[str]) -> None:
        self.words = tuple(words)
        which = "word" if len(words) == 1 else "words"
        super().__init__(f"I have never seen the {which} {', '.join(words)}. I know: {', '.join(vocabulary)}.")


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
