"""What is added to a page's address leads to the page."""

import pytest


@pytest.mark.parametrize("more", ["", "drop", "a/b", "//elsewhere.example/"])
def test_more_behind_a_pages_address_leads_to_the_page(client, more):
    answer = client.get(f"/level-1/{more}?ink.seed=3")
    assert (answer.url.host, answer.url.path, answer.url.query) == ("testserver", "/level-1", b"ink.seed=3")
    assert "<title>" in answer.text
