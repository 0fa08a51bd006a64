"""5.2: from a word to numbers: its row, two looks at the other words, and what the picture reads."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.networks import word_vectors
from diffusion_core.networks.caption_reader import CaptionReader
from diffusion_core.networks.layers import CrossAttention
from diffusion_core.serving.engine import Busy
from pages.levels.words.yours import numbers_figures
from pages.levels.words.yours.alike import alike
from pages.levels.words.yours.how_taught import how_taught
from pages.levels.words.yours.looks import looks
from pages.levels.words.yours.same_noise import DEFAULT, SEED
from pages.levels.words.yours.word_map import word_map
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.recorded import figure, percent
from pages.shared.page.state import link_reveals

BET, MOMENT = "words.looks", "looks"
SENTENCE, WATCHED, ITS_ANIMAL, OTHER_ANIMAL = "a red cat and a blue dog", "red", "cat", "dog"
OWN, OTHER, COLOUR = "At *cat*, its animal", "At *dog*, the other animal", "At *blue*, the other colour"
AT = {OWN: ITS_ANIMAL, OTHER: OTHER_ANIMAL, COLOUR: "blue"}
FIRST, SECOND = "looks: a colour finds its animal, first", "looks: a colour finds its animal, second"
MAP, TAUGHT = "A map of the words", "How it learnt them"


def _below() -> None:
    fold(MAP, word_map)
    fold(TAUGHT, lambda: how_taught(controls.number_now(SEED, default=DEFAULT)))
    show_code(word_vectors.read_closely, CaptionReader, CrossAttention, diffusers="")


@experiment("5.2", "From a word to numbers", answers=("Q24", "Q25"), below=_below)
def from_word_to_numbers() -> None:
    guess = bets.ask(
        BET,
        f"“{SENTENCE.capitalize()}.” First each word gets its row of numbers. Then it *looks* at the others: it adds "
        f"some of their numbers to its own. And then once more. Where does *{WATCHED}* look most, the second time?",
        list(AT),
    )
    revealed = bool(guess) or link_reveals(MOMENT)
    stage, rail = stage_and_side()
    try:
        reading = numbers_figures.reading(SENTENCE)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    with stage:
        looks("words.looks", reading, chosen=reading.words.index(WATCHED), told=revealed, proven=bets.proof(BET))
    with rail:
        notice(
            "Point at a word: the lines show where it looks. The thicker, the more it takes from there."
            if revealed
            else "The network can't read letters. All that it has of a word is a row of 128 numbers, and its place in "
            "the sentence, which is added to them."
        )
    if revealed:
        _outcome(guess)
        with rail:
            _beside()
    alike()


def _outcome(guess: str | None) -> None:
    found, taken = figure(SECOND), numbers_figures.taken(SENTENCE, WATCHED, look=1)
    hits = round(found["value"] * found["n"])
    reasons = {option: f"From *{word}* it takes {100 * taken[word]:.0f} %." for option, word in AT.items()}
    bets.outcome(
        guess,
        right=verdict(),
        says=f"At its own animal. So did **{hits}** of {found['n']} colours, in sentences with two animals.",
        reasons=reasons,
    )


def verdict() -> str:
    """By many sentences; where they don't agree, by the one on show."""
    if figure(SECOND)["value"] > 0.5:
        return OWN
    taken = numbers_figures.taken(SENTENCE, WATCHED, look=1)
    return max(AT, key=lambda option: taken[AT[option]])


def _beside() -> None:
    first = numbers_figures.taken(SENTENCE, WATCHED, look=0)
    most = max(first, key=first.__getitem__)
    st.markdown(
        f"Of the other words, *{WATCHED}* looks most at *{most}* the first time. The second time, it's its "
        f"animal ({_first()}). In these sentences that's always the next word as well, so they can't tell which of the "
        "two it goes by. This looking is called *attention*. "
        "After it, the numbers of *red* hold something of *cat*. Only then does the picture read them: "
        "deep in the network, each spot of the picture looks at the words, as the words looked at one another."
    )


def _first() -> str:
    found = figure(FIRST)
    return f"the first time {percent(FIRST)} of {found['n']} did, the second {percent(SECOND)}"
