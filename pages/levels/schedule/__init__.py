"""Level 3, the variance schedule: each experiment NAME.py beside NAME_figures.py."""
