"""What we use of Streamlit that it does not promise: each part is there in this release, and all else works without."""

import ast
import logging
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.server import streamlit_private, streamlit_table
from pages.server.entry import entry_routes, index_page
from pages.server.security import SecurityHeaders
from pages.server.streamlit_parts import Part
from pages.server.streamlit_private import current_visit, usable
from pages.server.streamlit_table import FIRST_PAGE, MARKS, PARTS, PICTURE_FIRST
from tests import ROOT
from tests.pages.driver import messages, opened

PRIVATE = sorted((ROOT / "pages" / "server").glob("streamlit_*.py"))
PYTHON = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py"))]


@pytest.fixture
def afresh():
    """What was found out about this release is forgotten, before and after."""

    def forget() -> None:
        usable.cache_clear()
        index_page.cache_clear()

    forget()
    yield
    forget()


@pytest.fixture
def switched_off(afresh, monkeypatch):
    monkeypatch.setenv("STREAMLIT_PRIVATE", "off")


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_this_release_has_the_part(part):
    assert part.is_there(), (
        f"This release of Streamlit has changed {part.name}, a private part (pages/server/streamlit_table.py). "
        f"What hangs on it: {part.purpose}. Its use: {part.use}."
    )


def test_each_message_passes_through_the_visit_and_can_be_read():
    def script():
        import streamlit as st

        from pages.server.streamlit_private import current_visit, letter

        visit, read = current_visit(), []
        usual = visit.send
        visit.send = lambda message: (read.append(letter(message)), usual(message))
        with st.container(key="box"):
            st.write("words")
        visit.send = usual
        assert [one.opens is None for one in read] == [False, True], read
        assert read[1].path[:-1] == read[0].path and read[1].digest and not read[1].component
        assert not visit.is_part and not visit.is_outdated()

    page = AppTest.from_function(script).run()
    assert not page.exception and page.markdown[0].value == "words"


def test_without_its_parts_a_purpose_is_switched_off_with_one_line_in_the_log(afresh, monkeypatch, caplog):
    gone = Part("Somewhere.lost", PICTURE_FIRST, "is missed", lambda: [][0])
    monkeypatch.setattr(streamlit_private, "PARTS", (*PARTS, gone))
    with caplog.at_level(logging.WARNING):
        assert not usable(PICTURE_FIRST) and not usable(PICTURE_FIRST) and usable(FIRST_PAGE)
    (line,) = [record.getMessage() for record in caplog.records if record.name == streamlit_private.__name__]
    assert "Somewhere.lost" in line and PICTURE_FIRST in line


def test_switched_off_a_page_is_drawn_in_its_order(switched_off):
    assert messages(opened("level-2-what-if"))
    assert not usable(PICTURE_FIRST) and current_visit() is None


def test_switched_off_the_first_page_is_streamlits_own(switched_off):
    assert entry_routes(["", "level-1"], title="Ink") == []
    assert "<title>Streamlit</title>" in index_page("Ink") and "__streamlit" not in index_page("Ink")


def test_without_a_first_page_of_streamlits_the_server_starts_all_the_same(afresh, monkeypatch, tmp_path):
    for module in (streamlit_private, streamlit_table):
        monkeypatch.setattr(module, "STATIC", tmp_path)
    assert index_page("Ink") == "" and entry_routes(["", "level-1"], title="Ink") == []
    SecurityHeaders(lambda *_: None, page=index_page("Ink"))


def test_no_other_file_uses_a_private_part():
    inner = re.compile(r"streamlit\.(runtime|proto|elements|web|config|components\.v1)\b")
    for path in PYTHON:
        if path not in PRIVATE:
            assert not [name for name in _imported(path) if inner.match(name)], path
            assert "_enqueue" not in path.read_text(encoding="utf-8"), path


def test_every_name_of_the_page_that_a_style_or_script_leans_on_stands_in_the_table():
    files = [path for kind in ("*.py", "*.css", "*.js") for path in (ROOT / "pages").rglob(kind) if path not in PRIVATE]
    used = {name for path in files for name in re.findall(r"(?<![\w-])st[A-Z][\w-]*", path.read_text(encoding="utf-8"))}
    assert used == {part.name for part in PARTS if part.purpose == MARKS and part.name.startswith("st")}


def _imported(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    parts = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return [*plain, *(f"{node.module}.{name.name}" for node in parts for name in node.names)]
