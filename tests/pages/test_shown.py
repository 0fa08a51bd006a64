"""The one table of what other pages lead to: each key leads to an experiment that stands where the table says."""

import re

import pytest

from diffusion_core.common.wire import unpack
from pages.shared.page.state import anchor
from pages.shown import SHOWN, experiments, place
from pages.site_map import PARTS
from tests.pages.driver import messages, opened

pytestmark = pytest.mark.usefixtures("tiny_engine")
MOMENTS = {key: shown.query.split("=")[1] for key, shown in SHOWN.items() if shown.query.startswith("moment=")}


@pytest.mark.parametrize("page", PARTS, ids=lambda page: page.path)
def test_what_is_read_off_a_page_is_what_stands_on_it(page):
    headings = [(one.anchor, one.value) for one in opened(page.path).header]
    there = [heading for heading in headings if re.match(r"\d+\.\d+", heading[1])]
    read = [(anchor(one.number), f"{one.number}  {one.title}") for one in experiments().values() if one.page == page]
    assert sorted(read) == sorted(there)


@pytest.mark.parametrize("key", SHOWN)
def test_a_key_leads_to_an_experiment(key):
    found = experiments()[SHOWN[key].function]
    assert place(key, told=False).address == f"{found.page.path}#{anchor(found.number)}"
    query = f"?{SHOWN[key].query}" if SHOWN[key].query else ""
    assert place(key).address == f"{found.page.path}{query}#{anchor(found.number)}"


@pytest.mark.parametrize("key", MOMENTS)
def test_the_moment_of_a_link_is_in_a_film_that_it_opens(key):
    name, frame = MOMENTS[key].split(".")
    page = opened(place(key).page.path, {"moment": MOMENTS[key]})
    headers = [unpack(message)[0] for message in messages(page).values()]
    (film,) = [header for header in headers if header.get("moment") == name]
    # a stream's steps are counted by its job
    assert film.get("stream") or int(frame) < len(film["labels"])


def test_a_key_that_is_not_in_the_table_leads_nowhere():
    with pytest.raises(KeyError):
        place("nothing")
