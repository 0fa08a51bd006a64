"""Every excerpt that a page shows is a file that test_excerpts.py runs, and there is no other."""

import ast
from pathlib import Path

from pages.shared.page.code import EXCERPTS
from tests import ROOT

FILES = {path.stem for path in EXCERPTS.glob("*.py")} - {"__init__", "our_network"}
RUN = Path(__file__).with_name("test_excerpts.py")


def shown() -> set[str]:
    """The names that pages hand to show_code."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "pages" / "levels").rglob("*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    given = [word.value for call in calls for word in call.keywords if word.arg == "diffusers"]
    return {str(name) for value in given for name in _names(value)}


def _names(value: ast.expr) -> list[str]:
    """A name or several, or for one that follows the sampler, each that it may be."""
    if isinstance(value, ast.Tuple):
        return [name for one in value.elts for name in _names(one)]
    if isinstance(value, ast.JoinedStr):
        (start, *_) = value.values
        return sorted(path.stem for path in EXCERPTS.glob(f"{start.value}*.py"))
    assert isinstance(value, ast.Constant), "an excerpt is named where it is shown"
    return [value.value]


def test_every_excerpt_on_show_is_a_file_and_every_file_is_on_show():
    assert shown() - {""} == FILES


def test_every_excerpt_is_run():
    calls = [node for node in ast.walk(ast.parse(RUN.read_text(encoding="utf-8"))) if _runs(node)]
    named = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    assert FILES - named == {path.stem for path in EXCERPTS.glob("draw_*.py")}


def _runs(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "theirs"
