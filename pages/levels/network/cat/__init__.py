"""Level 4, the part on the cat: how far a picture can be drowned and still come back."""
