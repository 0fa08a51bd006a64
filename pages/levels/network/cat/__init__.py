"""Level 4, the part on the cat: how far a picture can be dissolved and still come back."""
