"""Folded into 4.17: two ways to noise a picture, and what comes back from each."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.serving.engine import Busy
from pages.levels.network.anew import two_ways_in_figures
from pages.levels.network.anew.two_ways_in_figures import Noised, Place
from pages.shared.keeping.with_progress import worked_in_place
from pages.shared.page import controls
from pages.shared.page.recorded import figure
from pages.shared.player import player

STEPS = ("10", "20", "50")


def two_ways_in() -> None:
    """What a fold of 4.17 draws: two noises that look alike, of which one leads back to its picture."""
    st.markdown(
        "Can noise hold a picture? The first sheet of noise is chance, nothing else. The second is where you get if "
        "you walk DDIM's own path backwards, from the picture into the noise."
    )
    seed = controls.seed("invert.picture", default=0, again="Another picture")
    steps = int(controls.choice("Steps each way", STEPS, key="invert.steps", default="20"))
    try:
        found = two_ways_in_figures.noised(seed, steps)
        way = _returned(found, seed, steps)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    chance, pathed = two_ways_in_figures.off_by(found, way)
    st.markdown(
        f"The path's noise brings the picture back, **{pathed:.0f}** shades off; from the chance noise it's "
        f"{chance:.0f}. {_over_many()} Both were told “{found.words}”, so both end up showing one."
    )
    st.markdown(_trace(found))
    with st.expander("Waves"):
        _waves(found)
    with st.expander("More steps"):
        _by_steps(steps)


def _over_many() -> str:
    """What was recorded over many pictures, since one may be lucky."""
    pathed, chance = figure("path: off by, 20 steps"), figure("path: off by, chance")
    low, high = pathed["interval"]
    return (
        f"Over {pathed['n']} pictures, in 20 steps, it's {pathed['value']:.1f} shades ({low:.1f} to {high:.1f}) and "
        f"{chance['value']:.1f}. The smaller the steps, the better you can walk it both ways: "
        f"{figure('path: off by, 50 steps')['value']:.1f} shades in 50."
    )


def _waves(found: Noised) -> None:
    player("invert.spectra", two_ways_in_figures.spectra(found), alt="the spectra of both noises")
    coarse, fine = two_ways_in_figures.powers(found)
    st.markdown(
        "White noise is level: it has as much of coarse waves, on the left, as of fine ones. Over this picture's 1 to "
        f"4 waves the path's noise has {coarse:.2f} of white noise's power, over 16 to 32 waves {fine:.2f}."
    )


def _by_steps(steps: int) -> None:
    player("invert.steps_curve", two_ways_in_figures.by_steps(steps), alt="how far off it comes back, by steps")


def _trace(found: Noised) -> str:
    chance, pathed = two_ways_in_figures.likeness(found)
    return (
        "Go back to t = 1000 and look closely at the path's noise: a trace of the picture is left in it. On a scale "
        f"where 1 is the same picture, it matches by {pathed:.2f}, and the chance noise by {abs(chance):.2f}."
    )


def _returned(found: Noised, seed: int, steps: int) -> list[Place]:
    work = two_ways_in_figures.brought_back(found, steps)
    way, place = worked_in_place("invert", (seed, steps), work, "Both are brought back")
    tracks, labels = two_ways_in_figures.way_tracks(found, way), two_ways_in_figures.labels(way)
    with place:
        player("invert.way", tracks, labels=labels, fps=6, start=len(labels) - 1, run=f"{seed}.{steps}",
               moment="invert",
               alt="two noises on their way back to pictures")  # fmt: skip
    return way
