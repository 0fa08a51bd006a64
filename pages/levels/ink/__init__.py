"""Level 1, ink in water: its experiments and what they share; nothing of another level."""
