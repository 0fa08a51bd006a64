"""Nonsense for the running server, by the thousand: `make fuzz`; the tests beside it send a little of it."""
