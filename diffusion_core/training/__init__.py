"""How weights change, and a run's files; no command line."""
