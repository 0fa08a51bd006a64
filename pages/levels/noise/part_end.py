"""Level 2, part 2: where noise ends, whether anybody can still tell, and a short cut to any step."""

import streamlit as st

from pages.levels.noise.can_tell import can_tell
from pages.levels.noise.jump import jump
from pages.levels.noise.same_bell import same_bell
from pages.shared.page.theme import story

story(
    "We want the cat to be gone, not just hard to see. "
    "So let's go to the very end. Could a sharp eye still tell a cat from a rabbit there? "
    "And must we really take every step to get there?"
)
same_bell()
st.markdown("One pixel forgets where it came from. But a picture has thousands. Together, do they still give it away?")
can_tell()
st.markdown("So the cat is gone. It took many steps, though. Here comes a short cut that we'll need in level 4.")
jump()
st.markdown(
    "**So far:** everything ends in the same bell, and one jump leads there. **Still open:** did it have to be done "
    "just so? What if one rule of it is broken?"
)
