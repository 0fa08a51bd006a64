"""Level 4, a network that removes noise: a folder a part, in each of them part.py, the page."""
