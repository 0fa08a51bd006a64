"""The table of pages, and the frame around each of them: its heading, and the way to its neighbours."""

from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages.shared.page import theme
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


PAGES = (
    Page("start/home.py", "", SITE, "Start"),
    Page("levels/ink/part_spreads.py", "level-1", "Ink in water", "1 Ink", 1, "It spreads"),
    Page("levels/ink/part_back.py", "level-1-back", "The way back", "", 1, "And back"),
    Page("levels/noise/part_steps.py", "level-2", "Noise, pixel by pixel", "2 Noise", 2, "Step by step"),
    Page("levels/noise/part_what_if.py", "level-2-what-if", "Noise done wrong", "", 2, "What if?"),
    Page("levels/noise/part_end.py", "level-2-end", "Where noise ends", "", 2, "The end"),
    Page("levels/schedule/part_when.py", "level-3", "The variance schedule", "3 Schedule", 3, "How much, when"),
    Page("levels/schedule/part_small.py", "level-3-small-steps", "To the end, in small steps", "", 3, "Small steps"),
    Page("levels/network/see/part.py", "level-4", "A network that removes noise", "4 Network", 4, "See noise"),
    Page("levels/network/step/part.py", "level-4-step", "One step back", "", 4, "Step back"),
    Page("levels/network/inside/part.py", "level-4-inside", "Inside the network", "", 4, "Inside"),
    Page("levels/network/learning/part.py", "level-4-learning", "How it learned", "", 4, "Learning"),
    Page("levels/network/anew/part.py", "level-4-new", "A new picture", "", 4, "Draw anew"),
    Page("reference/questions.py", "questions", "Questions", "Questions"),
    Page("reference/glossary.py", "glossary", "Glossary", "Glossary"),
    Page("reference/model_card.py", "model-card", "The network's card"),
)
PARTS = tuple(page for page in PAGES if page.level)
"""The pages of the levels, each an address of its own: a control waits for all experiments that stand beside it."""
LEVELS = tuple(page for page in PARTS if page.menu)
"""The first part of each level, which stands for it in the menu."""
GLOSSARY = next(page for page in PAGES if page.path == "glossary")
QUESTIONS = next(page for page in PAGES if page.path == "questions")
CARD = next(page for page in PAGES if page.path == "model-card")
_STORY = (PAGES[0], *PARTS)


def parts_of(level: int) -> tuple[Page, ...]:
    """The pages of a level, in their order."""
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
        if here.level == len(LEVELS):
            st.page_link(links[CARD], label="The numbers: model card")
        for after in (*_STORY, QUESTIONS)[place + 1 :][:1]:
            st.page_link(links[after], label=f"Next: {after.title} →")


if __name__ == "__main__":
    show()
