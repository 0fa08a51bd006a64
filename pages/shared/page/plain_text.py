"""Text of a visitor's on a page: shown as it was typed, and never read as Markdown.

    st.caption(f"“{plain(words)}” · drawn now")

Nothing else may bring a text field's words, or a word out of an address, into what Streamlit reads as Markdown.
"""

import re
import unicodedata

_JOINER = "\u2060"
"""Takes no room, and no line breaks at it."""
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# what Streamlit looks for after Markdown has been read, where a backslash no longer helps: addresses and e-mails become
# links, :words: emojis and icons, and arrows of two signs become one
_LATER = re.compile(r"(?<=:)(?=\S)|(?<=@)|(?<=www)(?=\.)|(?<=(?<!\S)[<>~-])(?=[-=>])", re.IGNORECASE)


def plain(text: str) -> str:
    """Markdown that shows a text as it is: in one line, and without signs that are only commands to the typesetting."""
    seen = "".join(sign for sign in " ".join(text.split()) if not unicodedata.category(sign).startswith("C"))
    return _PUNCTUATION.sub(r"\\\1", _LATER.sub(_JOINER, seen))
