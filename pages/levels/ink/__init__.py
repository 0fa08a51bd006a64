"""Level 1, ink in water: each experiment NAME.py beside NAME_figures.py."""
