"""5.1: same noise, other words: what changes, and what the noise keeps. Then the visitor's own words."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data import understanding
from diffusion_core.networks import unet
from diffusion_core.sampling import conversation
from diffusion_core.serving.engine import Busy
from pages.levels.words.yours import same_noise_figures
from pages.levels.words.yours.same_noise_figures import COLOURS, told
from pages.levels.words.yours.sentence import sentence, typed
from pages.server import resources
from pages.server.streams import run_stream
from pages.server.typed import LONGEST_TEXT
from pages.shared.keeping import ahead
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, part, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.one_setting import InAddress
from pages.shared.page.recorded import figure, percent
from pages.shared.page.state import link_reveals
from pages.shared.player import place_of_picture, player

BET, MOMENT, SEED, DEFAULT = "words.same", "same", "words.seed", 5
FUR, SOME, ALL = "Only the fur", "The fur, and some of the rest", "Everything: another picture"
ALL_KEPT, PLACE, PLACE_LUCK = (
    "other words: all else kept",
    "other words: kept, place",
    "other words: kept by luck, place",
)
WORN, WORN_LUCK = "other words: kept, worn", "other words: kept by luck, worn"
OWN = "words.own"
TEXT = InAddress(
    "words.text", "a happy blue rabbit with a scarf", lambda text: text if 0 < len(text) <= LONGEST_TEXT else None
)


def _below() -> None:
    show_code(understanding.understood, conversation.lead, unet.UNet.denoiser, diffusers="")


@experiment("5.1", "Same noise, your words", answers=("Q24",), below=_below)
def same_noise() -> None:
    first, other = COLOURS
    guess = bets.ask(
        BET,
        f"Out of this noise comes {told(first)}. Now the same noise again, but it's told *{other}*. What changes?",
        [FUR, SOME, ALL],
    )
    revealed = bool(guess) or link_reveals(MOMENT)
    stage, rail = stage_and_side()
    with rail:
        notice(_hint(revealed))
        seed = controls.seed(SEED, default=DEFAULT, again="Fresh noise")
    if trouble := resources.trouble():
        st.info(trouble)
        return
    try:
        with stage:
            (_after if revealed else _before)(seed)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    offer("films", jobs=[same_noise_figures.job(colour, seed) for colour in COLOURS])
    if revealed:
        _outcome(guess)
        _your_turn(seed)


def _hint(revealed: bool) -> str:
    if not revealed:
        return "It's told a colour and an animal, and nothing else. All the rest is left to the noise."
    return "Play it again: at first they are the same noise. Watch when they part, and where."


def _outcome(guess: str | None) -> None:
    all_kept = figure(ALL_KEPT)
    others = all_kept["n"] - round(all_kept["value"] * all_kept["n"])
    says = f"The fur always, and in **{others}** of {all_kept['n']} noises something else, too."
    reasons = {
        FUR: f"Only in {percent(ALL_KEPT)} could our reader name nothing else that changed. As soon as one guess "
        f"differs, so do all that follow. What it wears stayed in {percent(WORN)}, hardly more than the "
        f"{percent(WORN_LUCK)} out of quite another noise.",
        ALL: f"The noise holds on to the place: it stayed the same in {percent(PLACE)}. Out of two different noises "
        f"that happens in {percent(PLACE_LUCK)}, by luck.",
        SOME: "Then one of them would be right: the fur alone, or all of it.",
    }
    bets.outcome(guess, right=verdict(), says=says, reasons=reasons)


def verdict() -> str:
    """By the recorded shares, since one noise may be lucky."""
    if figure(ALL_KEPT)["value"] > 0.5:
        return FUR
    return SOME if figure(PLACE)["interval"][0] > figure(PLACE_LUCK)["interval"][1] else ALL


def _before(seed: int) -> None:
    """Told the first colour alone."""
    first, other = (same_noise_figures.job(colour, seed) for colour in COLOURS)
    place = place_of_picture("other", title=f"told “{other.caption}”", size="medium")
    player("words.first", [run_stream(first, titles={"noisy": f"told “{first.caption}”"}, size="medium"), place],
           autoplay=True, run=str(seed), fps=8, alt=f"one noise becomes {first.caption}")  # fmt: skip
    # by the time that somebody has bet, both are there
    ahead.work_out(same_noise_figures.films, seed)


def _after(seed: int) -> None:
    """Told either, side by side."""
    labels = same_noise_figures.labels()
    player("words.same", same_noise_figures.both_tracks(seed), labels=labels, fps=8, start=len(labels) - 1,
           run=str(seed), moment=MOMENT, proof=bets.proof(BET, fps=6, marks=["blue"]),
           alt=f"one noise becomes {told(COLOURS[0])}, and {told(COLOURS[1])}")  # fmt: skip


@part("5.1 own")
def _your_turn(seed: int) -> None:
    sketch = "a quick network sketches in four steps" if resources.has_student() else "it's sketched in a few steps"
    st.markdown(
        f"**Your turn.** Type a sentence, or tap the words: it knows these, and little ones such as *with*. "
        f"While you type, {sketch}. When you pause, our network draws it in twenty, from the same noise."
    )
    sentence(OWN, text=TEXT.now(), seed=seed, on_rest=_keep)


def _keep() -> None:
    if text := typed(OWN):
        TEXT.choose(text)
