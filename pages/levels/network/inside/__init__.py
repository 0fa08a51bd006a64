"""Level 4, part 3, inside the network: its experiments and what they share; nothing of another level."""
