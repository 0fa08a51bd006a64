"""5.6: the same words in another order, and each of them read alone."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data.word_order import as_written, backwards, shuffled, without_articles
from diffusion_core.evaluation.binding import both_wear, bound
from diffusion_core.evaluation.claims.order import APART, BACKWARDS, WRITTEN
from diffusion_core.networks.words_apart import APART as WORDS_APART
from diffusion_core.networks.words_apart import WordsApart
from diffusion_core.serving.engine import Busy
from pages.levels.words.binding import orders_figures
from pages.levels.words.binding.orders_figures import CAPTION, Film
from pages.levels.words.binding.word_row import word_row
from pages.server import resources
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.one_setting import InAddress
from pages.shared.page.recorded import figure, percent
from pages.shared.page.state import link_reveals
from pages.shared.player import player

ORDER_BET, HAT_BET = "words.backwards", "words.hat"
STILL, HALF, HARDLY = "Nearly always: the words are the same", "In about half of them", "Hardly ever"
AS_OFTEN, HALF_AS_OFTEN, NEVER = "Just as often", "About half as often", "Never"
ORDER = InAddress("words.order", orders_figures.default_order(), orders_figures.as_order)
SEED, SHUFFLES = 3, "words.shuffles"
REORDERED = "the same words, in the other order"
BUTTONS = {"Backwards": backwards, "Shuffle": shuffled, "Leave out “a”": without_articles, "As written": as_written}
BEFORE = "One noise, one caption, and all as it says. Next, only the order of the words will change."
AFTER = "The same noise and the same words. Move them about, and it draws anew."
ANSWERS = ("Q25",)


def _below() -> None:
    fold("Counted", _counted)
    show_code(WordsApart.forward, bound, both_wear, diffusers="")


@experiment("5.6", "The same words, another order", answers=ANSWERS, below=_below)
def orders() -> None:
    revealed = _in_another_order()
    if revealed:
        _each_alone()


def _in_another_order() -> bool:
    """The first bet, and the words to be moved about; whether it was made."""
    guess = bets.ask(
        ORDER_BET,
        f"Now it gets these words from the last to the first: “{backwards(CAPTION)}”. How often is all of it still "
        "right, in 100 captions like this?",
        [STILL, HALF, HARDLY],
        opens=[HAT_BET],
    )
    revealed = bool(guess) or link_reveals("orders")
    stage, side = stage_and_side()
    with side:
        notice(AFTER if revealed else BEFORE)
        order = _words() if revealed else ORDER.default
        seed = controls.seed("words.noise", default=SEED, again="Fresh noise")
    drawn = _drawn("words.orders", stage, [("", CAPTION)] + [("", order)] * revealed, seed, ["", REORDERED],
                   ORDER_BET, "orders" if revealed else None)  # fmt: skip
    share = figure(f"order: right, two, {BACKWARDS}")["value"]
    reasons = {
        STILL: "It knows all these words. But it met them in one order only.",
        HALF: f"Even that would be a lot. As written, {percent(f'order: right, two, {WRITTEN}')} are right.",
        HARDLY: "",
    }
    right = HARDLY if share < 0.15 else HALF if share < 0.75 else STILL
    says = f"Backwards, **{100 * share:.0f}** of 100 are all right. As written it's {_in_100(WRITTEN)}."
    told = {one: why for one, why in reasons.items() if why}
    bets.outcome(guess, right=right, says=says, reasons=told, key=ORDER_BET)
    offer("films", jobs=list(orders_figures.jobs([("", CAPTION), ("", order)], seed)))
    if revealed and drawn:
        side.markdown(f"Our reader sees on the right: **{drawn[-1].sees}**.")
    return revealed


def _words() -> str:
    """The words as they stand now, to be moved."""
    order = ORDER.now()
    word_row("Drag the words, or tap two to swap them", order.split(" "), key="words.row", on_change=ORDER.choose)
    shuffles = int(st.session_state.get(SHUFFLES, 0))
    with st.container(horizontal=True, gap="small"):
        for name, way in BUTTONS.items():
            st.button(name, key=f"words.{way.__name__}", on_click=_choose, args=(way(CAPTION, shuffles),))
    return order


def _choose(order: str) -> None:
    ORDER.choose(order)
    st.session_state[SHUFFLES] = int(st.session_state.get(SHUFFLES, 0)) + 1


def _each_alone() -> None:
    """The second bet: what if no word hears another?"""
    guess = bets.ask(
        HAT_BET,
        f"In order again: “{CAPTION}”. One of the two wears something, the other nothing. That's harder to draw: as "
        f"written, in {_hat('hat stays', WRITTEN):.0f} of 100 the right one wears it, and only that one. Now the same "
        "network reads each word alone, at its place; none may look at another. How often then?",
        [AS_OFTEN, HALF_AS_OFTEN, NEVER],
    )
    stage, side = stage_and_side()
    with side:
        notice("“Hat” still stands where it stood. But it no longer hears whose hat it is.")
    seed = controls.number_now("words.noise", default=SEED)
    revealed = bool(guess) or link_reveals("alone")
    asked = [("", CAPTION)] + [(WORDS_APART, CAPTION)] * revealed
    moment = "alone" if revealed else None
    drawn = _drawn("words.apart", stage, asked, seed, ["", "each word read alone"], HAT_BET, moment)
    stays, both, before = _hat("hat stays"), _hat("both wear"), _hat("hat stays", WRITTEN)
    reasons = {
        AS_OFTEN: "Then the words would have nothing to tell one another. But “hat” has to hear whose hat it is.",
        HALF_AS_OFTEN: "",
        NEVER: "Its place in the row still gives a hint, and now and then that's enough.",
    }
    right = AS_OFTEN if stays > 0.8 * before else HALF_AS_OFTEN if stays > 0.15 * before else NEVER
    says = f"The right one alone wears it in **{stays:.0f}** of 100. In {both:.0f}, both do."
    told = {one: why for one, why in reasons.items() if why}
    bets.outcome(guess, right=right, says=says, reasons=told, key=HAT_BET)
    if revealed and drawn:
        side.markdown(f"Our reader sees on the right: **{drawn[-1].sees}**. {_one_and_two()}")


def _one_and_two() -> str:
    return (
        f"The wrong one alone wears it in {_hat('hat moves'):.0f}, and nobody in {_hat('none wears'):.0f}. So "
        "the other one mostly gets a hat as well, and seldom instead. Where the words may look at one "
        f"another, they share in {_hat('both wear', WRITTEN):.0f} of 100 and swap in "
        f"{_hat('hat moves', WRITTEN):.0f}. (What's "
        "missing to 100 shows another thing, another animal, or not two.)"
    )


def _hat(what: str, way: str = APART) -> float:
    """Of 100 captions by which only one of two animals wears something."""
    return 100 * figure(f"order: {what}, {way}")["value"]


def _in_100(way: str) -> str:
    return f"{100 * figure(f'order: right, two, {way}')['value']:.0f}"


def _drawn(key: str, stage: object, asked: list[tuple[str, str]], seed: int, titles: list[str], bet: str,
           moment: str | None) -> list[Film]:  # fmt: skip
    """Films of (network, caption) pairs out of one noise, side by side; none where the network can't answer."""
    if trouble := resources.trouble():
        stage.info(trouble)
        return []
    jobs = orders_figures.jobs(asked, seed)
    try:
        drawn = orders_figures.films(jobs)
    except (NoWeights, Busy) as error:
        stage.info(str(error))
        return []
    with stage:
        player(key, orders_figures.tracks(drawn, titles), labels=orders_figures.labels(), fps=8,
               start=len(drawn[0].frames) - 1, run="".join(job.to_text() for job in jobs), moment=moment,
               proof=bets.proof(bet, fps=7, marks=["other"]),
               alt="one noise becomes a picture, told in two ways")  # fmt: skip
    return drawn


def _counted() -> None:
    st.markdown(orders_figures.table())
    st.markdown(orders_figures.hat_table())
    st.caption(
        f"Of {figure(f'order: right, two, {WRITTEN}')['n']} captions each, the same noise for each way; in brackets "
        "the 95 % interval. All right means that each critter has all that the caption says of it. Backwards, both "
        f"animals come and have swapped what they wear in only {percent(f'order: things swapped, {BACKWARDS}')}. In "
        "the second table only one of two wears something; what is missing to 100 % shows another thing, "
        "another animal, or not two."
    )


def what_binding_is() -> None:
    """The story between both experiments."""
    st.markdown(
        "The picture never sees your sentence, only the rows of numbers made from it, one for each word. So whose hat "
        "it is should stand in those rows already. It gets there because the words look at one another first (they "
        "*hear* one another), and each "
        "knows its place. Whose word is whose: that's called **binding**."
    )
