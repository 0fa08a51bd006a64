"""4.13: a cat that nobody saw. A perfect memory guesses a wrong animal sharply, the network the right one softly."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.process.perfect_memory import memory_denoiser, weights
from diffusion_core.serving.engine import Busy
from pages.levels.network import training_pictures
from pages.levels.network.blur import unseen_figures
from pages.levels.network.blur.gallery import NotDrawn
from pages.levels.network.blur.levels import HALF, told
from pages.levels.network.blur.unseen_figures import Unseen
from pages.server.errands import Full
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.recorded import figure
from pages.shared.page.state import link_reveals
from pages.shared.player import player

BET, MOMENT = "blur.closer", "unseen"
MEMORY, NETWORK, BOTH = "The perfect memory's", "The network's, which can't remember it all", "Both the same"
REASONS = {
    MEMORY: "It can only show you what it has seen, and it never saw this cat.",
    NETWORK: "Mostly it is. Here the lesson happened to hold a picture that is much like this one.",
    BOTH: "One kept the pictures themselves, the other what they have in common.",
}
AS_GOOD = 1.1
"""Who is off by no more than this many times as much is as good."""
CAT = 23
"""A sleepy orange cat with a bow."""
BEFORE = "Half of the noisy picture is noise. Both guessers see it, and nobody tells them what it shows."
AFTER = "Stop where half is noise. Memory is quite sure of itself. The network still holds back."
ANSWERS = ("Q39",)


def _below() -> None:
    show_code(memory_denoiser, weights, diffusers="")


@experiment("4.13", "A cat that nobody saw", answers=ANSWERS, below=_below)
def unseen() -> None:
    guess = bets.ask(
        BET, "No picture of the lesson showed a cat in the snow. Half of this one is noise. Whose guess comes closer?",
        [MEMORY, NETWORK, BOTH],
    )  # fmt: skip
    revealed = bool(guess) or link_reveals(MOMENT)
    stage, side = stage_and_side()
    with side:
        notice(AFTER if revealed else BEFORE)
        seed = controls.seed("blur.cat", default=CAT, label="no.", again="Another cat")
    try:
        with stage:
            found = _film(seed) if revealed else _before(seed)
    except (NotDrawn, Full, NoWeights, Busy) as error:
        st.info(str(error))
        return
    if not found:
        return
    memory, network = found.off[:, HALF]
    says = f"At half noise the network is **{network:.0f}** shades off, memory {memory:.0f}."
    bets.outcome(guess, right=_right(memory, network), says=says, reasons=REASONS)
    with side:
        _beside(found)
    fold("At once, or bit by bit", lambda: _settling(found, seed))
    fold("Counted", _counted)


def _before(seed: int) -> None:
    """The cat and its noisy picture, at the moment that the bet is about."""
    x0, eps, words = unseen_figures.cat(seed)
    player("blur.unseen", unseen_figures.before_tracks(x0, eps), run=f"{seed}.before",
           alt=f"{words}, and the same half drowned in noise")  # fmt: skip


def _film(seed: int) -> Unseen:
    found = unseen_figures.unseen(seed)
    player(
        "blur.unseen",
        unseen_figures.tracks(found),
        labels=unseen_figures.labels(found),
        fps=3,
        run=str(seed),
        moment=MOMENT,
        start=HALF,
        proof=bets.proof(BET, start=0, end=HALF, fps=2.5, marks=["memory", "network"]),
        alt="what a perfect memory and the network guess of a cat in the snow while the noise falls",
    )
    return found


def _beside(found: Unseen) -> None:
    at_once, bit_by_bit = unseen_figures.settled_at(found)
    st.markdown(
        "**Perfect memory can only show you what it has seen. The network couldn't remember everything, so it learned "
        f"how critters go.**\n\nMemory makes up its mind at once: from {at_once} noise down its guess hardly moves. "
        f"The network does it bit by bit: its guess keeps moving down to {bit_by_bit}."
    )
    st.markdown(_fair())
    st.markdown("Which leaves one thing open. If it doesn't remember, what *does* it do? Let's lift the lid.")


def _fair() -> str:
    """What was counted with the whole lesson in memory, where this page has only a part of it."""
    kind = "never taught"
    return (
        f"Is that fair? Here memory knows a part of the lesson only. So we counted with all "
        f"{training_pictures.known():,} pictures, and {figure(unseen_figures.name_of('gap', kind, 1))['n']} critters "
        f"that nobody saw. While nearly all is noise, memory is a little nearer: its blur is the best there is. From "
        f"{unseen_figures.from_which_noise(kind)} noise down, the network is."
    )


def _settling(found: Unseen, seed: int) -> None:
    st.markdown("How far each guess is from what it ends on, as a share of the whole way.")
    player("blur.settled", [unseen_figures.settled_track(found)], labels=told(), run=str(seed),
           alt="how much of its way each guess has still to go")  # fmt: skip


def _counted() -> None:
    count = figure(unseen_figures.name_of("gap", "new", 1))["n"]
    st.markdown("**Critters of a kind that the lesson never showed**")
    st.markdown(unseen_figures.table("never taught"))
    st.markdown("**New pictures of the kinds that it did show**")
    st.markdown(unseen_figures.table("new"))
    st.caption(
        f"Shades off, with the 95 % interval; {count} pictures each, none of them in the lesson. Memory knows all "
        f"{training_pictures.known():,}, and neither is told what it sees. *A tie* is a difference, picture by "
        "picture, that may be chance."
    )


def _right(memory: float, network: float) -> str:
    """By this very film, at half noise."""
    if max(memory, network) <= AS_GOOD * min(memory, network):
        return BOTH
    return MEMORY if memory < network else NETWORK
