"""What the process has once: the engine, routes, streams, runs, queues; no level, no figure."""
