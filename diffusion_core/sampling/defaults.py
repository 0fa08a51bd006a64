"""How pictures are drawn unless somebody asks for something else; without torch, which pages need not wait for."""

SAMPLER_NAMES = ("ddim", "ddpm", "dpmpp_2m")
"""The rows of `samplers.SAMPLERS`."""

STEPS = 20
"""How many steps a picture takes."""

STRENGTH = 4.0
"""How strong guidance is."""

MOST_NOISY, LEAST_NOISY = -6.0, 1.0
"""The log-SNR between which guidance is computed: there the caption decides, outside it only costs."""

ANY_LEVEL = 40.0
"""From minus to plus this log-SNR lies all of a way, its noisy end and its clean one."""
