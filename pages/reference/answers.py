"""Which experiment answers which question: read off the experiments themselves, so that no answer stands twice."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from pages.shared.page.experiment import Experiment

_PAGES = Path(__file__).parents[1]


def experiments(file: str) -> Iterator[Experiment]:
    """The experiments that a page brings in from the packages beside it, in the order of its imports.

    file: relative to pages/. A page is a script, and running it would draw it: its imports say what it shows.
    """
    for node in ast.parse((_PAGES / file).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pages.levels."):
            module = import_module(node.module)
            found = (getattr(getattr(module, name.name, None), "experiment", None) for name in node.names)
            yield from (one for one in found if isinstance(one, Experiment))
