"""The experiments of level 1, a file each; the page tells the story and calls them."""
