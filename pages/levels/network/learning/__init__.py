"""Level 4, part 4, how it learned: its experiments and what they share; nothing of another level."""
