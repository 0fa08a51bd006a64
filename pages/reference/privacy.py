"""What the whole site keeps, where and how long, on one screen; what a class keeps has a page of its own."""

import streamlit as st

from pages.shared.page import memory, theme
from pages.site_map import ROOM_KEEPS

KEPT = (
    (
        "Your bets, and which parts you've seen",
        "In your own browser. While you're here, the server hears of your bets, since it draws the answers",
        "Until you clear them, below. The server forgets them within minutes of your leaving",
    ),
    (
        "What you choose, and the words you type",
        "In the page's address, so that a link shows just what you saw, and in the server's memory",
        "The address is yours. The server forgets your visit within minutes",
    ),
    (
        "A picture of your own",
        "In the server's memory only, made small: 64 × 64. The file itself is dropped once it's read",
        "While you're here, and a minute or so longer",
    ),
    (
        "What was drawn for you",
        "In the server's memory, under the words and the number of the noise, with no mark of who asked. Whoever asks "
        "for the same gets the same",
        "Until newer drawings need the room, or the server starts anew",
    ),
    (
        "Your network's address",
        "In the server's memory, so that all get their turn. It's in no log",
        "Until many others have come, or the server starts anew",
    ),
)
"""What, where, how long."""
BESIDES = (
    "**Who you are:** nobody asks. There's no account, no name, no e-mail, no advertising, and nothing that "
    "follows you about. Whoever runs the server sees figures such as “12 visitors now”.",
    "**Other sites:** none is told anything. All that these pages need comes from this one server, letters and "
    "pictures too.",
    "**Cookies:** one against forged requests, `_streamlit_xsrf`, set by Streamlit, which draws these pages. Where "
    "several servers share the work, the one in front may set another, to send you to the same one each time.",
)

theme.story("You can use all of this without telling anybody who you are. Here is what is kept all the same.")
rows = ("What | Where | How long", "--- | --- | ---", *(" | ".join(row) for row in KEPT))
st.markdown("\n".join(f"| {row} |" for row in rows))
st.markdown("\n".join(f"- {one}" for one in BESIDES))
memory.forgetting()
st.page_link(ROOM_KEEPS.file, label="In a lesson, a room keeps a little more →")
