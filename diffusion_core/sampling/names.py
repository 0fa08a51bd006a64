"""What the samplers are called and how strong guidance is, without torch: a page says so before torch is loaded."""

SAMPLER_NAMES = ("ddim", "ddpm", "dpmpp_2m")
"""The rows of `samplers.SAMPLERS`."""

STRENGTH = 4.0
"""How strong guidance is unless somebody asks for another strength."""
