"""How pictures are drawn unless somebody asks for something else; without torch, which pages need not wait for."""

SAMPLER_NAMES = ("ddim", "ddpm", "dpmpp_2m")
"""The rows of `samplers.SAMPLERS`."""

STEPS = 20
"""How many steps a picture takes."""

STRENGTH = 4.0
"""How strong guidance is."""
