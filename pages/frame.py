"""The table of pages, and the frame around each of them: its heading, and the way to its neighbours."""

from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from pages.server import messages
from pages.shared.page import memory, theme
from pages.shared.page.arrival import lead_in
from pages.shared.page.term_marks import mark_terms

SITE = "Ink to Image"
_SHARED = Path(__file__).parent / "shared" / "page"
LOGO = str(_SHARED / "drop.svg")
ICON = f"data:image/png;base64,{b64encode((_SHARED / 'drop.png').read_bytes()).decode()}"
"""The same as pixels: when a control writes the address, Chromium draws the tab's icon anew, and an SVG costs more."""


@dataclass(frozen=True)
class Page:
    """One page: its file under pages/, the end of its address, its title, and its name in the menu.

    menu: "" for what the menu leaves out, such as the further parts of a level, which stand in a row of their own;
    level: which one it belongs to, 0 for none; part: the name in that row.
    """

    file: str
    path: str
    title: str
    menu: str = ""
    level: int = 0
    part: str = ""


class Part(NamedTuple):
    """A page of a level. file: in the level's folder; path: the end of its address; row: its name among the parts."""

    file: str
    path: str
    title: str
    row: str


@dataclass(frozen=True)
class Level:
    """One level, from which its pages, its menu entry, its door on the home page and its tests follow.

    folder: under pages/levels, in which door.py draws the picture on its door; menu: its name in the menu; door, line:
    the title and the sentence on its door; grade: the school grade at which its text may read at most; parts: its
    pages, each an address of its own, since a control waits for all experiments that stand beside it.
    """

    folder: str
    menu: str
    door: str
    line: str
    grade: int
    parts: tuple[Part, ...]

    @property
    def number(self) -> int:
        """Its place in the story, from 1."""
        return LEVELS.index(self) + 1

    @property
    def first(self) -> Page:
        """The page that stands for it in the menu."""
        return self.pages()[0]

    def pages(self) -> tuple[Page, ...]:
        """Its parts as pages, in their order; only the first is in the menu."""
        return tuple(
            Page(f"levels/{self.folder}/{part.file}", part.path, part.title,
                 "" if place else f"{self.number} {self.menu}", self.number, part.row)
            for place, part in enumerate(self.parts)
        )  # fmt: skip


LEVELS = (
    Level("ink", "Ink", "Ink in water", "A drop spreads, and nobody pushes it.", 6, (
        Part("part_spreads.py", "level-1", "Ink in water", "It spreads"),
        Part("part_back.py", "level-1-back", "The way back", "And back"),
    )),
    Level("noise", "Noise", "Noise", "A picture drowns, number by number.", 9, (
        Part("part_steps.py", "level-2", "Noise, pixel by pixel", "Step by step"),
        Part("part_what_if.py", "level-2-what-if", "Noise done wrong", "What if?"),
        Part("part_end.py", "level-2-end", "Where noise ends", "The end"),
    )),
    Level("schedule", "Schedule", "The schedule", "How much noise, and when.", 9, (
        Part("part_when.py", "level-3", "The variance schedule", "How much, when"),
        Part("part_small.py", "level-3-small-steps", "To the end, in small steps", "Small steps"),
    )),
    Level("network", "Network", "The network", "Out of noise comes a new picture.", 11, (
        Part("see/part.py", "level-4", "A network that removes noise", "See noise"),
        Part("step/part.py", "level-4-step", "One step back", "Step back"),
        Part("inside/part.py", "level-4-inside", "Inside the network", "Inside"),
        Part("learning/part.py", "level-4-learning", "How it learned", "Learning"),
        Part("anew/part.py", "level-4-new", "A new picture", "Draw anew"),
    )),
)  # fmt: skip
"""Here a new level is entered: this entry, and its folder."""
PARTS = tuple(page for level in LEVELS for page in level.pages())
"""The pages of the levels."""
PAGES = (
    Page("start/home.py", "", SITE, "Start"),
    *PARTS,
    Page("reference/questions.py", "questions", "Questions", "Questions"),
    Page("reference/glossary.py", "glossary", "Glossary", "Glossary"),
    Page("reference/model_card.py", "model-card", "The network's card"),
)
GLOSSARY = next(page for page in PAGES if page.path == "glossary")
QUESTIONS = next(page for page in PAGES if page.path == "questions")
CARD = next(page for page in PAGES if page.path == "model-card")
_STORY = (PAGES[0], *PARTS)

# before any page's first control: what comes from outside is checked there, once for all pages
messages.guard()


def parts_of(level: int) -> tuple[Page, ...]:
    """The pages of a level, by its number, in their order."""
    return tuple(page for page in PARTS if page.level == level)


def show() -> None:
    """Draw the page that the address names, inside the frame."""
    links = {
        page: st.Page(
            page.file,
            title=page.menu or page.title,
            url_path=page.path or None,
            default=not page.path,
            visibility="visible" if page.menu else "hidden",
        )
        for page in PAGES
    }
    chosen = st.navigation(list(links.values()), position="top")
    here = next((page for page in PAGES if page.path == chosen.url_path), PAGES[0])
    title = SITE if here is PAGES[0] else f"{here.title} · {SITE}"
    st.set_page_config(page_title=title, page_icon=ICON, layout="wide")
    st.logo(LOGO, size="large")
    theme.style(parts_of(here.level)[0].path if here.level else "")
    memory.read()
    st.title(_heading(here), anchor=False)
    if here.level:
        _parts(here, links)
    chosen.run()
    _neighbours(here, links)
    lead_in(here.path)
    if here is not GLOSSARY:
        mark_terms()


def _heading(page: Page) -> str:
    return f":gray[Level {page.level} of {len(LEVELS)}:] {page.title}" if page.level else page.title


def _parts(here: Page, links: dict) -> None:
    """The row of the level's parts, the open one in bold."""
    parts = parts_of(here.level)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"parts-{here.level}"):
        st.markdown(f":gray[Part {parts.index(here) + 1} of {len(parts)}]", width="content")
        for number, page in enumerate(parts, 1):
            label = f"{number} {page.part}"
            st.page_link(links[page], label=f"**{label}**" if page == here else label, width="content")


def _neighbours(here: Page, links: dict) -> None:
    """The way back and on through the levels, and to the words; nothing beside pages that stand outside their row."""
    if here not in _STORY:
        return
    place = _STORY.index(here)
    st.divider()
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        for before in _STORY[:place][-1:]:
            st.page_link(links[before], label=f"← Back: {before.title}")
        st.page_link(links[GLOSSARY], label="The words: Glossary")
        if here.level == len(LEVELS):
            st.page_link(links[CARD], label="The numbers: model card")
        for after in (*_STORY, QUESTIONS)[place + 1 :][:1]:
            st.page_link(links[after], label=f"Next: {after.title} →")
    memory.forgetting()


if __name__ == "__main__":
    show()
