"""Part 2: what words do at each step of the way."""
