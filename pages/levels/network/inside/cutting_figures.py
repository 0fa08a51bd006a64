"""Level 4, inside the U-Net: what a cut does to its guess, and what each part is worth."""

import numpy as np
import streamlit as st
from torch import Tensor

from diffusion_core.networks.anatomy import cut
from diffusion_core.networks.unet import UNet
from diffusion_core.process.prediction import from_velocity
from pages.levels.network.inside.guessing import MOMENTS, asked, guess, off_by, passed
from pages.levels.network.inside.plan import Plan, network_plan
from pages.server import drawing
from pages.shared.player import Curves, Line, Pictures
from pages.shared.player.track import Track

EXAM = (100, 300, 500, 700, 900)
"""The moments over which a cut's damage is averaged."""
NOTHING = "nothing"


@st.cache_data(max_entries=24, show_spinner="Every part is cut once …")
def damage(seed: int) -> dict[str, float]:
    """How far off the guess is, on average over EXAM, with nothing cut, each grid's skips cut, each block left out.

    By "nothing", "skips.<grid>" and the names of blocks, in levels of 255. Raises NoWeights, Busy.
    """
    what = asked(seed, EXAM)

    def measured(severed: tuple[str, ...]) -> float:
        def ask(network: UNet) -> Tensor:
            with cut(network, severed):
                return passed(network, what, False, [])[0]

        v = drawing.look_into(ask)
        return float(off_by(from_velocity(what.x, v, what.log_snr).x0.clamp(-1, 1), what.x0).mean())

    return {name: measured(severed) for name, severed in cuts(network_plan()).items()}


def cuts(found: Plan) -> dict[str, tuple[str, ...]]:
    """All that can be cut, by its name in the address: the parts that go with it."""
    grids = sorted({part.grid for part in found.parts if part.kind == "merge"})
    blocks = [part.name for part in found.parts if part.kind in ("down", "middle", "up")]
    across = {f"skips.{grid}": tuple(found.merges(grid)) for grid in grids}
    return {NOTHING: ()} | across | {name: (name,) for name in blocks}


def worst_moment(seed: int, severed: tuple[str, ...]) -> tuple[int, float]:
    """At which of MOMENTS these parts are missed most, and by how many levels. Raises NoWeights, Busy."""
    more = guess(seed, False, severed).off - guess(seed).off
    return MOMENTS[int(more.argmax())], float(more.max())


def cut_tracks(seed: int, severed: tuple[str, ...], what: str) -> list[Track]:
    """The guess after the cut, and the sound one."""
    sound, hurt = guess(seed), guess(seed, False, severed)
    return [
        Pictures("hurt", hurt.frames, title=what, role="guess", note=""),
        Pictures("sound", sound.frames, title="uncut", role="guess", note=""),
    ]


def error_track(seed: int, severed: tuple[str, ...], what: str) -> Curves:
    """How far off both are, at each of MOMENTS."""
    sound, hurt = guess(seed), guess(seed, False, severed)
    lines = [Line("uncut", sound.off, "guess", "solid"), Line(what, hurt.off, "plain", "dashed")]
    return Curves("off", np.array(MOMENTS, dtype=np.float64), lines, x_label="moment t", digits=0,
                  title="off by, in shades", size="full")  # fmt: skip
