"""Level 4, part 1: a network sees noise; each experiment NAME.py beside NAME_figures.py."""
