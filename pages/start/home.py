"""The home page: the question of the site acted out, a door to each level, and a critter of one's own choice."""

from pathlib import Path

import streamlit as st

from pages.server import resources
from pages.start.doors import doors
from pages.start.hero import hero

STYLE = Path(__file__).with_name("home.css").read_text(encoding="utf-8")


st.html(f"<style>{STYLE}</style>")
with st.container(key="home"):
    hero()
    with st.container(key="levels"):
        st.header("Four levels, one question", anchor=False)
        doors()
    if resources.ready.is_set() and not resources.trouble():
        from pages.start.wish import wish

        with st.container(key="your-own"):
            st.header("Choose an animal, a colour, a hat: the network draws it now", anchor=False)
            wish()
