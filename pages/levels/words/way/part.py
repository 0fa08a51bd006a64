"""Level 5, part 2: what words do on the way."""

import streamlit as st

from pages.levels.words.way.minds import change_of_mind
from pages.levels.words.way.pull import the_pull
from pages.levels.words.way.where import where_it_looks
from pages.shared.page import theme

theme.story(
    "Your sentence becomes rows of numbers once. Then the picture looks at those rows again at every step. So what "
    "does each word do at each step? We can listen in: "
    "leave one word out, and see what changes in the guess."
)
where_it_looks()
theme.afterwards("loudest").markdown("So each word is loudest in its own time.")
st.markdown("Is there a moment after which it's no use asking?")
change_of_mind()
theme.afterwards("late").markdown("A word that comes too late changes little.")
st.markdown("A word in time is heard only as far as the network likes. How do you make it listen harder?")
the_pull()
theme.afterwards("so-far").markdown(
    "Words lean on the guesses, each in its own time, and we can make them lean harder."
)
st.markdown("**Still open:** with two animals and one hat in the sentence, who gets the hat?")
