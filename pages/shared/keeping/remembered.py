"""What is computed from pictures is remembered: for everybody, or for one visit alone."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from pages.shared.page.pictures import Picture, of_one_visitor

Made = TypeVar("Made")


def remembered(make: Callable[..., Made], *, most: int) -> Callable[..., Made]:
    """`make`, remembered: for everybody, or for this visit alone where a picture is the visitor's own.

    The result takes pictures and plain values; `make` gets the bytes of each picture. most: how many results are
    remembered for everybody.
    """
    shared = st.cache_data(make, max_entries=most, show_spinner=False)
    private = st.cache_data(make, max_entries=4, show_spinner=False, scope="session")

    def asked(*settings: object) -> Made:
        store = private if of_one_visitor(*settings) else shared
        return store(*(one.data if isinstance(one, Picture) else one for one in settings))

    return asked
