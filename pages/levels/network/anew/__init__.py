"""Level 4, part 5, a new picture: its experiments and what they share; nothing of another level."""
