"""Classifier-free guidance: further along the way from the answer without the caption to the answer with it."""

from diffusion_core.process.prediction import Prediction
from diffusion_core.sampling.defaults import ANY_LEVEL, LEAST_NOISY, MOST_NOISY


def guide(with_words: Prediction, without: Prediction, strength: float) -> Prediction:
    """without + strength * (with_words - without), for noise and picture alike (Ho & Salimans 2022, eq. 6).

    strength: 1 + w of the paper; 1 is the answer with words itself, 0 the one without. `without` may be another answer
    to walk away from: that of words that nobody wants, or of a worse network (Karras et al. 2024, eq. 3).
    """
    return Prediction(*(w + strength * (c - w) for c, w in zip(with_words, without, strict=True)))


def matters(log_snr: float, low: float = MOST_NOISY, high: float = LEAST_NOISY) -> bool:
    """Whether guidance is worth its second pass at this noise level (Kynkäänniemi et al. 2024).

    low, high: between which log-SNR it is; from -ANY_LEVEL, or to ANY_LEVEL, it is also where that is infinite.
    """
    return low < log_snr < high or (log_snr <= low == -ANY_LEVEL) or (log_snr >= high == ANY_LEVEL)
