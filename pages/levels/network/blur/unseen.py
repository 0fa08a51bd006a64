"""4.13: a cat that neither has seen. Memory guesses a wrong animal sharply, the network the right one softly."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.evaluation.claims import kept
from diffusion_core.process.perfect_memory import memory_denoiser, weights
from diffusion_core.serving.engine import Busy
from pages.levels.network import training_pictures
from pages.levels.network.blur import unseen_figures
from pages.levels.network.blur.gallery import NotDrawn, filling, half_drawn
from pages.levels.network.blur.levels import HALF, told
from pages.levels.network.blur.unseen_figures import Unseen
from pages.server.errands import Full
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.recorded import figure
from pages.shared.page.state import link_reveals
from pages.shared.player import SAID, player

BET, MOMENT = "blur.closer", "unseen"
MEMORY, NETWORK, BOTH = "The perfect memory's", "The network's", "Both the same"
REASONS = {
    MEMORY: "It can only show you what it has seen, and it never saw this cat.",
    NETWORK: "Mostly it is. But here one of the training pictures happens to look much like this one.",
    BOTH: "They go about it differently: memory can only blend what it has seen.",
}
HALF_NOISE = 0
"""The log-SNR at which picture and noise are mixed half and half."""
AS_GOOD = 1.1
"""Who is off by no more than this many times as much is as good."""
CAT = 23
"""A sleepy orange cat with a bow."""
BEFORE = "Half of the noisy picture is noise. Both guessers see it, and nobody tells them what it shows."
AFTER = "Stop where half is noise. Memory's guess is sharp and sure, the network's is soft. Which one is the cat?"
ANSWERS = ("Q39",)


def _below() -> None:
    show_code(memory_denoiser, weights, diffusers="")


@experiment("4.13", "A cat that neither has seen", answers=ANSWERS, below=_below)
def unseen() -> None:
    guess = bets.ask(
        BET, "No training picture showed a cat in the snow. Here's one, mixed half and half with noise. Whose guess "
        "comes closer?", [MEMORY, NETWORK, BOTH],
    )  # fmt: skip
    revealed, waiting = bool(guess) or link_reveals(MOMENT), half_drawn()
    stage, side = stage_and_side()
    with side:
        notice(AFTER if revealed and not waiting else BEFORE)
        seed = controls.seed("blur.cat", default=CAT, again="Another cat")
    found = None
    try:
        with stage:
            if revealed and waiting:
                filling(lambda: _before(seed))
            else:
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
    with stage:
        _retold()
    fold("At once, or bit by bit", lambda: _settling(found, seed))
    fold("Counted", _counted)


def _before(seed: int) -> None:
    """The cat and its noisy picture, at the moment that the bet is about."""
    x0, eps, words = unseen_figures.cat(seed)
    player("blur.unseen", unseen_figures.before_tracks(x0, eps), run=f"{seed}.before",
           alt=f"{words}, and the same half dissolved in noise")  # fmt: skip


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
        proof=bets.proof(BET, start=0, end=HALF, fps=2.5, marks=["memory", "network", SAID]),
        alt="what a perfect memory and the network guess of a cat in the snow while the noise falls",
    )
    return found


def _beside(found: Unseen) -> None:
    at_once, bit_by_bit = unseen_figures.settled_at(found)
    st.markdown(
        f"Memory makes up its mind early: below {at_once} noise its guess hardly changes. The network does it bit by "
        f"bit, down to {bit_by_bit} noise."
    )


def _retold() -> None:
    """Why memory isn't all, and what is still open."""
    st.markdown(
        "**And why would a perfect memory be a bad artist?** It can only show you what it has seen. Hand it a cat that "
        "it never met, and it shows you one of its own pictures, as sure as ever. Let it draw out of plain noise, and "
        "that's a copy, too. Strange to say, on the pictures that it practised on, a memory of them all would do "
        f"better than the network. But the network doesn't seem to know them by heart: {_by_heart()}. It has learnt "
        "what critters are like instead, and can draw one that nobody ever showed it. "
        "**Still open:** if it doesn't remember, what *does* it do?"
    )


def _by_heart() -> str:
    """How far off it is at half noise, on pictures that it practised on and on new ones."""
    seen, new = (unseen_figures.shades(figure(kept.name_of(kind, HALF_NOISE))) for kind in ("seen", "new"))
    return (
        f"at half noise it's {seen:.1f} shades off on pictures that it practised on, and {new:.1f} on new ones "
        f"({figure(kept.name_of('new', HALF_NOISE))['n']:,} of each)"
    )


def _fair() -> str:
    """What was counted with all training pictures in memory, where this page has only some of them."""
    kind = "never taught"
    return (
        f"Is that fair? Here memory knows only some of the training pictures. So we tried it with all "
        f"{training_pictures.known():,}, on {figure(unseen_figures.name_of('gap', kind, 1))['n']} critters that "
        "neither had seen. As long as nearly all is noise, memory is a little closer: its blur is hard to beat. From "
        f"{unseen_figures.from_which_noise(kind)} noise on down, the network is closer."
    )


def _settling(found: Unseen, seed: int) -> None:
    st.markdown("How far each guess is from what it ends on, as a share of the whole way.")
    player("blur.settled", [unseen_figures.settled_track(found)], labels=told(), run=str(seed),
           alt="how much of its way each guess has still to go")  # fmt: skip


def _counted() -> None:
    st.markdown(_fair())
    count = figure(unseen_figures.name_of("gap", "new", 1))["n"]
    st.markdown("**Critters of a kind that no training picture showed**")
    st.markdown(unseen_figures.table("never taught"))
    st.markdown("**New pictures of the kinds that they did show**")
    st.markdown(unseen_figures.table("new"))
    st.caption(
        f"Shades off, with the 95 % interval; {count} pictures each, none of them a training picture. Memory knows all "
        f"{training_pictures.known():,}, and neither is told what it sees. *A tie* is a difference, picture by "
        "picture, that may be chance."
    )


def _right(memory: float, network: float) -> str:
    """By this very film, at half noise."""
    if max(memory, network) <= AS_GOOD * min(memory, network):
        return BOTH
    return MEMORY if memory < network else NETWORK
