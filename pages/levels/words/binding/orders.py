"""5.6: the same words in another order."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data.word_order import as_written, backwards, shuffled, without_articles
from diffusion_core.evaluation.binding import each_has, swapped
from diffusion_core.evaluation.claims.order import APART, BACKWARDS, SHUFFLED, WRITTEN
from diffusion_core.networks.words_apart import WordsApart
from diffusion_core.serving.engine import Busy
from pages.levels.words.binding import orders_figures
from pages.levels.words.binding.orders_figures import CAPTION, Film
from pages.levels.words.binding.word_row import word_row
from pages.server import resources
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.one_setting import InAddress, one_of
from pages.shared.page.recorded import figure, percent
from pages.shared.page.state import link_reveals
from pages.shared.player import player

BET = "words.hat"
CAT, DOG, NOBODY = "Still the cat", "Now the dog", "Nobody: it can't read that"
ORDER = InAddress("words.order", orders_figures.default_order(), orders_figures.as_order)
HEARING = InAddress("words.hearing", "together", one_of(("together", "alone")))
"""Whether the words hear one another."""
SEED = 3
BUTTONS = {
    "As written": as_written,
    "Backwards": backwards,
    "Shuffle": shuffled,
    "Leave out “a”": without_articles,
}
BEFORE = "One noise, one caption: the cat has a hat, the dog has none. Now only the order of the words will change."
AFTER = "The same noise, the same words. Only their order differs."
SHUFFLES = "words.shuffles"
ANSWERS = ("Q25",)


def _below() -> None:
    fold("Counted", _counted)
    show_code(WordsApart.forward, each_has, swapped, diffusers="")


@experiment("5.6", "The same words, another order", answers=ANSWERS, below=_below)
def orders() -> None:
    guess = bets.ask(
        BET,
        f"“{CAPTION}”. Now it gets these words from the last to the first: “{backwards(CAPTION)}”. Who wears the hat?",
        [CAT, DOG, NOBODY],
    )
    revealed = bool(guess) or link_reveals("orders")
    stage, side = stage_and_side()
    with side:
        notice(AFTER if revealed else BEFORE)
        order, apart = _words() if revealed else (ORDER.default, False)
        seed = controls.seed("words.noise", default=SEED, label="no.", again="Fresh noise")
    if trouble := resources.trouble():
        stage.info(trouble)
        return
    try:
        with stage:
            drawn = _shown(order, seed, apart, revealed)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    _outcome(guess)
    if revealed:
        with side:
            _reading(drawn)


def _words() -> tuple[str, bool]:
    """The order in which the words stand, and whether each is read alone."""
    order, alone = ORDER.now(), HEARING.now() == "alone"
    word_row("Drag the words, or tap two to swap them", order.split(" "), key="words.row", on_change=ORDER.choose)
    shuffles = int(st.session_state.get(SHUFFLES, 0))
    with st.container(horizontal=True, gap="small"):
        for name, way in BUTTONS.items():
            st.button(name, key=f"words.{way.__name__}", on_click=_choose, args=(way(CAPTION, shuffles),))
        st.button("Read each word alone", key="words.alone", on_click=_choose, args=(CAPTION, "alone"))
    return order, alone


def _choose(order: str, hearing: str = "together") -> None:
    ORDER.choose(order)
    HEARING.choose(hearing)
    st.session_state[SHUFFLES] = int(st.session_state.get(SHUFFLES, 0)) + 1


def _shown(order: str, seed: int, apart: bool, revealed: bool) -> list[Film]:
    asked = orders_figures.jobs(order, seed, apart)[: 1 + revealed]
    drawn = orders_figures.films(asked)
    title = "each word read alone" if apart else f"“{order}”"
    player("words.orders", orders_figures.tracks(drawn, title), labels=orders_figures.labels(),
           fps=8, start=len(drawn[0].frames) - 1, run="".join(job.to_text() for job in asked),
           moment="orders" if revealed else None, proof=bets.proof(BET, fps=7, marks=["other"]),
           alt="one noise becomes a picture, told the same words in two orders")  # fmt: skip
    return drawn


def _outcome(guess: str | None) -> None:
    share = figure(f"order: swapped, {BACKWARDS}")
    says = f"The things worn changed heads in **{100 * share['value']:.0f}** of 100 pictures."
    reasons = {
        CAT: "“Hat” and “cat” still stand in the same sentence. But the network goes by who stands where.",
        DOG: "",
        NOBODY: f"It knows every one of these words. Animals, colours, things worn and place are all there in "
                f"{percent(f'order: all there, {BACKWARDS}')}.",
    }  # fmt: skip
    right = DOG if share["interval"][0] > 0.5 else CAT
    bets.outcome(guess, right=right, says=says, reasons={option: why for option, why in reasons.items() if why})


def _reading(drawn: list[Film]) -> None:
    written, other = drawn
    st.markdown(
        f"Our reader sees, from left to right: **{written.sees}** as written, **{other.sees}** in the other picture."
    )


def _counted() -> None:
    n = figure(f"order: right, two, {WRITTEN}")["n"]
    st.markdown(orders_figures.table())
    st.caption(
        f"Of {n} captions each, with the same noise for each way (in brackets the 95 % interval). All right means: each "
        f"critter has what the caption says of it. Of one critter whose words were shuffled, two critters came in "
        f"{percent(f'order: two came, {SHUFFLED}')}."
    )


def what_binding_is() -> None:
    """The story between both experiments."""
    st.markdown(
        "Nothing in the picture reads your sentence. Each place of the picture reads rows of numbers, one for each "
        "word. So that the hat is the *cat's* must stand in those rows. It gets there before: the words hear one "
        "another, and each knows its place in the row. Whose word is whose is called **binding**."
    )
    st.markdown(
        "Try it above: read each word alone. Then no word hears another, and “hat” can't learn that it follows “cat”. "
        f"With one critter, that hardly hurts: {percent(f'order: right, one, {APART}')} are still all right, of "
        f"{percent(f'order: right, one, {WRITTEN}')}. There's nobody to mix it up with. With two, "
        f"{percent(f'order: right, two, {APART}')} are, of {percent(f'order: right, two, {WRITTEN}')}."
    )
