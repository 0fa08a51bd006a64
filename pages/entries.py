"""Streamlit's entry of each page, as its navigation and its links take them."""

from copy import copy
from functools import cache

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.site_map import PAGES, Page


def entries() -> dict[Page, StreamlitPage]:
    """For one run, which marks the one that it shows. Copies: to make them anew is to look for each page's file."""
    return {page: copy(entry) for page, entry in _made().items()}


@cache
def _made() -> dict[Page, StreamlitPage]:
    return {
        page: st.Page(
            page.file,
            title=page.menu or page.title,
            url_path=page.path or None,
            default=not page.path,
            visibility="visible" if page.menu else "hidden",
        )
        for page in PAGES
    }
