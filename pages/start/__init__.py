"""The home page; no level."""
