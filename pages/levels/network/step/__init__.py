"""Level 4, part 2: one step back, and what breaks it; each experiment NAME.py beside NAME_figures.py."""
