"""Classifier-free guidance: further along the way from the answer without the caption to the answer with it."""

from torch import Tensor

from diffusion_core.process.prediction import Denoiser, Prediction


def guide(told: Prediction, untold: Prediction, strength: float) -> Prediction:
    """untold + strength * (told - untold), for noise and picture alike (Ho & Salimans 2022, eq. 6; 1 + w = strength).

    strength 1 is the told answer itself, 0 the untold one.
    """
    return Prediction(*(u + strength * (t - u) for t, u in zip(told, untold, strict=True)))


def guided(told: Denoiser, untold: Denoiser, strength: float) -> Denoiser:
    """Two denoisers under guidance, as one. Strength 1 means off: the second is not asked."""
    if strength == 1:
        return told

    def answer(x: Tensor, log_snr: Tensor) -> Prediction:
        return guide(told(x, log_snr), untold(x, log_snr), strength)

    return answer


STRENGTH = 4.0
"""How strong guidance is unless somebody asks for another strength."""

MOST_NOISY, LEAST_NOISY = -6.0, 1.0
"""The log-SNR between which guidance is computed: there the caption decides, outside it only costs."""


def matters(log_snr: float) -> bool:
    """Whether guidance is worth its second pass at this noise level (Kynkäänniemi et al. 2024)."""
    return MOST_NOISY < log_snr < LEAST_NOISY
