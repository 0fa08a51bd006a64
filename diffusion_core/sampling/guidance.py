"""Classifier-free guidance: further along the way from the answer without the caption to the answer with it."""

from diffusion_core.process.prediction import Prediction


def guide(with_words: Prediction, without: Prediction, strength: float) -> Prediction:
    """without + strength * (with_words - without), for noise and picture alike (Ho & Salimans 2022, eq. 6).

    strength: 1 + w of the paper; 1 is the answer with words itself, 0 the one without.
    """
    return Prediction(*(w + strength * (c - w) for c, w in zip(with_words, without, strict=True)))


MOST_NOISY, LEAST_NOISY = -6.0, 1.0
"""The log-SNR between which guidance is computed: there the caption decides, outside it only costs."""


def matters(log_snr: float) -> bool:
    """Whether guidance is worth its second pass at this noise level (Kynkäänniemi et al. 2024)."""
    return MOST_NOISY < log_snr < LEAST_NOISY
