"""A caption while it is read: each word's numbers before and after, and which words look at which."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from diffusion_core.networks.caption_reader import CaptionReader

OPENING = "(start)"
"""What stands for the vector that opens every caption."""


@dataclass(frozen=True)
class Reading:
    """One caption of M - 1 words, and the opening before them.

    words: M, the opening first; before: (M, D), each word's row of numbers with its place added; after: (M, D), what
    the picture reads;
    looks: (L, M, M), in each layer how much the word of a row takes from the word of a column: each row adds up to 1.
    """

    words: tuple[str, ...]
    before: Tensor
    after: Tensor
    looks: Tensor


@torch.inference_mode()
def read_closely(reader: CaptionReader, caption: str) -> Reading:
    """The same layers as in `CaptionReader.forward`, with what their attention weighs; heads are averaged.

    Raises UnknownWord, and ValueError for too many words.
    """
    tokens = reader.vocabulary.tokens([caption]).to(reader.word.weight.device)
    rows, mask = reader.word(tokens) + reader.place, tokens > 0
    x, looks = rows, []
    for layer in reader.layers.children():
        assert isinstance(layer, nn.TransformerEncoderLayer)
        y = layer.norm1(x)
        _, weights = layer.self_attn(y, y, y, key_padding_mask=~mask, need_weights=True)
        looks.append(weights[0])
        x = layer(x, src_key_padding_mask=~mask)
    count = int(mask.sum())
    words = (OPENING, *caption.lower().split())
    whole = torch.stack(looks)[:, :count, :count]
    return Reading(words, *(t.float().cpu() for t in (rows[0, :count], reader.norm(x)[0, :count], whole)))


@torch.inference_mode()
def rows_of(reader: CaptionReader) -> Tensor:
    """Each known word's row of numbers, in the order of the vocabulary: (V, D)."""
    return reader.word.weight[2:].float().cpu().clone()


@torch.inference_mode()
def rows_after(reader: CaptionReader, captions: Sequence[str], looks: int | None = None) -> tuple[Tensor, Tensor]:
    """What the picture reads for each known word, averaged over wherever these captions say it.

    looks: what the words are after so many layers instead, 0 for their rows with their places. Returns (V, D), and
    (V,), how often each was said; where that is 0, its row is 0.
    """
    tokens = reader.vocabulary.tokens(captions).to(reader.word.weight.device)
    said = tokens >= 2
    which, vectors = tokens[said] - 2, _looked(reader, tokens, looks)[said].float()
    count = len(reader.vocabulary.words)
    often = torch.bincount(which, minlength=count)
    sums = torch.zeros(count, vectors.shape[1], device=vectors.device).index_add_(0, which, vectors)
    return (sums / often.clamp(min=1)[:, None]).cpu(), often.cpu()


def _looked(reader: CaptionReader, tokens: Tensor, looks: int | None) -> Tensor:
    if looks is None:
        return reader(tokens).vectors
    x = reader.word(tokens) + reader.place
    for layer in list(reader.layers.children())[:looks]:
        x = layer(x, src_key_padding_mask=tokens == 0)
    return x


def likeness(rows: Tensor) -> Tensor:
    """The cosine between each two rows, less what all have in common: (V, D) to (V, V) in [-1, 1]."""
    centred = rows - rows.mean(0)
    unit = centred / centred.norm(dim=1, keepdim=True).clamp(min=1e-9)
    return unit @ unit.T


def flattened(rows: Tensor, dimensions: int) -> tuple[Tensor, float]:
    """A map of rows: (V, D) to (V, dimensions), along the directions in which they differ most (Pearson 1901).

    Returns also the share of all their spread, in [0, 1], that is left on the map.
    """
    centred = rows - rows.mean(0)
    u, s, _ = torch.linalg.svd(centred, full_matrices=False)
    return u[:, :dimensions] * s[:dimensions], float(s[:dimensions].square().sum() / s.square().sum())
