"""Level 2, noise pixel by pixel: its experiments and what they share; nothing of another level."""
