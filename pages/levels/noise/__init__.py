"""Level 2, noise pixel by pixel: each experiment NAME.py beside NAME_figures.py."""
