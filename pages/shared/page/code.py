"""Show the code: the very function that ran, and the same with the diffusers library."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import groupby
from textwrap import dedent
from threading import Lock
from types import MappingProxyType

import streamlit as st

from pages.shared.page.folds import fold

# Python 3.11 fails now and then where two threads parse at once, and a class is parsed to be found (CPython gh-106905)
_one_at_a_time = Lock()


@cache
def source(function: Callable[..., object]) -> str:
    """The text of a function or class, read from its file at run time; wrappers (caches) are looked through."""
    with _one_at_a_time:
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
    *functions: Callable[..., object], diffusers: str, notes: Mapping[str, str] = MappingProxyType({})
) -> None:
    """To be folded out: functions of diffusion_core, by module, and the lines of diffusers that do the same.

    diffusers: runnable Python, dedented here, perhaps plain PyTorch; "" where that library has nothing like it, and
    this is then said;
    notes: as in `marked`, for the first function.
    """
    fold("Code", lambda: _draw(functions, diffusers, notes))


def _draw(functions: Sequence[Callable[..., object]], diffusers: str, notes: Mapping[str, str]) -> None:
    # one block a module: each element of a page costs time and bytes
    for module, group in groupby(functions, key=lambda function: function.__module__):
        ours = list(group)
        st.caption(f"{module}: what the experiment above runs")
        texts = [marked(source(one), notes if one is functions[0] else {}) for one in ours]
        st.code("\n\n\n".join(text.strip() for text in texts), language="python")
    st.caption(_whose(diffusers))
    if diffusers:
        st.code(dedent(diffusers).strip(), language="python")


def _whose(theirs: str) -> str:
    if not theirs:
        return "The diffusers library has no such function."
    return "The same with the diffusers library" if "diffusers" in theirs else "The same in plain PyTorch"
