"""The home page: the question of the site acted out, a door to each level, and a critter of one's own choice."""

from pathlib import Path

import streamlit as st

from pages.server import resources
from pages.site_map import LEVELS
from pages.start.doors import doors
from pages.start.hero import HOW_MANY, hero

STYLE = Path(__file__).with_name("home.css").read_text(encoding="utf-8")


st.html(f"<style>{STYLE}</style>")
with st.container(key="home"):
    hero()
    with st.container(key="levels"):
        st.header(f"{HOW_MANY}. Ink first: it gets lost just as a picture does", anchor=False)
        doors()
    if resources.ready.is_set() and not resources.trouble():
        from pages.start.wish import wish

        with st.container(key="your-own"):
            st.header("Choose an animal, a colour, a hat, and the computer draws it", anchor=False)
            wish()
            with st.container(key="where-from"):
                st.markdown("Nobody drew this one. So where did it come from?")
                st.page_link(LEVELS[0].first.file, label="**Find out: drop the ink →**", width="content")
