"""1.7: from specks to pixels; then, folded, the words of science."""

import streamlit as st

from diffusion_core import ink
from pages.levels.ink.bridge_figures import FPS, labels, line, picture, pixels, walks
from pages.levels.ink.films import FPS as FILM_FPS
from pages.levels.ink.films import labels as film_labels
from pages.levels.ink.words_figures import DROP, curve, entropies
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
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
ANSWERS = ("Q4",)


@experiment("1.7", "From specks to pixels", below=lambda: fold("Glass and picture, side by side", _dictionary))
def from_specks_to_pixels() -> None:
    stage, side = stage_and_side()
    with side:
        notice("Watch the orange speck on its line. At the left end its pixel is dark, at the right end bright.")
        st.markdown(
            "A **pixel**, a dot of a picture, can't wander. But it can get brighter or darker. So give each pixel a "
            "speck of its own, on a line from dark to bright. Chance shoves the specks, and the cat dissolves like a "
            "drop of ink."
        )
    with stage:
        places = walks()
        player("ink.bridge", [picture(places), line(places)], labels=labels(), fps=FPS, autoplay=True, moment="bridge",
               run="bridge", alt="a picture whose pixels follow specks that chance shoves")  # fmt: skip
    offer(pixels)


def _dictionary() -> None:
    st.markdown(
        "Spreading by chance is called **diffusion**. The picture machines do it to pixels, and undo it. "
        "All that you saw has its twin there, though few twins are quite alike. (Levels 2 to 4 tell how.)"
    )
    st.markdown(DICTIONARY)


@experiment("1.8", "Why does ink never gather by itself?", answers=ANSWERS,
            folded="It could, but nearly all ways to lie are mixed: the answer in the words of science")  # fmt: skip
def physics() -> None:
    st.markdown(
        "The specks' stumble is **Brownian motion**: molecules of water hit each speck from all sides, without end. "
        "The spreading is **diffusion**. Its speed grows with the temperature, and more so because warm water is "
        "thinner (Einstein, 1905).\n\n"
        "The mixed end is **equilibrium**. Specks still move, but as many come as go, so nothing changes any more.\n\n"
        "Nothing forbids the specks to gather. But of all the ways in which they can lie, nearly all are mixed, so "
        "you'd wait longer than the world is old. How evenly the ink is shared out is its **entropy**. Worked out from "
        "the exact ink, cell by cell, it only rises; counted on a few specks it wavers a little."
    )
    values = entropies()
    player("ink.entropy", [curve(values)], labels=film_labels(), fps=FILM_FPS, alt="the entropy of the ink over time")
    st.markdown(
        f"It begins at {values[0]:.2f} and ends at {values[-1]:.2f}; 1 would be the same amount of ink in each cell "
        f"of the glass. It never fell in any of the {len(values) - 1} steps of this film of a {DROP}. "
        "Our guides don't break this law, which is about ink that's left alone. A guide interferes, and working out "
        "where to lead the specks makes more disorder elsewhere than it takes out of the water."
    )
    st.markdown(
        "The **thermodynamics** that lent diffusion models their idea is this: undo the spreading, one small step at "
        "a time (Sohl-Dickstein et al., 2015)."
    )
    show_code(ink.entropy, ink.concentration, diffusers="")
