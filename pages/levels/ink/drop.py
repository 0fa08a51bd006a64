"""1.1: drop ink, drop it again, and swap the rule."""

import streamlit as st

from diffusion_core import ink
from pages.levels.ink.drop_figures import drawable, glass_of_shade, glass_of_specks, in_place, judge, shade
from pages.levels.ink.films import CHANCE, FPS, FRAMES, days, film, labels
from pages.shared.keeping import ahead
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.state import BIND
from pages.shared.player import player

COLDEST, ROOM, HOTTEST, WARMER = 5, 20, 60, 5
SECONDS = (FRAMES - 1) // FPS
LETTER = "letter"
STAGE, STILL = "ink.glass", 8

ANSWERS = {
    "Q1": "*Noise* is the shoves: what chance alone does to each speck. Pick the rule *never*, and nothing spreads. "
    "A *model* is a few rules that act like the real thing. Swap the rule, and it acts like ink no more. "
    "*Diffusion* is the spreading itself.",
    "Q2": "We can. All you need here is a glass, some water and a drop of ink. The hard words can wait.",
}
OUTWARDS = {50: "About 50", 75: "About 75", 100: "Nearly all 100"}
WHY_NOT = {
    OUTWARDS[50]: "Then each speck would go back as often as out.",
    OUTWARDS[75]: "Then each speck would drift away, as if it looked for clear water. It looks for nothing.",
    OUTWARDS[100]: "Then all the ink would rush to the walls. Pick the rule *away* to see that.",
}
RULES = {
    CHANCE: "Each speck is shoved this way and that, by chance alone. This rule is our **model** of ink: it acts like "
    "the real thing. Press **Drop again**: each speck takes another path, and the ink looks the same. "
    "A few specks are always out of place: that is chance, too.",
    "never": "No shoves, and nothing spreads. It is the shoves that do it all. What chance alone does like this "
    "is called **noise**.",
    "straight": "A rule that acts like the real thing is called a **model** of it. This one is a poor model "
    "of ink: the specks run out in a wave.",
    "away": "A rule that acts like the real thing is called a **model** of it. This one is a poor model "
    "of ink: the middle is left empty.",
}

NOTICE = "Press play, and follow the speck with the trail. It never knows where to go, and still the ink spreads."
COMPARE = "Look from one glass to the other, and at the two numbers. Does this rule keep up with chance?"


def _below() -> None:
    show_code(*ink.RULES.values(), ink.reflect, ink.concentration, ink.diffusion, diffusers="")


@experiment("1.1", "Drop it", answers=ANSWERS, below=_below)
def drop_it() -> None:
    verdict = st.container()
    with verdict:
        guess = bets.ask("ink.outwards", "Of 100 moves of the specks, how many lead away from the middle of the glass?",
                         list(OUTWARDS.values()))  # fmt: skip
    # above the glass, which on a phone is then still in sight when the shape changes
    shape = _shape()
    stage, side = stage_and_side()
    with side:
        rule = controls.choice("Our rule: each speck moves", list(ink.RULES), key="ink.rule")
        st.markdown(RULES[rule])
        seed = controls.seed("ink.seed", label="Drop number", again="Drop again", help=None)
        celsius, drops = _more()
        notice(NOTICE if rule == CHANCE else COMPARE)
    with stage:
        _films(shape, celsius, seed, drops, rule)
        if guess:
            share = _count(shape, celsius, seed, drops)
    if guess:
        with verdict:
            bets.outcome(guess, right=OUTWARDS[min(OUTWARDS, key=lambda number: abs(number - share))], reasons=WHY_NOT)
    st.caption(
        "What we left out: in a real glass the water stirs a little, and that mixes ink faster. Ours stands still. "
        f"Our glass is {100 * ink.GLASS:.0f} cm wide. The film runs {ink.SPEED_UP:,} times as fast as real ink: "
        f"{days(SECONDS):.0f} days in {SECONDS} seconds."
    )


def _shape() -> str:
    """A name of ink.SHAPES, or the letter that the visitor typed."""
    shape = controls.choice("The ink begins as a", [*ink.SHAPES, LETTER], key="ink.shape")
    # its place is kept when it is empty: controls that move up by one lose their hold on the address
    with st.container():
        if shape != LETTER:
            return shape
        typed = st.text_input("Your letter", "A", key="ink.letter", max_chars=1, bind=BIND).strip()
        if drawable(typed) and typed not in ink.SHAPES:
            return typed
        st.markdown("We cannot draw that sign, so here is an A.")
        return "A"


def _more() -> tuple[int, int]:
    """The controls that are used less: how warm the water is, and how many drops."""
    with st.expander("More: warm water, many drops"):
        celsius = controls.whole(
            "The water's warmth in °C", COLDEST, HOTTEST, key="ink.warmth", default=ROOM, step=WARMER
        )
        st.markdown(_pace(celsius))
        return celsius, controls.whole("Drops", 1, ink.MOST_DROPS, key="ink.drops", default=1)


def _pace(celsius: int) -> str:
    if celsius == ROOM:
        return f"{ROOM} °C is the warmth of a room. What will hot water do?"
    return f"At {celsius} °C the ink spreads **{ink.diffusion(celsius) / ink.diffusion(ROOM):.1f} times** as fast " \
        f"as in a room."  # fmt: skip


def _films(shape: str, celsius: int, seed: int, drops: int, rule: str) -> None:
    run = f"{shape}.{celsius}.{seed}.{drops}.{rule}"
    # in the end all is mixed: on arrival stands a moment with something to see, and what the visitor changes plays
    arriving = STAGE not in st.session_state
    # beside any other rule stands chance, which is how ink does it
    rules = dict.fromkeys([rule, CHANCE])
    rates = {f"Rule: {name}": in_place(shape, celsius, seed, drops=drops, rule=name) for name in rules}
    tracks = [
        glass_of_specks(film(shape, celsius, seed, drops=drops, rule=rule)),
        glass_of_shade(shade(shape, celsius, drops=drops)),
        judge(rates),
    ]
    _ahead(shape, celsius, seed, drops, rule)
    player(STAGE, tracks, labels=labels(), fps=FPS, start=STILL if arriving else 0, autoplay=not arriving, run=run,
           moment="ink", alt="ink spreads in a glass of water")  # fmt: skip


def _ahead(shape: str, celsius: int, seed: int, drops: int, rule: str) -> None:
    """Another round, and water a little warmer or colder."""
    ahead.work_out(in_place, shape, celsius, seed + 1, drops=drops, rule=rule)
    for warmth in (celsius + WARMER, celsius - WARMER):
        if COLDEST <= warmth <= HOTTEST:
            ahead.work_out(shade, shape, warmth, drops=drops)
            ahead.work_out(in_place, shape, warmth, seed, drops=drops, rule=rule)


def _count(shape: str, celsius: int, seed: int, drops: int) -> float:
    """Says of 100 moves how many led away from the middle, and returns it."""
    outwards, back = film(shape, celsius, seed, drops=drops).outwards_and_back()
    moves = outwards + back
    share = 100 * outwards / moves
    st.markdown(
        f"We counted {moves:,} moves of specks shoved by chance, all far from the walls. Of each 100, "
        f"**{share:.0f}** led away from the middle and **{100 - share:.0f}** led back. So no speck knows the way. "
        "But where ink is thick, many specks can leave. Outside, few can come back. That is why it spreads."
    )
    return share
