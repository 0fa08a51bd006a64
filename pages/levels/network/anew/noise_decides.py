"""4.17: same noise, same picture? With one sampler yes, to the pixel; and back from a picture to its noise."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.sampling.inversion import homeward, outward
from diffusion_core.sampling.samplers import ddim, ddpm
from diffusion_core.serving.engine import Busy
from pages.levels.network.anew import noise_decides_figures
from pages.levels.network.anew.noise_decides_figures import USUAL, Ways
from pages.levels.network.anew.two_ways_in import two_ways_in
from pages.shared.keeping.with_progress import worked_in_place
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.recorded import figure, percent
from pages.shared.page.state import link_reveals
from pages.shared.player import player

CLOSE, ROUGH = "noise decides: DDIM in 20 and 100 steps", "noise decides: DDIM in 5 and 100 steps"
DDPM, CHANCE = "noise decides: DDPM twice", "noise decides: two noises"
LINEAR = "noise decides: DDPM twice, linear"
ALL, SOME, NONE = "All show much the same", "Only DDIM's two are alike", "All differ"
BET = "decides.ways"
REASONS = {
    ALL: "DDPM throws in fresh noise at each step. Its two pictures soon go their own ways.",
    SOME: "Then DDPM's two would have as much in common as DDIM's, or DDIM's as little.",
    NONE: "DDIM adds no noise. In 20 steps or in 100, it follows nearly the same path.",
}
BEFORE = "One noise, and what DDIM draws out of it in 20 steps. It's told no words, so only the noise can decide."
AFTER = "All start as the very same noise. DDIM's two stay together. DDPM's two part, under either schedule."
ANSWERS = ("Q21", "Q22", "Q10")


def _below() -> None:
    fold("Counted", _table)
    show_code(ddim, ddpm, outward, homeward, diffusers=("same_noise", "two_ways"))


@experiment("4.17", "Does the noise decide?", answers=ANSWERS, below=_below)
def noise_decides() -> None:
    _same_noise()
    two_ways_in()


def _same_noise() -> None:
    guess = bets.ask(
        BET, "One noise. DDIM draws from it in 20 steps and in 100, DDPM draws from it twice. What comes of it?",
        list(REASONS),
    )  # fmt: skip
    revealed = bool(guess) or link_reveals("decides")
    stage, side = stage_and_side()
    with side:
        notice(AFTER if revealed else BEFORE)
        seed = controls.seed("decides.seed", default=0, label="no.", again="Fresh noise")
    try:
        with stage:
            ways = _drawn(seed) if revealed else _once(seed)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    if ways:
        says = f"DDIM's two share **{percent(CLOSE)}**. DDPM's two: {percent(DDPM)}."
        bets.outcome(guess, right=verdict(), says=says, reasons=REASONS)
        with side:
            _told(seed, ways)


def _once(seed: int) -> None:
    player("decides.once", noise_decides_figures.once_tracks(seed), run=str(seed),
           alt="one noise, and what DDIM draws out of it")  # fmt: skip


def _drawn(seed: int) -> Ways:
    work = noise_decides_figures.six_ways(seed)
    ways, place = worked_in_place("decides", (seed,), work, "The network draws six times")
    with place:
        player("decides.four", noise_decides_figures.way_tracks(ways), fps=6,
               labels=noise_decides_figures.labels(), start=USUAL, run=str(seed), moment="decides",
               proof=bets.proof(BET, fps=5, marks=["ddim"]),
               alt="one noise, six ways to a picture")  # fmt: skip
    return ways


def _told(seed: int, ways: Ways) -> None:
    shared = noise_decides_figures.in_common(ways)
    different = noise_decides_figures.different(seed)
    st.markdown(
        f"Here DDIM's two share **{shared['close']}** of six things: place, number, animal, colour, thing worn, mood. "
        f"DDPM's two share {shared['free']}, under linear {shared['linear']}. One noise proves little, so we counted "
        f"over {figure(DDPM)['n']}: that's the number on the card.\n\n"
        f"And DDIM in 20 steps, run once more? **{different or 'None'}** of its 12,288 numbers came out differently."
    )
    st.markdown(
        f"Under cosine DDPM's first step keeps {_written(noise_decides_figures.kept('cosine'))} of the noise that it "
        "starts from, so its two runs share next to nothing anyway. Under linear it keeps "
        f"{_written(noise_decides_figures.kept('linear'))}. But the fresh noise of the steps after it outweighs that: "
        f"there its two share {percent(LINEAR)}, and two noises share {percent(CHANCE)} by luck."
    )


def _written(share: float) -> str:
    return f"{share:.2f}" if share > 0.01 else f"{share:.4f}"


def _table() -> None:
    st.markdown(
        f"| counted over {figure(DDPM)['n']} noises | in common |\n|---|---|\n"
        f"| DDIM in 5 and in 100 steps | {percent(ROUGH)} |\n| DDIM in 20 and in 100 steps | {percent(CLOSE)} |\n"
        f"| DDPM twice, under cosine | {percent(DDPM)} |\n"
        f"| DDPM twice, under linear | {percent(LINEAR)} |\n| from two noises, by luck | {percent(CHANCE)} |"
    )


def verdict() -> str:
    """By the recorded shares, since one noise may be lucky: nearer to those of DDIM's path, or to chance."""
    close, chance, free = (figure(name)["value"] for name in (CLOSE, CHANCE, DDPM))
    if close - chance < 0.15:
        return NONE
    return ALL if free > (close + chance) / 2 else SOME
