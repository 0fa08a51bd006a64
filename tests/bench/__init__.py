"""`make bench`: how fast this machine runs the app's parts, beside what they are measured against. Asserts nothing."""
