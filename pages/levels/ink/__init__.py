"""Level 1, ink in water: each experiment NAME.py (words and controls) beside NAME_figures.py (what is computed and shown)."""
