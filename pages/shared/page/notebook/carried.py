"""The text of a page's function with all that it uses of the pages: so a notebook runs it without them.

    text = carried(whole_picture_figures.noised)

What comes from a library, or from diffusion_core, is imported; what comes from the pages is copied, before it is used:
functions without the decorators that remember their results, classes, and constants. Read from the files at run time.
"""

import ast
import builtins
import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType

from pages.shared.page.parsing import one_at_a_time

GIVEN = {"pages.server.drawing": "drawing"}
"""Modules of the server for which a notebook has a cell of its own, and what they are called there."""
_DEFINED = (ast.FunctionDef, ast.ClassDef)


class NotCarried(ValueError):
    """What a function uses cannot go into a notebook."""


@dataclass
class Text:
    """What was found so far. imports: lines; parts: definitions, each behind those that it uses; homes: from which
    module each name is; needs_network: whether the notebook's own `drawing` is used."""

    imports: set[str] = field(default_factory=set)
    parts: list[str] = field(default_factory=list)
    done: set[tuple[str, str]] = field(default_factory=set)
    homes: dict[str, str] = field(default_factory=dict)
    needs_network: bool = False

    def name(self, name: str, home: str) -> None:
        """In a notebook all names stand in one place. Raises NotCarried where two of them are the same."""
        if self.homes.setdefault(name, home) != home:
            raise NotCarried(f"{name} is of {self.homes[name]}, and of {home} too")

    def whole(self) -> str:
        """Everything as one cell. Annotations stay text, since their names are not all there."""
        head = ["from __future__ import annotations", "", *sorted(self.imports)]
        return "\n".join(head) + "\n\n\n" + "\n\n\n".join(self.parts)


def carried(function: Callable[..., object]) -> Text:
    """A page's function and what it needs. Raises NotCarried."""
    plain = inspect.unwrap(function)
    text = Text()
    with one_at_a_time:
        _take(plain.__module__, plain.__name__, text)
    return text


def imports_of(function: Callable[..., object]) -> list[str]:
    """The lines that a function or class of the core needs before it stands in a cell of its own."""
    plain, text = inspect.unwrap(function), Text()
    with one_at_a_time:
        module, node = _module(plain.__module__), _top(plain.__module__)[plain.__name__]
        for name in [*_used(node), *_decorating(node)]:
            if name != plain.__name__ and hasattr(module, name):
                value = getattr(module, name)
                line = f"import {value.__name__}" if isinstance(value, ModuleType) else ""
                if line and value.__name__ != name:
                    line += f" as {name}"
                text.imports.add(line or f"from {plain.__module__} import {name}")
    return sorted(text.imports)


def _decorating(node: ast.stmt) -> list[str]:
    """The names in the decorators of a function."""
    made = node.decorator_list if isinstance(node, _DEFINED) else []
    return [one.id for each in made for one in ast.walk(each) if isinstance(one, ast.Name)]


def _take(home: str, name: str, text: Text) -> None:
    """A name of one of our modules: its definition goes to the text, after all that it uses."""
    if (home, name) in text.done:
        return
    text.done.add((home, name))
    if home.startswith("pages.server"):
        raise NotCarried(f"{name} is of {home}, which serves many, and a notebook is for one")
    node = _top(home).get(name)
    if node is None:
        raise NotCarried(f"{home} has no {name}")
    if isinstance(node, ast.Import | ast.ImportFrom):
        _bring(node, name, text)
        return
    text.name(name, home)
    spaces = _spaces(node, home)
    for used in _used(node):
        if used in _top(home) and used not in spaces:
            _take(home, used, text)
    for used, (module, attributes) in spaces.items():
        _take_space(used, module, attributes, text)
    said = _said(home, node)
    if said not in text.parts:
        text.parts.append(said)


def _bring(node: ast.Import | ast.ImportFrom, name: str, text: Text) -> None:
    """A name that a module imports: from the pages it is followed, else it is imported in the notebook too."""
    alias = next(one for one in node.names if (one.asname or one.name.split(".")[0]) == name)
    if isinstance(node, ast.Import) or not str(node.module).startswith("pages."):
        text.name(name, str(getattr(node, "module", alias.name)))
    told = f"{alias.name} as {alias.asname}" if alias.asname else alias.name
    if isinstance(node, ast.Import):
        _allow(alias.name, name)
        text.imports.add(f"import {told}")
        return
    source = str(node.module)
    if f"{source}.{alias.name}" in GIVEN:
        text.needs_network = True
    elif source.startswith("pages."):
        _take(source, alias.name, text)
        if alias.asname:
            text.parts.append(f"{alias.asname} = {alias.name}")
    else:
        _allow(source, name)
        text.imports.add(f"from {source} import {told}")


def _allow(module: str, name: str) -> None:
    if module.split(".")[0] not in {"diffusion_core", "torch", "numpy", "PIL", *sys.stdlib_module_names}:
        raise NotCarried(f"{name} is of {module}, which a notebook does without")


def _spaces(node: ast.AST, home: str) -> dict[str, tuple[str, list[str]]]:
    """Modules of the pages that are used by their names: {name: (module, what is used of it)}."""
    found: dict[str, tuple[str, list[str]]] = {}
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            brought = _top(home).get(one.value.id)
            if isinstance(brought, ast.ImportFrom) and str(brought.module).startswith("pages."):
                module = f"{brought.module}.{one.value.id}"
                if module not in GIVEN and _is_module(module):
                    attributes = found.setdefault(one.value.id, (module, []))[1]
                    if one.attr not in attributes:
                        attributes.append(one.attr)
    return found


def _take_space(name: str, module: str, attributes: list[str], text: Text) -> None:
    for attribute in attributes:
        _take(module, attribute, text)
    text.imports.add("from types import SimpleNamespace")
    text.parts.append(f"{name} = SimpleNamespace({', '.join(f'{one}={one}' for one in attributes)})")


def _used(node: ast.AST) -> Iterator[str]:
    """The names that a definition looks up elsewhere, in their order; those in annotations never are."""
    seen = _own(node)
    for one in _without_annotations(node):
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load) and one.id not in seen:
            seen.add(one.id)
            if not hasattr(builtins, one.id):
                yield one.id


def _own(node: ast.AST) -> set[str]:
    """The names within functions that mean something of their own: arguments, and what is set there."""
    inner = [one for one in ast.walk(node) if isinstance(one, ast.FunctionDef | ast.Lambda | ast.comprehension)]
    parts = [part for one in inner for part in ast.walk(one)]
    stored = {one.id for one in parts if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    return stored | {one.arg for one in parts if isinstance(one, ast.arg)}


def _without_annotations(node: ast.AST) -> Iterator[ast.AST]:
    """A definition and all within it, but for annotations, and decorators of functions."""
    yield node
    for name, value in ast.iter_fields(node):
        left_out = name in ("annotation", "returns") or name == "decorator_list" and isinstance(node, ast.FunctionDef)
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not left_out:
                yield from _without_annotations(child)


def _said(home: str, node: ast.stmt) -> str:
    """Its text as the file has it; a function without its decorators."""
    first = node.lineno
    if isinstance(node, ast.ClassDef) and node.decorator_list:
        first = node.decorator_list[0].lineno
    return "\n".join(_lines(home)[first - 1 : node.end_lineno])


@cache
def _lines(home: str) -> list[str]:
    return _file(home).read_text(encoding="utf-8").splitlines()


@cache
def _top(home: str) -> dict[str, ast.stmt]:
    """What stands at the top of a module, by the names that it defines."""
    found: dict[str, ast.stmt] = {}
    for node in ast.parse("\n".join(_lines(home))).body:
        for name in _names(node):
            found[name] = node
    return found


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, _DEFINED):
        return [node.name]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [one.asname or one.name.split(".")[0] for one in node.names]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]


def _module(home: str) -> ModuleType:
    return importlib.import_module(home)


def _is_module(name: str) -> bool:
    return isinstance(sys.modules.get(name), ModuleType)


def _file(home: str) -> Path:
    return Path(str(_module(home).__file__))
