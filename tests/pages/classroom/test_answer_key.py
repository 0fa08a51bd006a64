"""The answer key is complete, and says what the pages say: it is gathered anew, page by page, and compared."""

import ast
import re

import pytest

from diffusion_core.common.assets import MODEL
from pages.classroom.answers import answers, name_of
from pages.server import resources
from pages.site_map import LEVELS, PARTS
from tests import ROOT
from tests.pages.classroom.gather import bets_of, hearing, with_the_network_that_ships
from tests.pages.driver import opened, words

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
CLOSE = 0.05
"""By which share a measured number may differ between machines."""


@pytest.fixture(scope="module")
def heard():
    with hearing() as found:
        yield found


@pytest.fixture(scope="module", autouse=True)
def shipped(tmp_path_factory):
    """The network that ships, for all pages."""
    patch = pytest.MonkeyPatch()
    patch.setenv("INK_WEIGHTS", str(MODEL))
    resources.stop()
    with_the_network_that_ships()
    yield
    resources.stop()
    resources.ready.clear()
    patch.undo()


def alike(one: str, other: str) -> bool:
    """The same words, and nearly the same numbers."""
    numbers = [[float(number.replace(",", "")) for number in NUMBER.findall(text)] for text in (one, other)]
    close = all(abs(a - b) <= max(1, CLOSE * abs(b)) for a, b in zip(*numbers, strict=False))
    return NUMBER.sub("7", one) == NUMBER.sub("7", other) and close


@pytest.mark.timeout(900)
@pytest.mark.parametrize("page", PARTS, ids=lambda page: page.path)
def test_the_key_says_what_the_page_says(heard, page):
    found = bets_of(page, heard)
    kept = [one for one in answers().values() if one.page == page.path]
    hint = "A bet has changed: run `make answer-key`."
    assert [one["name"] for one in found] == [one.name for one in kept], hint
    for new, old in zip(found, kept, strict=True):
        for what in ("anchor", "heading", "question", "right"):
            assert alike(new[what], getattr(old, what)), (old.name, what, hint)
        assert tuple(new["options"]) == old.options and alike(new["says"], old.says), (old.name, new["says"], hint)
        assert set(new["reasons"]) == set(old.reasons), (old.name, hint)
        assert all(alike(why, old.reasons[option]) for option, why in new["reasons"].items()), (old.name, hint)


def asked_in_code() -> list[tuple[str, int, int]]:
    """File, first and last line of each call of `bets.ask` in the levels."""
    found = []
    for path in (ROOT / "pages" / "levels").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "bets.ask":
                found.append((str(path), node.lineno, node.end_lineno or node.lineno))
    return found


def test_every_bet_in_the_code_was_heard(heard):
    """Runs after the pages: whoever runs it alone has heard nothing."""
    if not heard.places:
        pytest.skip("the pages were not opened in this run")
    calls = asked_in_code()
    assert len(calls) > 30
    deaf = [
        (file, first, last)
        for file, first, last in calls
        if not any(file == other and first <= line <= last for other, line in heard.places)
    ]
    assert deaf == []


@pytest.mark.parametrize("one", answers().values(), ids=lambda one: one.name)
def test_a_bet_has_a_right_answer_and_reasons_for_the_others_alone(one):
    assert one.right in one.options and one.says and one.question and 2 <= len(one.options) <= 8
    assert one.right not in one.reasons and set(one.reasons) <= set(one.options)
    assert one.reasons, "why the others are wrong"


def test_there_are_bets_on_every_part_and_none_twice():
    assert {one.page for one in answers().values()} == {part.path for part in PARTS}
    assert len({(one.question, one.options) for one in answers().values()}) == len(answers())


def test_a_name_is_the_key_without_its_round():
    names = {"ink.heart.3": "ink.heart", "noise.pair_0a1b2c3d": "noise.pair", "wrong.spot_never_shrink": "",
             "blur.safest": ""}  # fmt: skip
    assert {key: name_of(key) for key in names} == {key: name or key for key, name in names.items()}


def test_the_page_of_the_key_holds_every_bet_with_all_of_it():
    said = words(opened("answer-key"))
    for one in answers().values():
        for text in (one.question, one.says, *one.options, *one.reasons.values(), one.presented):
            assert text.replace("\u00a0", " ") in said, (one.name, text)
    assert [header.anchor for header in opened("answer-key").header] == [f"answers-{level.number}" for level in LEVELS]
