"""Level 4, part 1, a network sees noise: its experiments and what they share; nothing of another level."""
