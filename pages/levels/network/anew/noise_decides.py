"""4.8: same noise, same picture? With one sampler yes, to the pixel; with another no."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.sampling.samplers import ddim, ddpm
from diffusion_core.serving.engine import Busy
from pages.levels.network.anew import noise_decides_figures
from pages.levels.network.anew.noise_decides_figures import Twice
from pages.shared.keeping.with_progress import worked
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.recorded import figure, how_sure, percent
from pages.shared.player import player

CLOSE, ROUGH = "noise decides: DDIM in 20 and 100 steps", "noise decides: DDIM in 5 and 100 steps"
DDPM, CHANCE = "noise decides: DDPM twice", "noise decides: two noises"
ALL, SOME, NONE = "All show much the same", "Only DDIM's two are alike", "All differ"
REASONS = {
    ALL: "DDPM adds fresh noise at every step but the last, and in the end that has more of a say than the start.",
    SOME: "Then DDPM's two would have as much in common as DDIM's, or DDIM's as little.",
    NONE: "DDIM adds no noise, so in 20 steps or in 100 it follows nearly the same path.",
}
ANSWERS = {
    "Q21": "Under DDIM it does: the same noise, words and settings give the same picture, to the pixel. Change the "
    f"number of steps, and the path is followed less or more closely. From one noise, 20 and 100 steps have "
    f"{percent(CLOSE)} of the six things in common that our reader names ({how_sure(CLOSE)}), 5 and 100 steps "
    f"{percent(ROUGH)}. Pictures from two noises have {percent(CHANCE)} in common, by luck.",
    "Q22": "As you like. DDIM takes no chance on the way: all chance is in its starting noise. DDPM adds fresh noise "
    f"at each step, so one start has many ends: two of them have {percent(DDPM)} in common ({how_sure(DDPM)}). "
    "The network is the same. Only the few lines that use its answer differ.",
}
DIFFUSERS = """
    import torch
    from diffusers import DDIMScheduler, DDPMScheduler, UNet2DModel

    network = UNet2DModel(sample_size=64)  # told no words; trained with prediction_type="v_prediction"
    start = torch.randn(1, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    for Scheduler, steps in ((DDIMScheduler, 5), (DDIMScheduler, 100), (DDPMScheduler, 20)):
        scheduler = Scheduler(
            beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction", timestep_spacing="trailing"
        )
        scheduler.set_timesteps(steps)
        x = start
        for t in scheduler.timesteps:
            x = scheduler.step(network(x, t).sample, t, x).prev_sample
"""


@experiment("4.8", "Does the noise decide?", answers=ANSWERS)
def noise_decides() -> None:
    guess = bets.ask(
        "decides.ways",
        "One noise, no words. DDIM draws in 20 and in 100 steps, DDPM draws twice. What comes of it?",
        list(REASONS),
    )
    stage, side = stage_and_side()
    with side:
        seed = controls.seed("decides.seed", default=0, label="Noise", again="Fresh noise")
        notice(
            "Told nothing, the network draws worse than with words, but what it likes. So if anything decides here, it "
            "is the noise."
        )
    try:
        found = noise_decides_figures.twice(seed)
        with stage:
            shown = noise_decides_figures.twice_tracks(seed, found, again=bool(guess))
            player("decides.twice", shown, run=f"{seed}.{bool(guess)}", alt="one noise, and what DDIM draws out of it")
            if guess:
                st.markdown(f"Drawn twice. Of their 12,288 numbers **{found.different or 'none'}** differ.")
                _four(seed, found)
                bets.outcome(guess, right=_verdict(), reasons=REASONS)
    except (NoWeights, Busy) as error:
        st.info(str(error))
    show_code(ddim, ddpm, diffusers=DIFFUSERS)


def _four(seed: int, found: Twice) -> None:
    pictures = worked("decides", (seed,), noise_decides_figures.four_ways(seed), "The network draws four times")
    player("decides.four", noise_decides_figures.way_tracks(pictures), alt="one noise, four ways to a picture")
    shared = noise_decides_figures.in_common(found.picture, pictures)
    st.markdown(
        "Our reader names six things: place, number, animal, colour, what it wears, mood. Here DDIM's pictures in 20 "
        f"and in 100 steps share **{shared['close']}** of them, DDPM's two **{shared['free']}**. One noise proves "
        "little, so we counted over many:"
    )
    st.markdown(
        f"| counted over {figure(DDPM)['n']} noises | in common |\n|---|---|\n"
        f"| DDIM in 5 and in 100 steps | {percent(ROUGH)} |\n| DDIM in 20 and in 100 steps | {percent(CLOSE)} |\n"
        f"| DDPM twice | {percent(DDPM)} |\n| from two noises, by luck | {percent(CHANCE)} |"
    )


def _verdict() -> str:
    """By the recorded shares, since one noise may be lucky: nearer to those of DDIM's path, or to chance."""
    close, chance, free = (figure(name)["value"] for name in (CLOSE, CHANCE, DDPM))
    if close - chance < 0.15:
        return NONE
    return ALL if free > (close + chance) / 2 else SOME
