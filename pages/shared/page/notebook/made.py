"""How a notebook is put together, cell by cell."""

import ast
import base64
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from diffusion_core.sampling.job import Job
from pages.shared.page.code import source
from pages.shared.page.notebook.carried import carried, imports_of
from pages.shared.page.parsing import one_at_a_time

CELLS = Path(__file__).with_name("cells")
SITE = "Ink to Image"
CELL = tuple[str, str]
"""Its kind, "markdown" or "code", and its text."""


@dataclass(frozen=True)
class Notebook:
    """What an experiment's notebook is made of.

    number, title: of the experiment; runs, settings: as in `offer`; shown: functions of the core that the page shows
    under "Code", filled by the time that somebody asks.
    """

    number: str
    title: str
    runs: Callable[..., Any] | str
    settings: Mapping[str, Any]
    shown: Sequence[Callable[..., Any]]

    @property
    def file(self) -> str:
        """What it is called when it is saved."""
        return f"ink-to-image-{self.number.replace('.', '-')}.ipynb"

    def cells(self) -> list[CELL]:
        """All of it, in the order in which it runs."""
        own = None if isinstance(self.runs, str) else carried(self.runs)
        draws = own is None or own.needs_network
        name = self.runs if isinstance(self.runs, str) else inspect.unwrap(self.runs).__name__
        given = ", ".join(f"{one}={one}" for one in self.settings)
        call = f"run_through({name}({given}))" if own and _is_work(self.runs) else f"{name}({given})"
        return [
            ("markdown", _head(self.number, self.title)),
            *_cell("setup"),
            ("markdown", "## The settings\n\nAs they stood on the page. Change them, and run what follows again."),
            ("code", _settings(self.settings)),
            *(_cell("drawing") if draws else []),
            *self._changeable(),
            *([("markdown", "## The experiment\n\nWhat the page itself runs."), ("code", own.whole())] if own else []),
            *(_cell("run_through") if call.startswith("run_through") else []),
            *_cell("show"),
            ("code", f"result = {call}\nshow(result)"),
        ]

    def _changeable(self) -> Iterator[CELL]:
        """The core's functions that the page shows, each in a cell that puts it to work."""
        functions = [one for one in dict.fromkeys(self.shown) if "." not in inspect.unwrap(one).__qualname__]
        if functions:
            yield "markdown", CHANGE
        for function in functions:
            plain = inspect.unwrap(function)
            head = "\n".join(["from __future__ import annotations", "", *imports_of(plain)])
            home = plain.__module__
            yield "code", f"{head}\n\n\n{source(plain).strip()}\n\n\nput_to_work({plain.__name__}, {home!r})"

    def text(self) -> str:
        """The file. The same settings give the same file."""
        import nbformat

        kinds = {"markdown": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}
        cells = [kinds[kind](text, id=f"cell-{i}") for i, (kind, text) in enumerate(self.cells())]
        book = nbformat.v4.new_notebook(cells=cells, metadata=_METADATA)
        nbformat.validate(book)
        return str(nbformat.writes(book))


CHANGE = (
    "## The code\n\nThese are the functions that the page shows under “Code”. What you change here counts from the "
    "next run on, wherever the experiment uses it."
)
_METADATA = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
             "language_info": {"name": "python"}}  # fmt: skip


def _head(number: str, title: str) -> str:
    return (
        f"# {number} {title}\n\nFrom *{SITE}*. Put this notebook into the site's folder, beside `diffusion_core`, and "
        "open it there with Jupyter, in a Python that has what `requirements.txt` names. Run the cells from the first "
        "to the last."
    )


@cache
def _file(name: str) -> tuple[str, str]:
    """What is to be said of a cell, which is its docstring, and its code."""
    whole = (CELLS / f"{name}.py").read_text(encoding="utf-8")
    with one_at_a_time:
        said = ast.parse(whole).body[0]
    return " ".join(ast.literal_eval(said.value).split()), "\n".join(whole.splitlines()[said.end_lineno :]).strip()  # type: ignore[attr-defined]


def _cell(name: str) -> list[CELL]:
    said, code = _file(name)
    return [("markdown", said), ("code", code)]


def _is_work(runs: object) -> bool:
    """Whether a function says on its way how far it is."""
    plain = inspect.unwrap(runs)  # type: ignore[arg-type]
    return inspect.isgeneratorfunction(plain) or "Generator" in str(inspect.signature(plain).return_annotation)


def _settings(settings: Mapping[str, Any]) -> str:
    imports = dict.fromkeys(line for value in settings.values() for line in _needed(value))
    lines = [f"{name} = {written(value)}" for name, value in settings.items()]
    return "\n".join([*imports, *([""] if imports else []), *lines])


def _needed(value: object) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for one in value:
            yield from _needed(one)
    elif isinstance(value, bytes):
        yield "import base64"
    elif hasattr(type(value), "__dataclass_fields__"):
        yield f"from {type(value).__module__} import {type(value).__name__}"
        for each in fields(value):  # type: ignore[arg-type]
            yield from _needed(getattr(value, each.name))


def written(value: object) -> str:
    """A setting as Python: a job without what is as usual, a picture as text."""
    if isinstance(value, bytes):
        return f"base64.b64decode({base64.b64encode(value).decode()!r})"
    if isinstance(value, list | tuple):
        inner = ", ".join(map(written, value))
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' * (len(value) == 1)})"
    if hasattr(type(value), "__dataclass_fields__"):
        usual = Job() if isinstance(value, Job) else None
        said = [
            f"{each.name}={written(getattr(value, each.name))}"
            for each in fields(value)  # type: ignore[arg-type]
            if usual is None or getattr(value, each.name) != getattr(usual, each.name)
        ]
        return f"{type(value).__name__}({', '.join(said)})"
    if type(value) not in (int, float, str, bool, type(None)):
        raise TypeError(f"a notebook cannot hold a {type(value).__name__}")
    return repr(value)
