"""Part 3: why words go wrong, and how a picture reader and a caption reader find each other."""
