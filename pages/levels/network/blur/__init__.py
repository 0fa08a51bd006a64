"""Level 4, why not a blur: its experiments and what they share; nothing of another level."""
