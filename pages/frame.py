"""The table of pages, and the frame around each of them: its heading, and the way to its neighbours."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages.shared import theme
from pages.shared.term_marks import mark_terms

SITE = "Ink to Image"
ICON = str(Path(__file__).parent / "shared" / "drop.svg")


@dataclass(frozen=True)
class Page:
    """One page: its file under pages/, the end of its address, its title, and its name in the menu."""

    file: str
    path: str
    title: str
    menu: str


PAGES = (
    Page("start/home.py", "", SITE, "Start"),
    Page("levels/level_1_ink.py", "level-1", "Ink in water", "1 Ink"),
    Page("levels/level_2_noise.py", "level-2", "Noise, pixel by pixel", "2 Noise"),
    Page("levels/level_3_schedule.py", "level-3", "The variance schedule", "3 Schedule"),
    Page("levels/level_4_denoise.py", "level-4", "A network that removes noise", "4 Network"),
    Page("reference/glossary.py", "glossary", "Glossary", "Glossary"),
)
LEVELS = tuple(page for page in PAGES if page.file.startswith("levels/"))
GLOSSARY = next(page for page in PAGES if page.path == "glossary")
_STORY = (PAGES[0], *LEVELS)


def show() -> None:
    """Draw the page that the address names, inside the frame."""
    pages = [st.Page(page.file, title=page.menu, url_path=page.path or None, default=not page.path) for page in PAGES]
    chosen = st.navigation(pages, position="top")
    here = next((page for page in PAGES if page.path == chosen.url_path), PAGES[0])
    title = SITE if here is PAGES[0] else f"{here.title} · {SITE}"
    st.set_page_config(page_title=title, page_icon=ICON, layout="wide")
    st.logo(ICON, size="large")
    theme.style()
    st.title(_heading(here), anchor=False)
    chosen.run()
    _neighbours(here, dict(zip(PAGES, pages, strict=True)))
    if here is not GLOSSARY:
        mark_terms()


def _heading(page: Page) -> str:
    if page not in LEVELS:
        return page.title
    return f":gray[Level {LEVELS.index(page) + 1} of {len(LEVELS)} ·] {page.title}"


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
        for after in _STORY[place + 1 :][:1]:
            st.page_link(links[after], label=f"Next: {after.title} →")


if __name__ == "__main__":
    show()
