"""How the site looks: one colour for one quantity, one column of text, one style sheet.

The colours are repeated in .streamlit/config.toml (words in Markdown) and in the player (motion); a test compares them.
"""

import threading
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

_kept = threading.local()


@dataclass(frozen=True)
class Role:
    """A quantity that keeps its colour everywhere. markdown: Streamlit's name of it."""

    light: str
    dark: str
    markdown: str


ROLES: dict[str, Role] = {
    "clean": Role(light="#0f766e", dark="#2dd4bf", markdown="green"),
    "noise": Role(light="#6d28d9", dark="#b9a0ff", markdown="violet"),
    "noisy": Role(light="#475569", dark="#a9b8cb", markdown="gray"),
    "guess": Role(light="#ab4d06", dark="#fdaa5c", markdown="orange"),
}

_SHEETS = ("site.css", "way.css", "print.css")
_STYLE = "".join(Path(__file__).with_name(sheet).read_text(encoding="utf-8") for sheet in _SHEETS)
_OPEN = """
:is([data-testid="stTopNavLink"], [data-testid="stSidebarNavLink"])[href$="/{path}"] {{
  background-color: color-mix(in srgb, #cdba88 25%, transparent); font-weight: 600; }}"""


def style(entry: str = "") -> None:
    """Put the site's style sheet on the page; the frame calls it once.

    entry: the end of the address of the menu's entry that stands for the page's level, "" for a page of no level.
    """
    st.html(f"<style>{_STYLE}{_OPEN.format(path=entry) if entry else ''}</style>")


def dark() -> bool:
    """Whether this visitor sees the dark theme."""
    return st.context.theme.type == "dark"


def colour(role: str) -> str:
    """The "#rrggbb" of a role of ROLES in the theme that this visitor sees, for plots."""
    return ROLES[role].dark if dark() else ROLES[role].light


def word(role: str, text: str) -> str:
    """Markdown for `text` in the colour of a role: word("noise", "the noise"). text: Markdown of ours, no input."""
    return f":{ROLES[role].markdown}[{text}]"


def tex(role: str, formula: str) -> str:
    r"""LaTeX for a part of a formula in the colour of a role: tex("noise", r"\varepsilon")."""
    return rf"\textcolor{{{colour(role)}}}{{{formula}}}"


def keep_for_story(place: DeltaGenerator) -> None:
    """Where the sentences stand that a part opens with; the frame calls it once, before the page."""
    _kept.place = place


def story(text: str) -> None:
    """The sentences that a part opens with, set larger, below its title. text: Markdown; call it once a page."""
    with vars(_kept).pop("place", None) or st.container(), st.container(key="story"):
        st.markdown(text)


def afterwards(name: str) -> DeltaGenerator:
    """A place for words that tell answers: nothing of it is seen while a bet above it is open (site.css).

    name: unique on its page.
    """
    return st.container(key=f"afterwards-{name}")


def ending(text: str) -> None:
    """The sentences that a part ends with, set as large; once a page. text: Markdown."""
    with st.container(key="story-end"):
        st.markdown(text)
