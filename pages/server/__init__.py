"""What the process has once: the engine, routes, streams, shared runs, queues; no level, no figure."""
