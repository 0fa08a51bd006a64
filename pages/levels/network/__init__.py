"""The parts of level 4 and their experiments, a file each; a part tells its story and calls them."""
