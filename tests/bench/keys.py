"""A row about typing: from a key to the new picture, in a browser, as level 5's line answers it."""

from statistics import median

from tests.bench.clock import Rows, row
from tests.browser.machine import fresh_page, go, running_browser, running_server

LINE, SIZE = "words.own", (1280, 900)
TEXTS = ("a red dog at night", "a sleepy pink pig with glasses", "a green frog with a crown in the city")
LIMIT = 0.15
"""Seconds; with AVX-512 on two cores."""


def typing_rows(repeats: int) -> Rows:
    """Key by key, each once the answer to the one before has come; counted are those that bring another picture."""
    spent: list[float] = []
    with running_server() as server, running_browser() as browser:
        for seed in range(repeats):  # what was drawn before would be remembered
            page = fresh_page(browser, [], size=SIZE, touch=False, scheme="light", calm=True)
            go(page, f"{server}/level-5?moment=same.20&words.seed={50 + seed}")
            spent += _typed(page)
            page.context.close()
    yield "key to new picture", row(median(spent) / 1000, LIMIT, "s", "the design's limit")


def _typed(page) -> list[float]:
    line = page.locator(".st-key-words-own input")
    line.wait_for()
    spent: list[float] = []
    for text in TEXTS:
        for end in range(1, len(text) + 1):
            _settle(page)
            line.fill(text[:end])
        _settle(page)
        spent += page.evaluate("key => window.__sentence[key].took.splice(0)", LINE)
    return spent


def _settle(page) -> None:
    page.wait_for_function("key => !window.__sentence[key].busy && !window.__sentence[key].queue.length", arg=LINE)
