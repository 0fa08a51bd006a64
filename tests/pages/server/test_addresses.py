"""The old site map: whoever kept a link to a page finds that page, under its title."""

import pytest

from pages.site_map import PAGES, SITE

TITLES = {
    "": SITE,
    "level-1": "Ink in water",
    "level-1-back": "The way back",
    "level-2": "Noise, pixel by pixel",
    "level-2-what-if": "Noise done wrong",
    "level-2-end": "Where noise ends",
    "level-3": "Slowly or fast?",
    "level-3-small-steps": "To the end, in small steps",
    "level-4": "A network that removes noise",
    "level-4-step": "One step back, and on",
    "level-4-blur": "Why not a blur?",
    "level-4-cat": "Your cat, or somebody new?",
    "level-4-inside": "Inside the network",
    "level-4-learning": "The lesson",
    "level-4-new": "New, or copied?",
    "level-5": "Your words",
    "level-5-way": "What words do on the way",
    "level-5-wrong": "Why it goes wrong",
    "class": "A lesson with your class",
    "class-privacy": "What a room keeps",
    "questions": "Questions",
    "glossary": "Glossary",
    "model-card": "The network's card",
    "privacy": "What this site keeps",
    "teach": "For teachers",
    "answer-key": "The answer key",
}
"""Every address that was ever given away. None is taken off this list."""


def test_no_page_is_given_an_address_that_is_not_kept_here():
    assert {page.path for page in PAGES} == set(TITLES)


@pytest.mark.parametrize("address", TITLES)
def test_every_address_leads_to_its_page_under_its_title(client, address):
    answer = client.get(f"/{address}?ink.seed=3")
    assert answer.status_code == 200 and f"<title>{SITE}</title>" in answer.text
    assert (answer.url.path, answer.url.query) == (f"/{address}", b"ink.seed=3"), "as it was typed"
    assert [page.title for page in PAGES if page.path == address] == [TITLES[address]]


@pytest.mark.parametrize("address", [address for address in TITLES if address])
def test_what_somebody_added_to_an_address_leads_to_the_page(client, address):
    answer = client.get(f"/{address}/anything")
    assert (answer.status_code, answer.url.path) == (200, f"/{address}")
