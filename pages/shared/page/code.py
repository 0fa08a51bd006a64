"""Show the code: the very function that ran, and the same with the diffusers library."""

import ast
import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from textwrap import dedent
from types import MappingProxyType

import streamlit as st

from pages.shared.page.folds import fold
from pages.shared.page.parsing import one_at_a_time
from pages.shared.page.scene import current_body

EXCERPTS = Path(__file__).parents[1] / "excerpts"
NETWORK = "our_network"
WITH_OURS = (
    "Another network draws other pictures. With ours in its place, the same noise and single precision, it comes to "
    "the picture on this page, to 0.001 on the scale of −1 to 1. A test holds it to that. This is ours in its place:"
)


@cache
def source(function: Callable[..., object]) -> str:
    """The text of a function or class, read from its file at run time; wrappers (caches) are looked through."""
    with one_at_a_time:
        return dedent(inspect.getsource(inspect.unwrap(function)))


def marked(text: str, notes: Mapping[str, str]) -> str:
    """The text with a note behind each line that begins as a key of `notes`. Raises ValueError for a key unused."""
    lines = text.splitlines()
    for beginning, note in notes.items():
        places = [i for i, line in enumerate(lines) if line.strip().startswith(beginning)]
        if not places:
            raise ValueError(f"no line begins with {beginning!r}")
        for i in places:
            lines[i] += f"  # ◀ {note}"
    return "\n".join(lines)


def show_code(
    *functions: Callable[..., object], diffusers: str | Sequence[str], notes: Mapping[str, str] = MappingProxyType({})
) -> None:
    """To be folded out: functions of diffusion_core, by module, and the lines of diffusers that do the same.

    diffusers: the name of a file in EXCERPTS, or of several, of that library or of plain PyTorch; "" where that library
    has nothing like it, and this is then said. A test runs the file, and holds it against what the page shows;
    notes: as in `marked`, for the first function.
    """
    if here := current_body():
        here.shown.extend(functions)
    names = [diffusers] if isinstance(diffusers, str) else diffusers
    fold("Code", lambda: _draw(functions, [name for name in names if name], notes))


@cache
def excerpt(name: str) -> tuple[str, str]:
    """What is to be said of an excerpt, which is its docstring, and its code. Raises FileNotFoundError."""
    whole = (EXCERPTS / f"{name}.py").read_text(encoding="utf-8")
    with one_at_a_time:
        said = ast.parse(whole).body[0]
    return " ".join(ast.literal_eval(said.value).split()), "\n".join(whole.splitlines()[said.end_lineno :]).strip()


def _draw(functions: Sequence[Callable[..., object]], names: Sequence[str], notes: Mapping[str, str]) -> None:
    # one block a module: each element of a page costs time and bytes
    for module, group in groupby(functions, key=lambda function: function.__module__):
        ours = list(group)
        st.caption(f"{module}: what the experiment above runs")
        texts = [marked(source(one), notes if one is functions[0] else {}) for one in ours]
        st.code("\n\n\n".join(text.strip() for text in texts), language="python")
    if not names:
        st.caption("For this we have no lines with the diffusers library.")
    for said, code in map(excerpt, names):
        theirs = "from diffusers" in code
        st.caption(f"The same {'with the diffusers library' if theirs else 'in plain PyTorch'}. {said}")
        st.code(code, language="python")
    if any("network" in excerpt(name)[0] for name in names):
        _, wrapper = excerpt(NETWORK)
        st.caption(WITH_OURS)
        st.code(wrapper, language="python")
