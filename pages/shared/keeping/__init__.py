"""What is remembered, for whom, and what is worked out ahead; nothing that is drawn."""
