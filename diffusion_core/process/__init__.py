"""The noise process as formulas: schedules, the way into noise, predictions, exact denoisers; no network."""
