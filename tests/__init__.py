"""unit/ mirrors diffusion_core, pages/ mirrors pages; browser/ opens a Chromium; bench/ measures, asserts nothing."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
"""Where app.py lies."""
FRAME = str(ROOT / "pages" / "frame.py")
"""What a page test runs."""
