"""For teachers: plans of lessons, and the answer key; no experiment."""
