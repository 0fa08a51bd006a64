"""Level 4, part 4: how it learned; each experiment NAME.py beside NAME_figures.py."""
