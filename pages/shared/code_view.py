"""Show the code: the very function that ran, and the same with the diffusers library."""

import inspect
from collections.abc import Callable
from textwrap import dedent

import streamlit as st


def source(function: Callable[..., object]) -> str:
    """The text of a function or class, read from its file at run time; wrappers (caches) are looked through."""
    return dedent(inspect.getsource(inspect.unwrap(function)))


def show_code(*functions: Callable[..., object], diffusers: str) -> None:
    """A folded view of functions of diffusion_core, and of the lines of diffusers that do the same.

    diffusers: runnable Python, dedented here; "" where that library has nothing like it, and this is then said.
    """
    with st.expander("Show the code"):
        for function in functions:
            st.caption(f"{function.__module__}.{function.__qualname__}, the function that ran above")
            st.code(source(function), language="python")
        st.caption(
            "The same with the diffusers library" if diffusers else "The diffusers library has no such function."
        )
        if diffusers:
            st.code(dedent(diffusers).strip(), language="python")
