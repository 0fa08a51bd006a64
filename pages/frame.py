"""The frame around each page: its heading, and the way to its neighbours."""

from base64 import b64encode
from pathlib import Path

import streamlit as st

from pages import short_way
from pages.entries import entries
from pages.server import messages
from pages.shared.handouts import worksheets
from pages.shared.handouts.sheet import PAPERS
from pages.shared.page import class_strip, memory, present, theme
from pages.shared.page.arrival import lead_in
from pages.shared.page.moves import lead_on
from pages.shared.page.term_marks import mark_terms
from pages.shared.page.way import next_picture, way
from pages.shown import in_story
from pages.site_map import CARD, GLOSSARY, KEEPS, LEVELS, PAGES, QUESTIONS, SITE, STORY, TEACH, Page, parts_of, where

_SHARED = Path(__file__).parent / "shared" / "page"
LOGO = str(_SHARED / "drop.svg")
ICON = f"data:image/png;base64,{b64encode((_SHARED / 'drop.png').read_bytes()).decode()}"
"""The same as pixels: when a control writes the address, Chromium draws the tab's icon anew, and an SVG costs more."""

# before any page's first control: what comes from outside is checked there, once for all pages
messages.guard()


def show() -> None:
    """Draw the page that the address names, inside the frame."""
    links = entries()
    chosen = st.navigation(list(links.values()), position="top")
    here = next((page for page in PAGES if page.path == chosen.url_path), PAGES[0])
    title = SITE if here is PAGES[0] else f"{here.title} · {SITE}"
    st.set_page_config(page_title=title, page_icon=ICON, layout="wide")
    st.logo(LOGO, size="large")
    theme.style(parts_of(here.level)[0].path if here.level else "")
    memory.read()
    lead_on(here.path)
    _head(here, links)
    chosen.run()
    _onward(here, links)
    lead_in(here.path, short_way.strip(here, links))
    class_strip.strip(here.path)
    if here is not GLOSSARY:
        mark_terms()


def _head(here: Page, links: dict) -> None:
    """The title and the page's first sentences; of a level's part also where it stands, and the way through the level.

    On a wide window the way stands beside the sentences, so that the first experiment begins higher (way.css).
    """
    with st.container(key="head"):
        with st.container(key="head-words", gap="xxsmall"):
            if here.level:
                st.markdown(where(here), width="content")
            if here is not PAGES[0]:  # the home page's own title stands beside its picture
                st.title(here.title, anchor=False)
            theme.keep_for_story(st.container(key="opening"))
        # a page of no level has no parts, which the style sheet would set apart
        key = "way" if here.level else "way-alone"
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=key):
            for number, page in enumerate(parts_of(here.level), 1):
                # on a phone the numbers of the others do (way.css)
                label = f"**{number} {page.part}**" if page == here else f"{number} *{page.part}*"
                st.page_link(links[page], label=label, width="content")
            way(here.path, [page.path for page in PAGES], place=where(here), ends=_ends(here))
        present.stand_by(here.path, in_story())


def _ends(page: Page) -> list[str]:
    """The paths of the pages before and after a level's part; none for other pages."""
    place = STORY.index(page) if page.level else 0
    return [one.path for one in (*STORY, QUESTIONS)[place - 1 : place + 2 : 2]] if page.level else []


def _onward(here: Page, links: dict) -> None:
    """How a page of the story ends: a card that leads on, and small links back and to the words."""
    if here not in STORY:
        return
    place = STORY.index(here)
    _card((*STORY, QUESTIONS)[place + 1], links)
    with st.container(horizontal=True, gap="medium", vertical_alignment="center", key="beside"):
        for before in STORY[:place][-1:]:
            st.page_link(links[before], label=f"← Back: {before.title}", width="content")
        st.page_link(links[GLOSSARY], label="The words: Glossary", width="content")
        if here is PAGES[0]:
            st.page_link(links[TEACH], label="For teachers", width="content")
            st.page_link(links[KEEPS], label="What this site keeps", width="content")
        if here.level and here == parts_of(here.level)[-1]:
            sheets = (f"[{paper}]({worksheets.link(here.level, paper)})" for paper in PAPERS)
            st.markdown(f"Worksheet to print: {' · '.join(sheets)}", width="content")
        if here.level == len(LEVELS):
            st.page_link(links[CARD], label="The numbers: model card", width="content")
        memory.forgetting()


def _card(after: Page, links: dict) -> None:
    """The next page as a card: its picture, where it stands and how long it takes, a teaser, and the link."""
    time = f"about {after.minutes} minutes" if after.minutes else ""
    with st.container(horizontal=True, gap="medium", vertical_alignment="center", key="next"):
        next_picture(LEVELS[after.level - 1].folder if after.level else "", after.path)
        with st.container(gap="xsmall"):
            st.markdown(" · ".join(filter(None, [where(after), time])))
            st.markdown(after.teaser)
            st.page_link(links[after], label=f"Next: {after.title} →", width="content")


if __name__ == "__main__":
    show()
