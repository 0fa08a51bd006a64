"""Level 2, part 3: where noise ends, a short cut to any step, and the closing questions."""

import streamlit as st

from pages.levels.noise.closing import three_questions
from pages.levels.noise.jump import jump
from pages.levels.noise.same_bell import same_bell
from pages.shared.page.theme import story

story(
    "Black or white, cat or rabbit: after enough steps, can anybody still tell which it was? "
    "And do we have to take all the steps to get there?"
)
same_bell()
jump()
three_questions()
st.markdown("**What comes next.** How large should each step be? Level 3 lets you choose, and shows what goes wrong.")
