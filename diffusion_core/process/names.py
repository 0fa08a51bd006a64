"""What the schedules are called, without torch: a page names one before torch is loaded."""

SCHEDULE_NAMES = ("linear", "cosine", "sigmoid", "scaled linear")
"""The rows of `schedules.SCHEDULES`."""
