"""Captions whose words stand in another order, and scenes in which two critters have exchanged something."""

from dataclasses import replace

import torch

from diffusion_core.common.randomness import generator
from diffusion_core.data.critters.world import Scene

ARTICLES = ("a", "an")


def as_written(caption: str, number: int = 0) -> str:
    """The caption itself. number: picks nothing here; the ways below have one call for all."""
    return caption


def backwards(caption: str, number: int = 0) -> str:
    """The same words from the last to the first."""
    return " ".join(reversed(caption.split()))


def shuffled(caption: str, number: int = 0) -> str:
    """The same words in an order that this number picks; never the order as written, where there is another."""
    words, random = caption.split(), generator(number)
    mixed = words
    while mixed == words and len(set(words)) > 1:
        mixed = [words[i] for i in torch.randperm(len(words), generator=random).tolist()]
    return " ".join(mixed)


def without_articles(caption: str, number: int = 0) -> str:
    """The same words, but for "a" and "an"."""
    return " ".join(word for word in caption.split() if word not in ARTICLES)


def exchanged(scene: Scene, what: str) -> Scene:
    """Two critters that have exchanged their colours, or what they wear. what: "colour" or "worn"."""
    one, other = scene.critters
    return replace(
        scene,
        critters=(
            replace(one, **{what: getattr(other, what)}),
            replace(other, **{what: getattr(one, what)}),
        ),
    )
