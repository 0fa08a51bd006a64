"""Folded into 4.15: two small networks learn the same; one of them never had skip connections."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from pages.levels.network.inside import never_had_figures
from pages.levels.network.inside.never_had_figures import MOMENTS
from pages.shared.numbers import fixed
from pages.shared.page import controls
from pages.shared.player import player


def never_had() -> None:
    """What a fold of 4.15 draws: both networks at work, and how far off they are."""
    try:
        found = never_had_figures.errors()
    except NoWeights as error:
        st.info(str(error))
        return
    more = never_had_figures.times_as_far(found)
    worst = int(more.argmax())
    st.markdown(
        "Cutting is rough. So here are two small networks: one has skips, the other learnt without them from the "
        f"start. It's up to **{more[worst]:.1f} times** as far off, at {fixed(f't = {MOMENTS[worst]}')}: it never "
        f"learnt to squeeze every pixel through the bottom. At t = {MOMENTS[0]} it's {more[0]:.1f} times, at t = "
        f"{MOMENTS[-1]} {more[-1]:.1f}: near pure noise the best guess is a blur, and a blur fits through the bottom."
    )
    seed = controls.seed("inside.small", default=3, again="Other picture")
    player("inside.never", never_had_figures.tracks(seed), labels=never_had_figures.labels(), start=worst,
           run=str(seed), moment="never", fps=4,
           alt="what two small networks make of a noisy picture, with skip connections and without")  # fmt: skip
    st.caption(_how_taught())


def _how_taught() -> str:
    with_, without = never_had_figures.how_taught("with"), never_had_figures.how_taught("without")
    return (
        f"Both were taught beforehand (the command `make skips` does it anew): the same {with_['taught_on']:,} "
        f"pictures of 16 × 16, in the same order with the same noise, {with_['steps']:,} nudges each. They have "
        f"{with_['parameters']:,} and {without['parameters']:,} numbers. Their answers are computed now."
    )
