"""Many callers: queue, batches, a training in a process of its own; no HTTP, no Streamlit."""
