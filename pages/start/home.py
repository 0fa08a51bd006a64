"""The home page: the question of the site acted out, a door to each level, and a critter of one's own choice."""

from pathlib import Path

import streamlit as st

from pages.server import resources
from pages.shared.page import theme
from pages.start.doors import doors
from pages.start.hero import hero

LIGHT = {"teal": theme.ROLES["clean"].light, "on-teal": "#ffffff", "line": "#d8d3c6", "card": "#f7f5ee",
         "paper": "#fffefb"}  # fmt: skip
DARK = {"teal": theme.ROLES["clean"].dark, "on-teal": "#0b1f1d", "line": "#3f4148", "card": "#1f2125",
        "paper": "#16171a"}  # fmt: skip
STYLE = Path(__file__).with_name("home.css").read_text(encoding="utf-8")


def style() -> None:
    """The page's style sheet, and the colours of the theme that the visitor sees."""
    colours = "".join(f"--{name}: {colour}; " for name, colour in (DARK if theme.dark() else LIGHT).items())
    st.html(f"<style>.st-key-home {{ {colours}}}\n{STYLE}</style>")


style()
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
