"""Why not a blur: a small gallery in place of the large one, for tests that need no thousands."""

import pytest

from pages.levels.network.blur import gallery
from tests.waiting import until

SMALL = 400
"""The cat with the bow is among them."""


@pytest.fixture
def empty_gallery(tiny_engine, monkeypatch):
    """One that nobody has begun to draw."""
    monkeypatch.setattr(gallery, "COUNT", SMALL)
    yield SMALL
    gallery._begun.clear()


@pytest.fixture
def small_gallery(empty_gallery):
    """One that is complete."""
    # what was kept of an earlier one doesn't make this one complete
    until(lambda: not gallery.half_drawn(), within=120)  # a polite thread draws it
    return empty_gallery
