"""The first sight of home, before Streamlit's scripts have come, and how the page takes its place."""

import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from pages.site_map import LEVELS
from tests.browser.machine import fresh_page
from tests.browser.test_stage import SIZES

APART = 4
"""CSS pixels by which a part may move when the page comes."""
GIVES_WAY = """() => {
    const sight = document.getElementById("first");
    const title = (root) => root.querySelector("h1").getBoundingClientRect().top;
    const watch = () => { window.between = Math.abs(title(sight) - title(document.querySelector(".st-key-hero"))); };
    new MutationObserver(watch).observe(sight, { attributeFilter: ["class"] });
}"""


@pytest.fixture
def fresh(browser):
    """As fresh_page; what a failed test leaves open doesn't go on playing."""
    opened: list[Page] = []

    def page(errors: list[str], **look) -> Page:
        opened.append(fresh_page(browser, errors, **look))
        return opened[-1]

    yield page
    for one in opened:
        one.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_film_plays_at_once_and_goes_on_in_the_page_where_it_stood(fresh, server, size, scheme):
    errors: list[str] = []
    page = fresh(errors, size=SIZES[size], touch=size == "phone", scheme=scheme, calm=False)
    page.goto(server, wait_until="commit")
    film = page.locator("#first .film")
    film.wait_for()
    film.evaluate("film => { film.dataset.same = 'yes' }")
    page.evaluate(GIVES_WAY)
    page.wait_for_function("() => window.__first?.apart")
    apart = page.evaluate("() => window.__first?.apart")
    assert len(apart) == 6 and max(abs(by) for move in apart.values() for by in move) <= APART, apart
    page.locator("#first").wait_for(state="detached")
    # while it fades, its words lie on the page's own
    assert page.evaluate("() => window.between") <= APART
    kept = page.locator(".st-key-hero-picture .film")
    assert kept.get_attribute("data-same") == "yes" and page.evaluate("() => window.__film['home.hero'].time") > 0
    page.wait_for_function("() => window.__film['home.hero'].moment.step > 0")
    assert errors == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", [level.first.path for level in LEVELS])
def test_a_part_shows_its_title_at_once_where_it_will_stand(fresh, server, path, size):
    page = fresh(errors := [], size=SIZES[size], touch=size == "phone", scheme="light", calm=True)
    page.goto(f"{server}/{path}", wait_until="commit")
    page.locator("#first h1").wait_for()
    page.wait_for_function("() => window.__first?.apart")
    apart = page.evaluate("() => window.__first?.apart")
    assert set(apart) == {"place", "title"}
    assert max(abs(by) for move in apart.values() for by in move) <= APART, apart
    page.locator("#first").wait_for(state="detached")
    assert errors == []


def test_the_way_in_can_be_taken_before_the_page_is_there(fresh, server):
    page = fresh(errors := [], size=SIZES["phone"], touch=True, scheme="light", calm=True)
    page.route("**/static/js/**", lambda route: route.abort())
    page.goto(server, wait_until="commit")
    way = page.locator("#first a")
    assert way.bounding_box()["height"] >= 44
    page.unroute("**/static/js/**")
    way.click()
    page.wait_for_url("**/level-1")
    page.get_by_role("heading", level=1).first.wait_for()  # for a moment there are two
    assert not [error for error in errors if "ERR_FAILED" not in error and "Failed to load" not in error]


def test_without_streamlits_scripts_the_first_sight_gives_way_in_the_end(fresh, server):
    page = fresh([], size=SIZES["phone"], touch=True, scheme="light", calm=True)
    page.route("**/static/js/**", lambda route: route.abort())
    page.clock.install()
    page.goto(server, wait_until="commit")
    page.locator("#first").wait_for()
    page.clock.run_for(25_000)
    page.locator("#first").wait_for(state="detached")


def test_it_gives_way_also_where_its_script_is_there_before_the_page(fresh, server):
    """As on a slow line, where the second half of the HTML is still to come."""
    page = fresh([], size=SIZES["phone"], touch=True, scheme="light", calm=True)
    page.clock.install()
    with in_two_halves(server, "/level-1") as slow:
        page.goto(f"{slow}/level-1", wait_until="commit")
        page.locator("#first h1").wait_for()
        page.clock.run_for(25_000)
        page.locator("#first").wait_for(state="detached")


def test_it_gives_way_also_where_its_script_never_comes(fresh, server):
    page = fresh([], size=SIZES["phone"], touch=True, scheme="light", calm=True)
    page.route("**/first-*.js", lambda route: route.abort())
    page.goto(f"{server}/level-1", wait_until="commit")
    page.locator("#first h1").wait_for()
    page.evaluate("() => document.getElementById('first').getAnimations()[0].finish()")
    expect(page.locator("#first")).to_be_hidden()


@contextmanager
def in_two_halves(server: str, path: str) -> Iterator[str]:
    """The address of a server that answers as another, but sends the body of a page a second after its head."""

    class Halves(BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802 (its name)
            with urllib.request.urlopen(f"{server}{self.path}") as answer:
                content, media = answer.read(), answer.headers["Content-Type"]
            self.send_response(200)
            self.send_header("Content-Type", media)
            self.end_headers()
            head = content.index(b"</head>") if self.path == path else len(content)
            self.wfile.write(content[:head])
            self.wfile.flush()
            if self.path == path:
                time.sleep(1)
            self.wfile.write(content[head:])

        def log_message(self, *told):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Halves) as slow:
        thread = threading.Thread(target=slow.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{slow.server_port}"
        slow.shutdown()
        thread.join()
