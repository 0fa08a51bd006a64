"""Part 1: a visitor's own words, and how a word becomes numbers."""
