"""The short way: the best of the site for those in a hurry. Each stop leads on to the next.

Home lists the stops. A stop is an experiment's page with `?short=2` in its address: it opens at the experiment, and a
strip at the foot of the window says how many stops there are, and leads on.
"""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.shared.page.one_setting import InAddress, whole
from pages.shown import Place, place
from pages.site_map import LEVELS, Page

STOPS = ("pair", "new water", "your cat", "one step", "no blur", "your words")
"""By the keys of `pages.shown`, in the order of the story."""
MINUTES = 11
"""That it takes, as tests/pages/test_minutes.py measures it."""
_STOP = InAddress("short", 0, whole(1, len(STOPS)))
_KEPT = "short-way.stop"


def stops() -> list[Place]:
    """All stops, each before its bet."""
    return [place(key, told=False) for key in STOPS]


def listed() -> None:
    """A link to each stop, in this window: in a new one, nobody would find back."""
    for number, stop in enumerate(stops(), 1):
        st.page_link(stop.page.file, label=f"{number}. {stop.title}", query_params={_STOP.name: str(number)})


def heading(here: Page) -> str:
    """The anchor of the experiment at which the page opens, where it is a stop on the visitor's short way; else ""."""
    stop = _stop(here)
    return stops()[stop - 1].address.partition("#")[2] if stop else ""


def strip(here: Page, links: dict[Page, StreamlitPage]) -> None:
    """Where the visitor stands on the short way, and the next stop; nothing for all others. The frame calls it once."""
    stop = _stop(here)
    if not stop:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="short-way-strip"):
        st.markdown(f"*The short way:* stop {stop} of {len(STOPS)}", width="content")
        if stop == len(STOPS):
            st.page_link(links[LEVELS[0].pages()[0]], label="Now the whole story: drop the ink →")
        else:
            after = stops()[stop]
            st.page_link(links[after.page], label=f"Next stop: {after.title} →",
                         query_params={_STOP.name: str(stop + 1)})  # fmt: skip


def _stop(here: Page) -> int:
    """Which stop of the short way the page is for this visitor, from 1; 0: none. Kept while the page stays open."""
    said, kept = _STOP.now(), st.session_state.get(_KEPT, 0)
    found = 0
    if said or kept:
        numbers = (number for number, stop in enumerate(stops(), 1) if stop.page == here)
        found = next((number for number in numbers if number in (said, kept)), 0)
    st.session_state[_KEPT] = found
    return found
