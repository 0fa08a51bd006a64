"""What is added to a page's address leads to the page."""

from urllib.parse import urljoin

import pytest


@pytest.mark.parametrize("more", ["", "drop", "a/b", "//elsewhere.example/"])
def test_more_behind_a_pages_address_leads_to_the_page(client, more):
    answer = client.get(f"/level-1/{more}?ink.seed=3")
    assert (answer.url.host, answer.url.path, answer.url.query) == ("testserver", "/level-1", b"ink.seed=3")
    assert "<title>" in answer.text


@pytest.mark.parametrize("more", ["/drop", "/a/b", "/%2F%2Fx", "/a%2Fb/c", "%2Fdrop"])
def test_it_stays_where_the_site_stands_also_behind_a_prefix(client, more):
    answer = client.get(f"/level-1{more}", follow_redirects=False)
    # the browser's address has a prefix that the server does not see
    assert urljoin(f"/school/ink/level-1{more}", answer.headers["location"]) == "/school/ink/level-1"
