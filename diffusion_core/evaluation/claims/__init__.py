"""Each number that a page states: how it is measured, and what sentences say about it; pages read the record."""
