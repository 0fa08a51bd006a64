"""What every notebook holds besides the experiment's own code. Pages read these files as text."""
