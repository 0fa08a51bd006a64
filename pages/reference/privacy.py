"""What the whole site keeps, where and how long, on one screen; what a class keeps has a page of its own."""

import os

import streamlit as st

from pages.shared.page import memory, theme
from pages.shared.page.plain_text import plain
from pages.site_map import ROOM_KEEPS

KEPT = (
    (
        "Your bets, and which parts you've seen",
        "In your own browser. While a page is open, the server hears of your bets too",
        "In the browser until you clear them, below. The server forgets them minutes after you leave",
    ),
    (
        "What you choose, and the words you type",
        "In the page's link, so that it shows somebody else just what you saw. So type nothing there that nobody "
        "should read. While a page is open, in the server's memory",
        "The server forgets what was yours minutes after you leave. A link stays where you put it",
    ),
    (
        "A picture of your own",
        "In the server's memory, made small: 64 × 64. The file itself is dropped as soon as it's read, and nothing "
        "made of it is kept for others",
        "Until minutes after you leave",
    ),
    (
        "What the network drew",
        "In the server's memory, together with the words it was told, and with no mark of who asked. Whoever asks for "
        "the same gets the same picture",
        "Until newer drawings need the room, or the server starts anew",
    ),
    (
        "Your IP address",
        "In the server's memory, so that everybody gets a fair turn. It's in no log",
        "Until ten thousand others have come, or the server starts anew",
    ),
)
"""What, where, how long."""
BESIDES = (
    "**Who you are:** nobody asks. There's no account, no name, no e-mail, no advertising, and nothing that "
    "follows you about. Whoever runs the server sees figures such as “12 visitors now”.",
    "**Other sites:** none is told anything. All that these pages need comes from this one server, letters and "
    "pictures too.",
    "**Cookies:** one that keeps other sites from acting in your name, `_streamlit_xsrf`, set by Streamlit, which "
    "draws these pages. Where several servers share the work, the one in front may set another, to send you to the "
    "same one each time. Both end with your browser's session.",
)
RUN_BY = "RUN_BY"
"""Names in the environment who runs this server, and how to reach them: plain text."""

theme.story("You can use all of this without telling anybody who you are. Here is what is kept all the same.")
rows = ("What | Where | How long", "--- | --- | ---", *(" | ".join(row) for row in KEPT))
with st.container(key="kept"):
    st.markdown("\n".join(f"| {row} |" for row in rows))
st.markdown("\n".join(f"- {one}" for one in BESIDES))
if run_by := os.environ.get(RUN_BY):
    st.markdown(f"**Who runs this server:** {plain(run_by)}")
memory.forgetting()
st.page_link(ROOM_KEEPS.file, label="In a lesson, a room keeps a little more →")
