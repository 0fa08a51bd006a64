"""Whatever a visitor types stands on the page as it was typed: no link, picture, formula, colour or other form."""

import unicodedata

import pytest
from playwright.sync_api import expect

from tests.browser.hostile_texts import TEXTS
from tests.browser.machine import fresh_page, go, running_server

pytestmark = pytest.mark.browser
FORMS = (
    "a, img, code, pre, strong, em, del, b, i, h1, h2, li, table, hr, blockquote, sup, section, input, .katex, "
    "span, [style*=color], [data-testid=stIconMaterial]"
)


@pytest.fixture(scope="module")
def page(browser):
    with running_server("tests/browser/plain_page.py", wait_for="/_stcore/health") as server:
        found = fresh_page(browser, [], size=(1280, 900), touch=False, scheme="light", calm=True)
        go(found, server)
        # what formulas and emojis need is fetched when the first of them is met
        expect(found.locator(".st-key-bare .katex").first).to_be_attached()
        yield found
        found.context.close()


def typed(text: str) -> str:
    line = " ".join(text.split())
    return "".join(sign for sign in line if not unicodedata.category(sign).startswith("C"))


@pytest.mark.parametrize(
    "number", range(len(TEXTS)), ids=lambda number: TEXTS[number][:20].encode("unicode_escape").decode()
)
def test_a_typed_text_stands_there_as_it_is(page, number):
    blocks = page.locator(f".st-key-plain-{number} [data-testid=stMarkdownContainer]")
    expect(blocks).to_have_count(4)
    for block in blocks.all():
        assert block.text_content().replace("\u2060", "").strip("“”\n ") == typed(TEXTS[number]).strip("“” ")
        assert block.locator(FORMS).count() == 0, block.inner_html()


def test_the_same_texts_bare_would_be_all_that(page):
    bare = page.locator(".st-key-bare")
    for form in ("a[href*=evil]", "img", ".katex", "code", "strong", "[style*=color]"):
        expect(bare.locator(form).first, form).to_be_attached()
