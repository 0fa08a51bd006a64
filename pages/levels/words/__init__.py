"""Level 5, words: a folder a part, with part.py, its page, and what several parts share."""
