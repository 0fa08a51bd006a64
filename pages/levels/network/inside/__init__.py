"""Level 4, part 3: inside the network; each experiment NAME.py beside NAME_figures.py."""
