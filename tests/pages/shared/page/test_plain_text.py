"""A visitor's text is shown as it was typed, and never read as Markdown."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1.element_tree import Element

from pages.shared.page.plain_text import plain
from tests import ROOT
from tests.pages.driver import change, opened

PATIENT = [HealthCheck.too_slow]
"""A busy machine is no fault of the strategies."""
HOSTILE = (
    "q[x](https://evil.example)z", "q![x](https://evil.example/x.png)z", "q:red[x]z", "q$x^2$z", "q`x`z", "q**x**z",
    "q:smile:z", "q<b>x</b>z", "qhttps://evil.example", "qwww.evil.example", "q x@evil.example z", "# q x", "1. q x",
)  # fmt: skip


def shown(markdown: str) -> str:
    """What a reader sees of plain()'s Markdown: without backslashes before signs, and without what takes no room."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown).replace("\u2060", "")


@settings(max_examples=500, deadline=None, derandomize=True, database=None, suppress_health_check=PATIENT)
@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=40))
def test_the_text_itself_stays(text):
    assert shown(plain(text)) == " ".join(text.split())


@settings(max_examples=500, deadline=None, derandomize=True, database=None, suppress_health_check=PATIENT)
@given(st.text(st.sampled_from("abw./:@#$&*_-~<>=[](){}!`|\\^+ \n\t\r\x00\u202e1")))
def test_no_sign_of_markdown_stands_bare_and_there_is_one_line(text):
    markdown = plain(text)
    assert not re.search(r"[\x00-\x1f\u202e]", markdown)
    assert re.fullmatch(r"(?:\\[!-/:-@\[-`{-~]|[^!-/:-@\[-`{-~])*", markdown)


@pytest.mark.parametrize(
    "pattern", [r":[\w+-]+:", r"https?://", r"www\.", r"[-.\w+]+@[-\w]", r"(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)"]
)
def test_what_is_looked_for_after_markdown_has_been_read_is_not_found(pattern):
    text = "https://evil.example www.evil.example a@evil.example :smile: :+1: a -> b <-> c <- d -- e >= f <= g ~= h"
    assert re.search(pattern, text)
    assert not re.search(pattern, re.sub(r"\\", "", plain(text)))


def test_usual_words_stay_as_they_are():
    assert plain("a happy green rabbit with a hat") == "a happy green rabbit with a hat"


FIELDS = {"denoise.words": ("level-4-step", {}), "way.away": ("level-5-way", {"folds-5-5": "Words that push away"})}
"""The fields into which a visitor may write more than one sign, the page of each, and what folds it out there."""
SIGNS = {"ink.letter"}


def test_every_field_for_text_is_tried_here():
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "pages").rglob("*.py")))
    calls = re.findall(r"\.(?:text_input|text_area|chat_input)\(|accept_new_options=", source)
    assert len(calls) == len([*FIELDS, *SIGNS]) and all(f'key="{key}"' in source for key in [*FIELDS, *SIGNS])
    assert len(re.findall(r'key="ink.letter", max_chars=1,', source)) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_no_page_gives_a_typed_text_to_markdown_as_it_is(text, tiny_engine):
    for key, (address, folds) in FIELDS.items():
        page = opened(address, {key: text})
        for row, name in folds.items():
            change(page, row, name)
        said = [one for one in page._tree if isinstance(one, Element) and one.type != "text_input"]
        read = [one for one in said if one.type != "bidi_component"]
        assert not [one for one in read if text.lower().encode() in one.proto.SerializeToString().lower()]
        assert [one for one in read if plain(text.split()[0].lower()).encode() in one.proto.SerializeToString()], (
            "and told"
        )
