"""Level 5's closing questions, one for each part, and the runs that mark them."""

SEEDS = range(20, 24)
"""Four noises for each run: one alone may go another way."""
STEPS, LATE = 20, 12
THRICE = "a red red red cat in the snow"
DAY, NIGHT = "an orange cat with a bow in the meadow", "an orange cat with a bow at night"
WITHOUT_AND = "a red cat a blue dog in the meadow"
""""""
