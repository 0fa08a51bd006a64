"""A folder a level: experiment NAME.py (words, controls) beside NAME_figures.py; a level imports no other level."""
