"""Level 4, part 5: a new picture; each experiment NAME.py beside NAME_figures.py."""
