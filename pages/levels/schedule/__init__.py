"""Level 3, the variance schedule: its experiments and what they share; nothing of another level."""
