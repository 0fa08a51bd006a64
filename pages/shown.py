"""The experiments that other pages lead to, each by a key of its own: the one table to mend when one is moved.

A page of questions, or the short way, says `place("pair")` and gets the address of the experiment, its number and its
title, read off the page on which it stands now. Nothing is imported for that: a level brings torch along.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pages.shared.page.parsing import one_at_a_time
from pages.shared.page.present import Presented
from pages.shared.page.state import anchor
from pages.site_map import CARD, PARTS, Page

_PAGES = Path(__file__).parent


class Shown(NamedTuple):
    """What a key stands for. function: of the experiment, as its page imports it; query: what the link sets, which is
    how it opens at the right moment."""

    function: str
    query: str = ""


SHOWN: dict[str, Shown] = {
    "drop": Shown("drop_it"),
    "pair": Shown("heart_or_ring"),
    "new water": Shown("new_drop"),
    "words": Shown("physics", "open.1.7=true"),
    "whole picture": Shown("whole_picture", "moment=whole.1"),
    "one pixel": Shown("one_pixel", "moment=noise.2"),
    "what if": Shown("what_if"),
    "gradually": Shown("gradually"),
    "not ending": Shown("not_ending", "moment=fooled.50"),
    "see noise": Shown("seeing", "moment=seeing.10"),
    "one step": Shown("one_step", "moment=step.0"),
    "your cat": Shown("part_of_the_way"),
    "no blur": Shown("choosing"),
    "break it": Shown("lab", "open.4.10=true"),
    "noise decides": Shown("noise_decides", "moment=decides.20"),
    "filter": Shown("smallest"),
    "growing": Shown("growing"),
    "exercise": Shown("by_hand"),
    "one nudge": Shown("by_hand"),
    "new picture": Shown("drawing", "moment=drawing.20"),
    "is it new": Shown("is_it_new"),
    "between": Shown("noise_decides", "moment=between.5"),
    "your words": Shown("same_noise", "moment=same.20"),
    "score": Shown("where_it_looks", "moment=heard.4"),
    "pull": Shown("the_pull", "moment=pull.20"),
    "binding": Shown("orders", "moment=orders.20"),
    "two ways in": Shown("noise_decides", "moment=invert.0"),
}
"""The experiments, by the keys under which answers and the short way name them."""


@dataclass(frozen=True)
class Experiment:
    """One as it stands on the site now. page: of PARTS; number, title: as its page shows them."""

    page: Page
    function: str
    number: str
    title: str


@dataclass(frozen=True)
class Place:
    """Where a key leads. address: as a link on any page has it; title: what stands there; page: on which page."""

    address: str
    title: str
    page: Page


def place(key: str, *, told: bool = True) -> Place:
    """Where a key leads. told: at the moment that shows the answer; else before the bet. Raises KeyError."""
    if key in _OTHERS:
        return _OTHERS[key]
    shown = SHOWN[key]
    found = experiments()[shown.function]
    query = f"?{shown.query}" if told and shown.query else ""
    return Place(f"{found.page.path}{query}#{anchor(found.number)}", found.title, found.page)


_OTHERS = {
    "model card": Place(CARD.path, CARD.title, CARD),
    "few steps": Place(f"{CARD.path}#in-four-steps", "In four steps", CARD),
}
"""Keys that lead to no experiment."""


def experiments() -> dict[str, Experiment]:
    """Every experiment of the site by the name of its function, page by page. Any thread may ask; one reads."""
    with one_at_a_time:
        return _experiments()


def in_story() -> tuple[Presented, ...]:
    """Every experiment of the site, in the order in which they are read."""
    return tuple(
        Presented(one.page.path, anchor(one.number), one.number, one.title)
        for one in sorted(experiments().values(), key=lambda one: [int(part) for part in one.number.split(".")])
    )


@cache
def _experiments() -> dict[str, Experiment]:
    return {found.function: found for page in PARTS for found in _on(page)}


def _on(page: Page) -> Iterator[Experiment]:
    for node in _parsed(page.file).body:
        module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        if module.startswith("pages.levels."):
            brought = {name.name for name in node.names}
            for function in _parsed(f"{module.removeprefix('pages.').replace('.', '/')}.py").body:
                if isinstance(function, ast.FunctionDef) and function.name in brought:
                    yield from (Experiment(page, function.name, *said) for said in _said(function))


def _said(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """The number and the title in the decorator of an experiment."""
    for made in function.decorator_list:
        if isinstance(made, ast.Call) and isinstance(made.func, ast.Name) and made.func.id == "experiment":
            number, title = map(ast.literal_eval, made.args)
            yield number, title


def _parsed(file: str) -> ast.Module:
    """file: relative to pages/; of a package its __init__."""
    path = _PAGES / file
    whole = path if path.exists() else path.with_suffix("") / "__init__.py"
    return ast.parse(whole.read_text(encoding="utf-8"))
