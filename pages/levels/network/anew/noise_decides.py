"""4.17: same noise, same picture? With one sampler yes; folded: noise that holds a picture, and a walk."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.sampling.interpolation import round_way
from diffusion_core.sampling.inversion import homeward, outward
from diffusion_core.sampling.samplers import ddim, ddpm
from diffusion_core.serving.engine import Busy
from pages.levels.network.anew import noise_decides_figures
from pages.levels.network.anew.between import between
from pages.levels.network.anew.noise_decides_figures import MANY, USUAL, Ways
from pages.levels.network.anew.two_ways_in import two_ways_in
from pages.shared.keeping.with_progress import worked, worked_in_place
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.folds import this_row
from pages.shared.page.notebook import offer
from pages.shared.page.recorded import figure, percent
from pages.shared.page.state import link_names, link_reveals
from pages.shared.player import player

CLOSE, ROUGH = "noise decides: DDIM in 20 and 100 steps", "noise decides: DDIM in 5 and 100 steps"
DDPM, CHANCE = "noise decides: DDPM twice", "noise decides: two noises"
LINEAR = "noise decides: DDPM twice, linear"
ALL, SOME, NONE = "DDIM's two and DDPM's two", "Only DDIM's two", "None of them"
BET, MOMENT = "decides.ways", "decides"
REASONS = {
    ALL: "DDPM throws in fresh noise at each step. Its two pictures soon go their own ways.",
    SOME: "Then DDPM's two would have as much in common as DDIM's, or DDIM's as little.",
    NONE: "DDIM adds no noise on the way. So nothing could make its second picture come out otherwise.",
}
BEFORE = "This is what DDIM draws out of it. It's told no words, so only the noise can decide."
AFTER = "All four start from the very same noise. DDIM's two stay together. DDPM's two go their own ways."
ANSWERS = ("Q21", "Q22", "Q10", "Q20")
HOLDS, BETWEEN, OTHERS = "Noise that holds a picture", "From noise to noise", "Other steps, another schedule"


def _below() -> None:
    fold(HOLDS, two_ways_in)
    fold(BETWEEN, between)
    fold(OTHERS, _others)
    show_code(ddim, ddpm, outward, homeward, round_way, diffusers=("same_noise", "two_ways", "between"))


@experiment("4.17", "Does the noise decide?", answers=ANSWERS, below=_below)
def noise_decides() -> None:
    for names, label in (("invert.", HOLDS), ("between.", BETWEEN)):
        if link_names(names):
            st.session_state.setdefault(this_row(), label)
    guess = bets.ask(
        BET,
        "Draw twice out of the very same noise with *DDIM*, which adds nothing on the way. And twice with *DDPM*, "
        "which adds fresh noise at each step. Which pictures come out alike?",
        list(REASONS),
    )  # fmt: skip
    revealed = bool(guess) or link_reveals(MOMENT)
    stage, side = stage_and_side()
    with side:
        notice(AFTER if revealed else BEFORE)
        seed = controls.seed("decides.seed", default=0, again="Fresh noise")
    try:
        with stage:
            ways = _drawn(seed) if revealed else _once(seed)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    offer(noise_decides_figures.twice_each, seed=seed)
    if ways:
        same = "nearly the same" if ways.different else "the same"
        says = f"DDIM drew {same} picture twice. On average, DDPM's two have only **{percent(DDPM)}** in common."
        bets.outcome(guess, right=verdict(), says=says, reasons=REASONS)
        with side:
            _told(ways)


def _once(seed: int) -> None:
    player("decides.once", noise_decides_figures.once_tracks(seed), run=str(seed),
           alt="one noise, and what DDIM draws out of it")  # fmt: skip


def _drawn(seed: int) -> Ways:
    work = noise_decides_figures.twice_each(seed)
    ways, place = worked_in_place("decides", (seed,), work, "The network draws four times")
    with place:
        player("decides.four", noise_decides_figures.way_tracks(ways, "DDIM, twice", "DDPM, twice"), fps=6,
               labels=noise_decides_figures.labels(), start=USUAL, run=str(seed), moment="decides",
               proof=bets.proof(BET, fps=5, marks=["ddim", "ddpm"]),
               alt="one noise, and four ways to a picture")  # fmt: skip
    return ways


def _told(ways: Ways) -> None:
    luck, (_, shared) = figure(CHANCE), noise_decides_figures.in_common(ways)
    st.markdown(
        "**So with DDIM, told no words, the starting noise decides it all. With DDPM it hardly counts:** its two have "
        f"hardly more in common than pictures out of quite different noise. Those share {percent(CHANCE)} by luck."
    )
    st.caption(
        f"We compare six things: place, number, animal, colour, thing worn and mood. The percentages are averages over "
        f"{luck['n']} sheets of noise. With the noise you see, DDPM's two share {shared} of the six."
    )


def _others() -> None:
    """DDIM in other steps, DDPM under another schedule: a film, and what was counted over many noises."""
    seed = controls.number_now("decides.seed", default=0)
    try:
        ways = worked("decides.others", (seed,), noise_decides_figures.other_ways(seed), "The network draws four times")
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    tracks = noise_decides_figures.way_tracks(ways, f"DDIM, in {USUAL} and {MANY} steps", "DDPM twice, linear")
    player("decides.others", tracks, fps=6, labels=noise_decides_figures.labels(), start=USUAL, run=str(seed),
           alt="the same noise, in other steps, and under another schedule")  # fmt: skip
    _table()


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
        "In other numbers of steps DDIM follows a similar path, so most things come out the same. "
        f"Under cosine DDPM's first step keeps only {noise_decides_figures.kept('cosine'):.4f} of the noise that it "
        f"starts from. Under linear it keeps {noise_decides_figures.kept('linear'):.2f}, but then the fresh noise of "
        "the later steps outweighs it: no difference from luck was found."
    )
    st.caption(
        "The six things are place, number, animal, colour, thing worn, and mood. Told nothing, the network draws less "
        "clearly, and our reader is less sure of what it sees."
    )


def _ends(name: str) -> str:
    low, high = figure(name)["interval"]
    return f"{100 * low:.0f} to {100 * high:.0f} %"


def verdict() -> str:
    """By the recorded shares, since one noise may be lucky: nearer to those of DDIM's path, or to chance."""
    close, chance, free = (figure(name)["value"] for name in (CLOSE, CHANCE, DDPM))
    if close - chance < 0.15:
        return NONE
    return ALL if free > (close + chance) / 2 else SOME
