"""The short way: each stop opens at its experiment and leads to the next; no other page has anything of it."""

import pytest

from pages.short_way import STOPS, stops
from pages.site_map import LEVELS
from tests.pages.driver import content, opened

NUMBERS = range(1, len(STOPS) + 1)


def heading(page):
    (told,) = [content(one.proto) for one in page.get("bidi_component") if one.proto.component_name == "arrival"]
    return told["heading"]


def onward(page):
    """What the strip says, and (page, query, label) of its link; None where there is no strip."""
    said = [one.value for one in page.markdown if one.value.startswith("*The short way")]
    links = [one.proto for one in page.get("page_link") if one.proto.label.startswith(("Next stop", "Now the whole"))]
    assert len(said) == len(links) <= 1
    return (said[0], links[0].page, links[0].query_string, links[0].label) if said else None


@pytest.mark.parametrize("number", NUMBERS)
def test_a_stop_opens_at_its_experiment_and_leads_on(tiny_engine, number):
    stop = stops()[number - 1]
    page = opened(stop.page.path, {"short": str(number)})
    assert stop.address == f"{stop.page.path}#{heading(page)}"
    said, leads_to, query, label = onward(page)
    assert said == f"*The short way:* stop {number} of 6"
    if number < len(STOPS):
        after = stops()[number]
        assert (leads_to, query) == (after.page.path, f"short={number + 1}") and after.title in label
    else:
        assert (leads_to, query) == (LEVELS[0].first.path, "")


@pytest.mark.parametrize(
    ("address", "query"),
    [("level-1", {}), ("level-1", {"short": "2"}), ("level-1", {"short": "x" * 900}), ("", {"short": "1"}),
     ("level-2", {"short": "1"}),
     ("level-1", {"short": "0"}), ("level-1", {"short": "-1"})],
)  # fmt: skip
def test_whoever_is_on_no_stop_sees_nothing_of_it(tiny_engine, address, query):
    page = opened(address, query)
    assert onward(page) is None and heading(page) == ""
