"""The levels as cards on the home page, each with a small picture drawn by its level's own door.py."""

import numpy as np
import streamlit as st

from pages.server import resources
from pages.shared.page.way import door_picture
from pages.site_map import LEVELS, Level
from pages.start.progress import progress

ENLARGED = 4


def doors() -> None:
    """A card for each level: what it is about, how long it takes, for whom it is, and how far the visitor has come."""
    with st.container(key="doors"):
        for level in LEVELS:
            with st.container(key=f"door-{level.folder}"):
                _door(level)


def _door(level: Level) -> None:
    with st.container(key=f"thumbnail-{level.folder}"):
        if resources.ready.is_set():
            st.image(enlarged(level.folder), output_format="PNG", alt="")
    with st.container(key=f"about-{level.folder}"):
        st.page_link(level.first.file, label=f"**{level.number}  {level.door}**")
        st.markdown(level.line)
        st.caption(f"{level.minutes} minutes · for {level.audience}")
        progress(level)


def enlarged(folder: str) -> np.ndarray:
    """(256, 256, 3) uint8, what `picture` in pages/levels/<folder>/door.py draws in 64×64; imports torch."""
    return door_picture(folder).repeat(ENLARGED, 0).repeat(ENLARGED, 1)
