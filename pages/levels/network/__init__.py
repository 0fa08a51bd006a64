"""Level 4, a network that removes noise: a folder a part, with part.py, its page, and what several parts share."""
