"""Numbers for readers: a rest is never rounded away."""

import pytest

from pages.shared.numbers import percent


@pytest.mark.parametrize("share", [0.0, 1e-6, 4e-5, 0.004, 0.37, 0.995, 0.99996, 1 - 2e-9])
def test_a_rest_is_never_rounded_away(share):
    text = percent(share)
    assert (text == "0 %") == (share == 0)
    assert not text.startswith("100")
