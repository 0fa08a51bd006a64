"""The glossary's page lists what the glossary holds, and the frame sends every word of it to be marked."""

from pages.shared.page.glossary import TERMS
from pages.site_map import LEVELS, PAGES
from tests.pages.driver import content, opened

PAGE = "glossary"


def test_every_term_has_an_entry_with_its_sentence_under_its_level():
    page = opened(PAGE)
    assert [entry.value for entry in page.subheader] == [term.name for term in TERMS]
    assert [entry.anchor for entry in page.subheader] == [term.anchor for term in TERMS]
    texts = [block.value for block in page.markdown]
    assert [term.name for term in TERMS if term.sentence not in texts] == []
    assert [group.anchor for group in page.header] == [level.first.path for level in LEVELS]


def test_every_page_but_the_glossary_itself_marks_the_terms():
    for page in PAGES:
        parts = opened(page.path).get("bidi_component")
        sent = [content(part.proto)["terms"] for part in parts if part.proto.component_name == "term_marks"]
        assert [len(terms) for terms in sent] == ([] if page.path == PAGE else [len(TERMS)]), page.path
