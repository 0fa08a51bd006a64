"""The first page names what is needed, all of it is there, and the cut fonts hold all that the site shows."""

import re

import pytest
from fontTools.ttLib import TTFont

from pages.server import early
from pages.server.streamlit_private import STATIC
from tests import ROOT
from tests.fonts import CUTS, ICONS, icon_glyphs, icon_names, letters

LINKED = re.compile(r'<link rel="(\w+)" [^>]*href="(?:\./)?([^"]+)"[^>]*>')


@pytest.fixture
def links(client) -> list[tuple[str, str]]:
    """(relation, address) of each link in a page's head."""
    return LINKED.findall(client.get("/level-1").text)


def test_what_the_first_page_fetches_is_there_and_named_once(client, links):
    ours = [address for _, address in links if address.startswith(("fonts/", "sheet-", "player-"))]
    assert len(ours) == 4 and all(client.get(f"/{address}").status_code == 200 for address in ours)
    streamlits = [address for _, address in links if address.startswith("static/")]
    assert all((STATIC / address).is_file() for address in streamlits) and len(streamlits) > 60
    assert len({address for _, address in links}) == len(links)


@pytest.mark.parametrize("kind", [*early.FIRST_KINDS, *early.LATER_KINDS])
def test_each_kind_of_element_has_one_script_in_this_release(kind):
    assert len(list((STATIC / "static" / "js").glob(f"{kind}.*.js"))) == 1


def test_whatever_moves_a_picture_is_fetched_with_its_parts_and_before_the_rest(client):
    page = client.get("/level-1").text
    first = early.element_scripts(early.FIRST_KINDS)
    assert len(first) > 10 and all(f'"{script}"' in page for script in first)
    for script in first:
        parts = re.findall(r'(?:from|import)"\./([\w.-]+)"', (STATIC / script).read_text(encoding="utf-8"))
        assert all(f'"./static/js/{part}"' in page for part in parts), script
    low = re.findall(r'fetchpriority="low" href="([^"]+)"', page)
    assert low and not set(low) & set(first)


def test_the_first_page_has_our_style_sheet_alone_and_no_whole_font(client, links):
    assert [address for relation, address in links if relation == "stylesheet"] == [early.sheet_name()]
    page = client.get("/level-1").text
    assert "SourceSansVF" not in page
    # there, but off: else Streamlit's script for formulas fetches it, and with it all the fonts
    assert re.findall(r'<link disabled rel="stylesheet"[^>]*href="\./(static/css/index\.[^"]+)"', page)


def test_the_style_sheet_is_streamlits_with_the_cut_fonts_behind(client):
    (own,) = (STATIC / "static" / "css").glob("index.*.css")
    sheet = client.get(f"/{early.sheet_name()}")
    assert "immutable" in sheet.headers["Cache-Control"] and sheet.headers["Content-Type"].startswith("text/css")
    rules, cut = sheet.text.split("@font-face { ", 1)
    for family in {cut.family for cut in CUTS.values()}:
        assert f"font-family:{family};" in rules and f"font-family: {family};" in cut
    assert ICONS.family not in rules and f"font-family: {ICONS.family};" in cut
    assert len(own.read_text(encoding="utf-8")) - len(rules) < 500
    named = re.findall(r"url\(\./([^)]+)\)", sheet.text)
    assert len(named) > 20 and all((STATIC / one).is_file() or (ROOT / "assets" / one).is_file() for one in named)


def test_a_font_is_kept_for_good_and_nothing_else_of_its_folder_is_sent(client):
    name = next(iter(early.font_files()))
    answer = client.get(f"/fonts/{name}")
    assert answer.content == early.font_files()[name].read_bytes()
    assert "immutable" in answer.headers["Cache-Control"] and answer.headers["Content-Type"] == "font/woff2"
    for other in ("fonts.css", "none.woff2", "..%2fletters%2fLICENCE.txt"):
        assert client.get(f"/fonts/{other}").status_code == 404


def test_every_icon_that_may_be_shown_is_in_the_cut_font():
    whole, cut = (TTFont(path) for path in (next((STATIC / "static/media").glob(f"{ICONS.source}*")), _cut("icons")))
    drawn = icon_names() & set(icon_glyphs(whole))
    assert len(drawn) > 60 and drawn - set(icon_glyphs(cut)) == set(), "make fonts"
    assert _cut("icons").stat().st_size < 20_000


@pytest.mark.parametrize("name", CUTS)
def test_every_letter_that_the_pages_use_is_in_the_cut_font_as_far_as_the_whole_one_has_it(name):
    whole = TTFont(next((STATIC / "static" / "media").glob(f"{CUTS[name].source}*"))).getBestCmap()
    cut = TTFont(_cut(name)).getBestCmap()
    assert {chr(one) for one in letters() & set(whole) - set(cut)} == set(), "make fonts"
    assert _cut(name).stat().st_size < 40_000


def test_a_cut_font_does_not_bear_the_name_of_the_whole_one():
    for name in (*CUTS, "icons"):
        told = [str(record) for record in TTFont(_cut(name))["name"].names if record.nameID in (1, 4, 6, 16)]
        assert told and not [one for one in told if "Source" in one or "Material" in one]


def _cut(name: str):
    return next(path for file, path in early.font_files().items() if file.startswith(f"{name}."))
