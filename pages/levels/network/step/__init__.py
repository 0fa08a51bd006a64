"""Level 4, part 2, one step back: its experiments and what they share; nothing of another level."""
