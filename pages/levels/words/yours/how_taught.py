"""Folded into 5.2: how captions came into the lesson, and what it draws when it is told nothing, a part, or all."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data.training_set import EMPTY, LOST_WORDS, PARTIAL
from diffusion_core.serving.engine import Busy
from pages.levels.words.yours import numbers_figures
from pages.levels.words.yours.numbers_figures import TOLD
from pages.shared.player import player


def how_taught(seed: int) -> None:
    """What a fold of 5.2 draws."""
    nothing, part, lost = (round(100 * share) for share in (EMPTY, PARTIAL, LOST_WORDS))
    st.markdown(
        "Nobody told the network what a word means. In its lesson each noisy picture came with a caption, and the "
        "reader's numbers were nudged along with all the others: whatever made the guess better was kept. So *red* got "
        "its numbers from thousands of red animals."
    )
    st.markdown(
        f"Not every caption was whole. Of 100, **{nothing}** were left out, **{part}** told only a part, **{lost}** "
        f"lost some words by chance, and **{100 - nothing - part - lost}** told all. So it also learnt to guess when "
        "it is told little or nothing, which we'll need soon."
    )
    try:
        tracks = numbers_figures.told_tracks(seed)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    player("words.told", tracks, run=str(seed), alt="what it draws from one noise when told nothing, a part, and all")
    st.caption(f"From one starting noise: told nothing; told “{TOLD[1]}”; told “{TOLD[2]}”.")
