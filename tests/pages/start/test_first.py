"""The first sight of home stands in the page that a browser loads first, with nothing that the policy would stop."""

import re
from base64 import b64decode

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from diffusion_core.common.wire import unpack
from pages.server import resources
from pages.server.entry import entry_routes
from pages.server.packing import script_route
from pages.site_map import SITE
from pages.start import first, hero
from pages.start.film import dissolving
from pages.start.first import SCRIPT, first_sight


@pytest.fixture(autouse=True)
def fresh():
    first._home.cache_clear()
    yield
    first._home.cache_clear()


@pytest.fixture
def loaded(monkeypatch):
    monkeypatch.setattr(resources.ready, "is_set", lambda: True)
    monkeypatch.setattr(resources.failed, "is_set", lambda: False)


def page_at(path: str) -> str:
    routes = [script_route(SCRIPT), *entry_routes(["", "level-1"], title=SITE, first_sight=first_sight)]
    return TestClient(Starlette(routes=routes)).get(path).text


def test_home_says_what_the_page_will_say_and_brings_the_heros_own_film(loaded):
    page = page_at("/")
    assert (
        hero.QUESTION in page and hero.for_whom() in page and f'href="level-1">{hero.way_in(first.LEVELS[0])}' in page
    )
    (told,) = re.findall(r'id="first-film">(.*?)</script>', page)
    header, arrays = unpack(b64decode(told))
    assert header == unpack(hero.acted_out(drawn=True))[0] and len(header["urls"]) == len(hero.SEEDS)
    assert (arrays["specks"] == dissolving()["specks"]).all()


def test_it_stands_before_streamlits_place_and_its_script_is_a_file_of_ours(loaded):
    page = page_at("/")
    assert page.index('id="first"') < page.index('<div id="root">')
    assert page.index("charset") < min(1024, page.index("<style>"))
    assert page.index(f'fetchpriority="high" href="./{SCRIPT.name}"') < page.index("/static/js/")
    assert page.index('id="first-film"') < page.index(f'src="./{SCRIPT.name}"'), "it looks for these"
    before, after = page_at("/level-1"), page
    inline = re.compile(r"<script>(.*?)</script>", re.DOTALL)
    assert inline.findall(before) == inline.findall(after)


def test_a_part_shows_its_place_and_title_and_pages_beside_the_story_nothing(loaded):
    page = page_at("/level-1")
    assert "Level 1 · part 1 of" in page and f"<h1>{first.STORY[1].title}</h1>" in page and "first-film" not in page
    assert first_sight("glossary") == first_sight("nowhere") == ("", "")


def test_while_the_networks_are_loaded_there_are_the_words_alone(monkeypatch):
    monkeypatch.setattr(resources.ready, "is_set", lambda: False)
    page = page_at("/")
    assert hero.QUESTION in page and "first-film" not in page


def test_its_style_reaches_nothing_else(loaded):
    head, _ = first_sight("")
    style = re.sub(r"/\*.*?\*/", "", re.search(r"<style>(.*)</style>", head, re.DOTALL)[1], flags=re.DOTALL)
    named = {selector.split()[0] for selector in outermost(style)} - {"@keyframes"}
    assert named == {"html", "#first", "#first.over"} and re.findall(r"@keyframes (\S+)", style) == ["first-lost"]


def outermost(style: str) -> list[str]:
    """The selectors of all rules that stand in no other, but for those inside of @media."""
    found, depth, selector = [], 0, ""
    for letter in style:
        if letter == "{":
            media = selector.strip().startswith("@media")
            if not depth and not media:
                found.append(selector.strip())
            depth += not (media and not depth)
            selector = ""
        elif letter == "}":
            depth, selector = max(0, depth - 1), ""
        elif not depth:
            selector += letter
    return found
