"""Folded into 4.17: from one noise to another, a walk of pictures."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.sampling.interpolation import WAYS
from diffusion_core.serving.engine import Busy
from pages.levels.network.anew import between_figures
from pages.levels.network.anew.between_figures import PLACES, WORDS
from pages.shared.keeping.with_progress import worked
from pages.shared.page import controls
from pages.shared.page.recorded import figure
from pages.shared.player import player

PAIR = 0
"""The first, not the best; over many walks it is told what was recorded."""


def between() -> None:
    """What a fold of 4.17 draws: the walk between two noises, and a fade of its ends beside it."""
    st.markdown(
        f"Two sheets of noise, and “{WORDS}” out of each. Now mix them, more and more of one into the other. Out of "
        "each mixture comes a picture. It's no fade of the two: a fade is softer."
    )
    pair = controls.seed("between.pair", default=PAIR, again="Two others")
    way = controls.choice("The way", tuple(WAYS), key="between.way", names=str.capitalize)
    try:
        words = f"The network draws {PLACES} pictures"
        found = worked("between", (pair, way), between_figures.walked(pair, way), words)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    player("between.walk", between_figures.walk_tracks(found), labels=between_figures.labels(), fps=4,
           start=PLACES // 2, run=f"{pair}.{way}", moment="between",
           alt="a walk from one noise to another, and the picture of each place")  # fmt: skip
    sharp, faded = between_figures.half_way(found)
    strength = found.strength[PLACES // 2]
    st.markdown(
        f"Halfway, this picture has {100 * sharp:.0f} % of the fine detail of the two ends, and their fade "
        f"{100 * faded:.0f} %. {_over_many()} *Round* keeps the noise as strong as it was: here {strength:.2f} times "
        "as strong as fresh noise. *Straight* makes it weaker halfway, and the pictures a little softer."
    )


def _over_many() -> str:
    """What was recorded over many walks, since one may be lucky."""
    sharp, faded, one = (figure(f"between: {what}") for what in ("middle", "fade", "one cat"))
    return (
        f"Over {sharp['n']} walks it's {100 * sharp['value']:.0f} % and {100 * faded['value']:.0f} %, and in "
        f"{100 * one['value']:.0f} % our reader sees one orange cat in the middle."
    )
