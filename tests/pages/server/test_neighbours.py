"""Who visitors are, where they take turns."""

import pytest

from pages.server import neighbours
from pages.server.neighbours import neighbourhood, own_neighbourhood


@pytest.mark.parametrize("client, who", [
    (("203.0.113.7", 80), "203.0.113.7"), (("::ffff:203.0.113.7", 80), "203.0.113.7"),
    (None, ""), (("testclient", 1), ""),
    (("2001:db8:1:2:3::4", 80), "2001:db8:1:2::"),
])  # fmt: skip
def test_an_address_of_version_4_or_half_of_one_of_version_6(client, who):
    assert neighbourhood({"client": client}) == who


def test_outside_of_a_visit_there_is_none():
    assert own_neighbourhood() == ""


def test_a_visit_has_the_one_that_its_browser_comes_from(monkeypatch):
    monkeypatch.setattr(neighbours, "current_visit", lambda: object())
    monkeypatch.setattr(type(neighbours.st.context), "ip_address", "2001:db8:1:2:3::4")
    assert own_neighbourhood() == "2001:db8:1:2::"
