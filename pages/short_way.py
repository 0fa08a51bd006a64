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


def stops() -> list[Place]:
    """All stops, each before its bet."""
    return [place(key, told=False) for key in STOPS]


def listed() -> None:
    """A link to each stop, in this window: in a new one, nobody would find back."""
    for number, stop in enumerate(stops(), 1):
        st.page_link(stop.page.file, label=f"{number}. {stop.title}", query_params={_STOP.name: str(number)})


def strip(here: Page, links: dict[Page, StreamlitPage]) -> str:
    """Where the visitor stands on the short way, and the next stop; nothing for all others. The frame calls it once.

    Gives the anchor of the experiment at which the page opens, "" where it is no stop.
    """
    number = _STOP.now()
    if not number or (stop := stops()[number - 1]).page != here:
        return ""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="short-way-strip"):
        st.markdown(f"*The short way:* stop {number} of {len(STOPS)}", width="content")
        if number == len(STOPS):
            st.page_link(links[LEVELS[0].pages()[0]], label="Now the whole story: drop the ink →")
        else:
            after = stops()[number]
            st.page_link(links[after.page], label=f"Next stop: {after.title} →",
                         query_params={_STOP.name: str(number + 1)})  # fmt: skip
    return stop.address.partition("#")[2]
