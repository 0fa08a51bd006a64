"""Random numbers that depend on nothing but a picture's number and a field's number."""

import torch
from torch import Tensor

_WORD = 0xFFFFFFFF
_GOLDEN = 0x1E3779B9


def _mixed(x: Tensor) -> Tensor:
    """Mix 32-bit words held in int64 (Wellons, hash-prospector, triple 16-15-15).

    Both multipliers are below 2^31, so that no product leaves the signed 64 bits on any device.
    """
    x = ((x ^ (x >> 16)) * 0x21F0AAAD) & _WORD
    x = ((x ^ (x >> 15)) * 0x735A2D97) & _WORD
    return x ^ (x >> 15)


def words(seeds: Tensor, fields: int, *, stream: int) -> Tensor:
    """Hash (seed, stream, field) for fields 0 … fields - 1.

    seeds: (B,) int64, any value; stream: keeps independent uses apart. Returns (B, fields) int64 in [0, 2^32).
    """
    seeds = seeds.to("cpu", torch.int64)
    low, high = seeds & _WORD, (seeds >> 32) & _WORD
    key = _mixed(low ^ _mixed((high + (stream + 1) * _GOLDEN) & _WORD))
    field = _mixed((torch.arange(1, fields + 1) * _GOLDEN) & _WORD)
    return _mixed(key[:, None] ^ field[None, :])


def uniforms(seeds: Tensor, fields: int, *, stream: int) -> Tensor:
    """The same hashes as numbers in [0, 1) with 24 bits: (B, fields) float32."""
    return (words(seeds, fields, stream=stream) >> 8).float() / (1 << 24)


def choices(word: Tensor, count: int) -> Tensor:
    """Turn 32-bit words into even choices out of 0 … count - 1 (same shape, int64)."""
    return (word * count) >> 32
