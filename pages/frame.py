"""The table of pages, and the frame around each of them: its heading, and the way to its neighbours."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages.shared import theme
from pages.shared.arrival import lead_to_anchor
from pages.shared.term_marks import mark_terms

SITE = "Ink to Image"
ICON = str(Path(__file__).parent / "shared" / "drop.svg")


@dataclass(frozen=True)
class Page:
    """One page: its file under pages/, the end of its address, its title, and its name in the menu.

    menu: "" for the further parts of a level, which stand in a row of their own; part: the name in that row.
    """

    file: str
    path: str
    title: str
    menu: str
    part: str = ""


PAGES = (
    Page("start/home.py", "", SITE, "Start"),
    Page("levels/level_1_ink.py", "level-1", "Ink in water", "1 Ink"),
    Page("levels/level_2_noise.py", "level-2", "Noise, pixel by pixel", "2 Noise"),
    Page("levels/level_3_schedule.py", "level-3", "The variance schedule", "3 Schedule"),
    Page("levels/level_4_denoise.py", "level-4", "A network that removes noise", "4 Network", "See noise"),
    Page("levels/network/part_step.py", "level-4-step", "One step back", "", "Step back"),
    Page("levels/network/part_inside.py", "level-4-inside", "Inside the network", "", "Inside"),
    Page("levels/network/part_learning.py", "level-4-learning", "How it learned", "", "Learning"),
    Page("levels/network/part_new.py", "level-4-new", "A new picture", "", "Draw anew"),
    Page("reference/questions.py", "questions", "Questions", "Questions"),
    Page("reference/glossary.py", "glossary", "Glossary", "Glossary"),
    Page("reference/model_card.py", "model-card", "The network's card", ""),
)
LEVELS = tuple(page for page in PAGES if page.file.startswith("levels/level_"))
PARTS = tuple(page for page in PAGES if page.part)
"""The parts of level 4, each an address of its own, so that a visitor loads one at a time."""
GLOSSARY = next(page for page in PAGES if page.path == "glossary")
QUESTIONS = next(page for page in PAGES if page.path == "questions")
CARD = next(page for page in PAGES if page.path == "model-card")
_STORY = (PAGES[0], *LEVELS[:-1], *PARTS)


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
    st.logo(ICON, size="large")
    theme.style()
    st.title(_heading(here), anchor=False)
    if here in PARTS:
        _parts(here, links)
    chosen.run()
    _neighbours(here, links)
    lead_to_anchor()
    if here is not GLOSSARY:
        mark_terms()


def _heading(page: Page) -> str:
    if page not in (*LEVELS, *PARTS):
        return page.title
    number = LEVELS.index(page) + 1 if page in LEVELS else len(LEVELS)
    return f":gray[Level {number} of {len(LEVELS)}:] {page.title}"


def _parts(here: Page, links: dict) -> None:
    """The row of the level's parts, the open one in bold; site.css marks the level in the menu by this row."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="parts"):
        st.markdown(f":gray[Part {PARTS.index(here) + 1} of {len(PARTS)}]", width="content")
        for number, page in enumerate(PARTS, 1):
            label = f"{number} {page.part}"
            st.page_link(links[page], label=f"**{label}**" if page is here else label, width="content")


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
        if here in PARTS:
            st.page_link(links[CARD], label="The numbers: model card")
        for after in (*_STORY, QUESTIONS)[place + 1 :][:1]:
            st.page_link(links[after], label=f"Next: {after.title} →")


if __name__ == "__main__":
    show()
