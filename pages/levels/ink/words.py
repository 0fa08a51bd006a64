"""1.6: what ink has to do with pictures, and where that ends; then, folded, the words of science."""

import streamlit as st

from diffusion_core import ink
from pages.levels.ink.films import FPS, labels
from pages.levels.ink.words_figures import DROP, curve, entropies
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment
from pages.shared.player import player

DICTIONARY = """
| in the glass | in a picture (levels 2 to 4) | what is not the same |
|:--|:--|:--|
| a speck | a dot of the picture, a *pixel* | a speck moves about; a pixel stays where it is |
| its place | the pixel's *value*: how bright it is | a speck changes its place; a pixel changes how bright it is |
| the whole glass | one picture | specks are all alike; each pixel has its own place |
| the drop | the clean picture | a drop has one colour; a picture has many |
| shoves by chance | noise | nothing: it is the same chance |
| the guide | the network of level 4 | our guide is told what drops look like; the network has to learn it |
| the walls | a small pull to grey at each step | a wall throws a speck back; the pull draws a value back |
"""
ANSWERS = {
    "Q4": "*Diffundere* is Latin for “to pour out”, “to spread”. Science used the word for ink in water, and for a "
    "smell in a room. The picture machines borrowed the trick, and the name came along.",
}


@experiment("1.6", "From ink to pictures")
def dictionary() -> None:
    st.markdown(
        "Spreading by chance is called **diffusion**. The picture machines do it to dots, and undo it. "
        "All that you saw has its twin there, though few twins are quite alike."
    )
    st.markdown(DICTIONARY)


@experiment("1.7", "The grown-up words", answers=ANSWERS, folded="Why does ink never gather again by itself?")
def physics() -> None:
    st.markdown(
        "The specks' stumble is **Brownian motion**: molecules of water hit each speck from all sides, without end. "
        "The spreading is **diffusion**. Its speed grows with the temperature, and more so because warm water is "
        "thinner (Einstein, 1905).\n\n"
        "The mixed end is **equilibrium**. Specks still move, but as many come as go, so nothing changes any more.\n\n"
        "How evenly the ink is shared out is its **entropy**. Here it is worked out from the exact ink, cell by cell. "
        "It only rises. That is why the film backwards looks wrong."
    )
    values = entropies()
    player("ink.entropy", [curve(values)], labels=labels(), fps=FPS, alt="the entropy of the ink over time")
    st.markdown(
        f"It begins at {values[0]:.2f} and ends at {values[-1]:.2f}; 1 would be the same amount of ink in each cell "
        f"of the glass. It never fell in any of the {len(values) - 1} steps of this film of a {DROP}. "
        "Our guides do not break this law. They put back what the water has lost: knowledge about the drop."
    )
    st.markdown(
        "The **thermodynamics** that lent diffusion models their idea is this: undo the spreading, one small step at "
        "a time (Sohl-Dickstein et al., 2015)."
    )
    show_code(ink.entropy, ink.concentration, diffusers="")
