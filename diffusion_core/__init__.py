"""Diffusion models, computed: a folder uses only those above it in the README's list. No page and no plot in here."""
