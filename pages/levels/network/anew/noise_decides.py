"""4.17: same noise, same picture? With one sampler yes; folded: noise that holds a picture, and a walk."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.sampling.interpolation import round_way
from diffusion_core.sampling.inversion import homeward, outward
from diffusion_core.sampling.samplers import ddim, ddpm
from diffusion_core.serving.engine import Busy
from pages.levels.network.anew import noise_decides_figures
from pages.levels.network.anew.between import between
from pages.levels.network.anew.noise_decides_figures import USUAL, Ways
from pages.levels.network.anew.two_ways_in import two_ways_in
from pages.shared.keeping.with_progress import worked_in_place
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.folds import this_row
from pages.shared.page.recorded import figure, percent
from pages.shared.page.state import link_reveals
from pages.shared.player import player

CLOSE, ROUGH = "noise decides: DDIM in 20 and 100 steps", "noise decides: DDIM in 5 and 100 steps"
DDPM, CHANCE = "noise decides: DDPM twice", "noise decides: two noises"
LINEAR = "noise decides: DDPM twice, linear"
ALL, SOME, NONE = "All show much the same", "Only DDIM's two are alike", "All differ"
BET, MOMENT = "decides.ways", "decides"
REASONS = {
    ALL: "DDPM throws in fresh noise at each step. Its two pictures soon go their own ways.",
    SOME: "Then DDPM's two would have as much in common as DDIM's, or DDIM's as little.",
    NONE: "DDIM adds no noise. In 20 steps or in 100 it follows a similar path, so most things come out the same.",
}
BEFORE = "This is what DDIM draws out of it in 20 steps. It's told no words, so only the noise can decide."
AFTER = (
    "All start from the very same noise. DDIM's two stay together. DDPM's two go their own ways, under either schedule."
)
ANSWERS = ("Q21", "Q22", "Q10", "Q20")
HOLDS, BETWEEN = "Noise that holds a picture", "From noise to noise"


def _below() -> None:
    fold(HOLDS, two_ways_in)
    fold(BETWEEN, between)
    fold("Counted", _table)
    show_code(ddim, ddpm, outward, homeward, round_way, diffusers=("same_noise", "two_ways", "between"))


@experiment("4.17", "Does the noise decide?", answers=ANSWERS, below=_below)
def noise_decides() -> None:
    for moment, label in (("invert", HOLDS), ("between", BETWEEN)):
        if link_reveals(moment):
            st.session_state.setdefault(this_row(), label)
    guess = bets.ask(
        BET,
        "Two ways to step back from the same noise: *DDIM* adds no fresh noise, *DDPM* adds some at each step. DDIM "
        "draws in 20 steps and in 100, DDPM draws twice. Which pictures are alike?",
        list(REASONS),
    )  # fmt: skip
    revealed = bool(guess) or link_reveals(MOMENT)
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
        says = f"DDIM's two agree in **{percent(CLOSE)}** of what they show, DDPM's two in {percent(DDPM)}."
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
               proof=bets.proof(BET, fps=5, marks=["ddim", "ddpm"]),
               alt="one noise, six ways to a picture")  # fmt: skip
    return ways


def _told(seed: int, ways: Ways) -> None:
    luck, shared = figure(CHANCE), noise_decides_figures.in_common(ways)
    st.markdown(
        "**So with DDIM the starting noise decides most things. With DDPM the fresh noise has its say, too:** its two "
        f"agree no more than pictures out of other starting noise do, by luck, in {percent(CHANCE)}."
    )
    st.caption(
        f"Counted over {luck['n']} sheets of noise, by six things: place, number, animal, colour, thing worn, mood. "
        f"Here DDIM's two share {shared['close']} of them, DDPM's {shared['free']}, and under linear "
        f"{shared['linear']}. Once more in 20 steps, DDIM gives {noise_decides_figures.different(seed) or 'none'} of "
        "its 12,288 numbers differently."
    )


def _table() -> None:
    rows = {
        "DDIM in 5 and in 100 steps": ROUGH,
        "DDIM in 20 and in 100 steps": CLOSE,
        "DDPM twice, under cosine": DDPM,
        "DDPM twice, under linear": LINEAR,
        "from other starting noise, by luck": CHANCE,
    }
    lines = [f"| {words} | {percent(name)} ({_ends(name)}) |" for words, name in rows.items()]
    head = [f"| counted over {figure(DDPM)['n']} sheets of noise | in common, with the 95 % interval |", "|---|---|"]
    st.markdown("\n".join([*head, *lines]))
    st.markdown(
        f"Under cosine DDPM's first step keeps only {noise_decides_figures.kept('cosine'):.4f} of the noise that it "
        f"starts from. Under linear it keeps {noise_decides_figures.kept('linear'):.2f}, but then the fresh noise of "
        "the later steps outweighs it: no difference from luck was found."
    )
    st.caption("Told nothing, the network draws less clearly, and our reader is less sure of what it sees.")


def _ends(name: str) -> str:
    low, high = figure(name)["interval"]
    return f"{100 * low:.0f} to {100 * high:.0f} %"


def verdict() -> str:
    """By the recorded shares, since one noise may be lucky: nearer to those of DDIM's path, or to chance."""
    close, chance, free = (figure(name)["value"] for name in (CLOSE, CHANCE, DDPM))
    if close - chance < 0.15:
        return NONE
    return ALL if free > (close + chance) / 2 else SOME
