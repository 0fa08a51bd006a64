"""Level 4, inside the U-Net: what goes in, what comes out, and the picture and noise that follow."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch

from diffusion_core.networks.layers import LevelEmbedding
from pages.levels.network.contrast import contrast
from pages.levels.network.inside.guessing import asked, guess, noisy_track
from pages.shared.numbers import signed
from pages.shared.player import Numbers, Pictures
from pages.shared.player.track import Track

LEVEL = "in: log signal-to-noise"


def tracks(seed: int, with_words: bool) -> list[Track]:
    """What goes in, what comes out, and the two that follow, with the numbers that lead there."""
    what, found = asked(seed), guess(seed, with_words)
    alpha, sigma = what.left.sqrt().numpy(), (1 - what.left).sqrt().numpy()
    level = what.log_snr.clamp(-LevelEmbedding.LIMIT, LevelEmbedding.LIMIT).numpy()
    pairs = list(zip(alpha, sigma, strict=True))
    rows = {
        LEVEL: [signed(value, 1) for value in level],
        "picture guess": [f"{a:.2f} · in − {s:.2f} · out" for a, s in pairs],
        "noise guess": [f"{s:.2f} · in + {a:.2f} · out" for a, s in pairs],
    }
    roles = {LEVEL: "noisy", "picture guess": "guess", "noise guess": "guess"}
    return [
        Pictures("out", found.v, title="what comes out", role="guess", note=""),
        Pictures("guess", found.frames, title="picture guess", role="guess", note=""),
        noisy_track(what, "what goes in"),
        Pictures("guessed_noise", found.noise, title="noise guess", role="guess", note=""),
        Numbers("factors", rows, title="in numbers", size="full", roles=roles, formats=dict.fromkeys(rows, "{}")),
    ]


def only_first(shown: Sequence[Track], count: int) -> list[Track]:
    """What comes out and what goes in, at the first `count` moments alone."""
    out, _, given, *_ = shown
    return [replace(out, pixels=out.pixels[:count]), replace(given, table=given.table[:count])]


def likeness(seed: int) -> dict[str, float]:
    """How the raw answer to pure noise correlates with that noise, and with the picture guessed from it; and its
    contrast, as a share of that of the picture itself."""
    what, found = asked(seed), guess(seed)
    v = found.v[-1].ravel().astype(np.float64)
    noise = what.eps[0].permute(1, 2, 0).numpy().ravel()
    picture = found.frames[-1].ravel().astype(np.float64)
    pictures = torch.cat([torch.from_numpy(found.v[-1]).permute(2, 0, 1)[None] / 127.5 - 1, what.x0])
    blurred, sharp = contrast(pictures).tolist()
    return {
        "noise": float(np.corrcoef(v, noise)[0, 1]),
        "picture": float(np.corrcoef(v, picture)[0, 1]),
        "contrast": blurred / sharp,
    }
