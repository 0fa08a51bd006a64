"""What a room keeps, why, how long and where, on one screen."""

import streamlit as st

from pages.classroom import store, views
from pages.shared.page import theme
from pages.site_map import KEEPS

HOURS = store.DAY // 3600
KEPT = (
    (
        "The room: its five letters, its lesson and how far it has got, and a mark by which the server knows the "
        "teacher's key",
        "So that the class finds it, and only the teacher leads it",
        f"Until the teacher ends the lesson, {HOURS} hours at most",
    ),
    (
        "A seat: a number, and a mark by which the server knows that phone again",
        "So that whoever reloads is back in their seat",
        "The same",
    ),
    (
        "Each bet, and how sure it was, beside its seat's number",
        "So that it counts once, and all can see how the class did",
        "The same",
    ),
    (
        "In the phone's own browser: a key to the seat, or to the room",
        "So that it is still you after a reload",
        "Until the lesson ends, or you give up the seat",
    ),
)
"""What, why, how long."""
BESIDES = (
    "**Where:** in a database of this server alone. Nothing goes to anybody else.",
    "**Names:** none. You're given a critter's name, made from your seat's number. There is nowhere to type one.",
    "**Who sees a bet:** nobody before the teacher shows what came out. Even then you all see only how many "
    f"chose what, and only if {views.LEAST} or more have bet.",
    "**What the teacher may keep:** one page of totals, with no seats and no code. It's made when the teacher asks, "
    "and the server keeps no copy.",
    "**Cookies:** a room sets none. Streamlit, which draws these pages, sets one against forged requests "
    "(`_streamlit_xsrf`). Where several servers share the work, the one in front may set another, to send you to the "
    "same one each time.",
    "**Addresses:** your network's address is used for a while to slow down whoever guesses codes. It stays in memory, "
    "and is written down nowhere, in no log either.",
    "**How to have it deleted:** the teacher ends the lesson, and it's gone at once.",
)

theme.story("A room knows nobody's name. Here is all that it keeps, and when it goes.")
rows = ("What | Why | How long", "--- | --- | ---", *(" | ".join(row) for row in KEPT))
st.markdown("\n".join(f"| {row} |" for row in rows))
st.markdown("\n".join(f"- {one}" for one in BESIDES))
st.page_link(KEEPS.file, label="What the rest of this site keeps →")
