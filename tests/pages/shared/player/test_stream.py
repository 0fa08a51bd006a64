"""A stream comes from this server."""

import pytest

from pages.shared.player import (
    Incoming,
    Stream,
)


@pytest.mark.parametrize("url", ["https://elsewhere.org/x", "//elsewhere.org/x", "/\\elsewhere.org/x", "api/draw"])
def test_a_stream_from_elsewhere_is_refused(url):
    with pytest.raises(ValueError, match="this server"):
        Stream(url, [Incoming("x", (8, 8, 3))], frames=3)
