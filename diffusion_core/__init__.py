"""Diffusion models, computed: schedules, networks, samplers, ink and critters. No page and no plot in here."""
