"""Level 5's closing questions, with the network that ships."""

import pytest

from diffusion_core.common.assets import MODEL
from pages.levels.words.binding import closing


@pytest.fixture
def shipped(engine_of):
    engine_of(MODEL)


@pytest.mark.parametrize(
    ("run", "right"),
    [
        (closing.too_late, closing.DAY_STAYS),
        (closing.said_thrice, closing.TWO),
        (closing.two_things, closing.ONE_EACH),
    ],
)
def test_each_is_marked_as_its_reasons_say(shipped, run, right):
    found, said, tracks = run()
    assert found == right and said.count("**") == 2, "and the number is marked, for the card"
    assert all(track.pixels.shape == (128, 128, 3) for track in tracks)


def test_told_night_from_the_start_night_falls(shipped):
    """So the late word is late, and not merely unheard."""
    nights = closing.reading.codes(closing._told(lambda done: closing.NIGHT))[:, 0]
    assert (nights == closing.PLACES.index("night")).sum() >= 3
