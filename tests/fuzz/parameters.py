"""All parameters of all pages: those of controls as the running pages tell them, others as the source names them."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pages.shared.page import chosen_picture
from pages.site_map import PAGES
from tests import ROOT
from tests.fuzz.visitor import Visitor

PATHS = tuple(page.path for page in PAGES)
_NAMED = {"InAddress": 0, "Remembered": 0, "Led": 0, "chosen_pixel.now": 1}
"""Which argument of a call is the name of a parameter."""


@dataclass
class Parameters:
    """controls: by page, the words on offer for each parameter of a control there; others: read off the address."""

    controls: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    others: tuple[str, ...] = ()


def parameters(server: str, paths: Sequence[str] = PATHS) -> Parameters:
    """Of these pages of a server, with all bets answered and all boxes opened."""
    found = Parameters(others=tuple(sorted(set(_others()))))
    for path in paths:
        visitor = Visitor(server)
        visitor.open(path)
        visitor.reveal()
        bound = [one for one in visitor.controls.values() if one.parameter]
        found.controls[path] = {one.parameter: one.options for one in bound}
        visitor.close()
    return found


def _others() -> Iterator[str]:
    for path in sorted((ROOT / "pages").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                yield from _names(call)
    yield "moment"


def _names(call: ast.Call) -> Iterator[str]:
    called = ast.unparse(call.func)
    place = _NAMED.get(called)
    if place is not None and len(call.args) > place and isinstance(call.args[place], ast.Constant):
        yield call.args[place].value
    if called.startswith("chosen_picture."):
        for name in [one.value for one in call.args if isinstance(one, ast.Constant)]:
            yield from (f"{name}.{what}" for what in chosen_picture._OPTIONS)


def moments() -> tuple[str, ...]:
    """The names under which films keep their moment."""
    found = set()
    for path in sorted((ROOT / "pages").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "moment" and isinstance(node.value, ast.Constant):
                found.add(node.value.value)
    return tuple(sorted(name for name in found if isinstance(name, str)))
