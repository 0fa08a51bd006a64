"""4.11: two ways to noise a picture, and what comes back from each."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.sampling.inversion import homeward, outward
from diffusion_core.sampling.samplers import ddim
from diffusion_core.serving.engine import Busy
from pages.levels.network.anew import two_ways_in_figures
from pages.levels.network.anew.two_ways_in_figures import Noised
from pages.shared.keeping.with_progress import worked
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.recorded import number
from pages.shared.page.state import link_reveals
from pages.shared.player import player

BOTH, PATH, NEITHER = "Both", "Only the path's noise", "Neither"
REASONS = {
    BOTH: "In the noise by chance nothing of this picture is left. DDIM makes another one of it, of the same words.",
    PATH: "Then it would have come back out of that noise alone.",
    NEITHER: "But for its first 1 %, the path took no chance, so in small enough steps it can be walked both ways.",
}
STEPS = ("10", "20", "50")
ANSWERS = {
    "Q10": "That depends on how it was noised. By chance: no, nothing is left to unpack. Along the network's own path: "
    "yes, nearly all of it is still there, and whoever has the network and the words can unpack it, "
    f"{number('path: off by, 50 steps', 1)} shades off in 50 steps, {number('path: off by, 10 steps', 1)} in 10. "
    "So noise can hold a message, and all but look white to who lacks the key. It is not quite: its fine waves have "
    f"{number('path: fine power')} of the power of white noise, its coarse waves {number('path: coarse power')}.",
}
DIFFUSERS = """
    import torch
    from diffusers import DDIMInverseScheduler, DDIMScheduler, UNet2DModel

    network = UNet2DModel(sample_size=64)  # told no words; trained with prediction_type="v_prediction"
    plan = {"beta_schedule": "squaredcos_cap_v2", "prediction_type": "v_prediction", "clip_sample": False}
    out = DDIMInverseScheduler(**plan, timestep_spacing="trailing")
    home = DDIMScheduler(**plan, timestep_spacing="trailing")
    out.set_timesteps(20)
    home.set_timesteps(20)
    x = home.add_noise(torch.zeros(1, 3, 64, 64), torch.randn(1, 3, 64, 64), out.timesteps[:1])  # the start by chance
    for t in out.timesteps[1:]:
        x = out.step(network(x, t - 50).sample, t, x).prev_sample  # x lies one step of 50 below t
    for t in home.timesteps:
        x = home.step(network(x, t).sample, t, x).prev_sample
"""


@experiment("4.11", "Two ways into the noise", answers=ANSWERS)
def two_ways_in() -> None:
    guess = bets.ask(
        "invert.back", "One picture, two noises: one by chance, one by walking DDIM's own path from the picture into "
        "the noise. DDIM draws from both. Which gives the picture again?", list(REASONS),
    )  # fmt: skip
    revealed = bool(guess) or link_reveals("invert")
    stage, side = stage_and_side()
    with side:
        seed = controls.seed("invert.picture", default=0, label="Picture", again="Another")
        steps = int(controls.choice("Steps each way", STEPS, key="invert.steps", default="20"))
        notice(
            "Into the noise, each step puts in more of the noise that the network sees. In a clean picture it sees "
            "none, so here chance makes a start: less than 1 %."
        )
    try:
        found = two_ways_in_figures.noised(seed, steps)
        with stage:
            _returned(guess, found, seed, steps) if revealed else _arrived(found, seed, steps)
        if revealed:
            with side:
                player(
                    "invert.spectra",
                    two_ways_in_figures.spectra(found),
                    max_width=360,
                    alt="the spectra of both noises",
                )
                st.caption(_trace(found))
    except (NoWeights, Busy) as error:
        st.info(str(error))
    show_code(outward, homeward, ddim, diffusers=DIFFUSERS)


def _trace(found: Noised) -> str:
    chance, pathed = two_ways_in_figures.likeness(found)
    coarse, fine = two_ways_in_figures.powers(found)
    return (
        "White noise is level: as much of coarse waves, on the left, as of fine ones. Over this picture's 1 to 4 waves "
        f"the path's noise has {coarse:.2f} of white noise's power, over 16 to 32 waves {fine:.2f}. Go back to "
        "t = 1000 and look closely: a trace of the picture is left in the path's noise. Its correlation with the "
        f"picture is {pathed:.2f}, that of chance's noise {abs(chance):.2f}; 1 would be the same picture."
    )


def _arrived(found: Noised, seed: int, steps: int) -> None:
    player(
        "invert.ends", two_ways_in_figures.end_tracks(found), run=f"{seed}.{steps}", alt="a picture and its two noises"
    )


def _returned(guess: str | None, found: Noised, seed: int, steps: int) -> None:
    way = worked("invert", (seed, steps), two_ways_in_figures.brought_back(found, steps), "Both are brought back")
    tracks, labels = two_ways_in_figures.way_tracks(found, way), two_ways_in_figures.labels(way)
    player("invert.way", tracks, labels=labels, fps=6, backwards=True,
           start=len(labels) - 1, run=f"{seed}.{steps}",
           moment="invert", alt="two noises on their way back to pictures")  # fmt: skip
    chance, pathed = two_ways_in_figures.off_by(found, way)
    st.markdown(
        f"Both were told “{found.words}”, so both come back with that. But this picture comes back **{chance:.0f}** "
        f"shades off out of chance's noise, **{pathed:.1f}** out of the path's."
    )
    bets.outcome(guess, right=_verdict(chance, pathed), reasons=REASONS)
    player(
        "invert.steps_curve",
        two_ways_in_figures.by_steps(steps),
        max_width=420,
        alt="how far off it comes back, by steps",
    )


def _verdict(chance: float, pathed: float) -> str:
    """A picture within 12 shades is the same one; so is one that is far nearer than another drawing of the words."""
    if pathed < 0.6 * chance:
        return PATH
    return BOTH if max(chance, pathed) < 12 else NEITHER
