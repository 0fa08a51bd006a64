"""Two web processes behind HAProxy, engines by Ray Serve, visitors, and what dies meanwhile: `make cluster-test`."""
