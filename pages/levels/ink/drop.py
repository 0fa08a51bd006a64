"""1.1: drop ink, drop it again, and swap the rule."""

import streamlit as st

from diffusion_core import ink
from pages.levels.ink.drop_figures import drawable, glass_of_shade, glass_of_specks, in_place, judge, shade
from pages.levels.ink.films import CHANCE, FPS, FRAMES, days, film, labels
from pages.shared.keeping import ahead
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, stage_and_side
from pages.shared.page.state import BIND
from pages.shared.player import player

COLDEST, ROOM, HOTTEST, WARMER = 5, 20, 60, 5
SECONDS = (FRAMES - 1) // FPS
LETTER = "letter"
STAGE, OUTWARDS_BET = "ink.glass", "ink.outwards"

ANSWERS = {
    "Q1": "*Noise* is the shoves: what chance alone does to each speck. Pick the rule *never*, and nothing spreads. "
    "A *model* is a few rules that act like the real thing. Swap the rule, and it acts like ink no more. "
    "*Diffusion* is the spreading itself.",
    "Q2": "We can. All you need here is a glass, some water and a drop of ink. The hard words can wait.",
}
OUTWARDS = {50: "About 50", 75: "About 75", 100: "Nearly all 100"}
WHY_NOT = {
    OUTWARDS[50]: "Then each speck would go back as often as out.",
    OUTWARDS[75]: "Then each speck would drift outwards, as if it knew where the clear water is. It knows nothing.",
    OUTWARDS[100]: "Then all the ink would rush to the walls. Pick the rule *away*, and you'll see that.",
}
RULES = {
    CHANCE: "Each speck is shoved this way and that, by chance alone. Rules like this one, that act like the real "
    "thing, are called a **model** of it.",
    "never": "No shoves, and nothing spreads. So it's the shoves that do it all. What chance alone does is called "
    "**noise**.",
    "straight": "Each speck keeps its way. As a **model** of ink that's a poor one: the specks run out in a wave.",
    "away": "Each speck flees from the middle. As a **model** of ink that's a poor one: the middle is left empty.",
}

NOTICE = "Follow the speck with the trail. It never knows where to go, and still the ink spreads."
COMPARE = "Look from one glass to the other, and at the two numbers. Does this rule look like real ink?"
WHY = (
    "So no speck knows the way out. But where ink is thick, many specks can leave, and outside there are few that "
    "could come back. That's why it spreads."
)


def _below() -> None:
    fold("What we left out", _left_out)
    show_code(*ink.RULES.values(), ink.reflect, ink.concentration, ink.diffusion, diffusers="")


def _left_out() -> None:
    st.markdown(
        "In a real glass the water stirs a little, and that mixes ink faster. Ours stands still. "
        f"Our glass is {100 * ink.GLASS:.0f} cm wide. The film runs {ink.SPEED_UP:,} times as fast as real ink: "
        f"{days(SECONDS):.0f} days in {SECONDS} seconds."
    )


@experiment("1.1", "Drop it", answers=ANSWERS, below=_below)
def drop_it() -> None:
    guess = bets.ask(
        OUTWARDS_BET, "Of 100 moves of the specks, how many lead away from the middle?", list(OUTWARDS.values())
    )
    stage, side = stage_and_side()
    with side:
        said = st.container()
        shape = _shape()
        rule = controls.choice("Each speck moves", list(ink.RULES), key="ink.rule")
        seed = controls.seed("ink.seed", label="no.", again="Drop again", help=None)
        said.markdown(f"> {NOTICE if rule == CHANCE else COMPARE}")
        st.markdown(RULES[rule])
        celsius, drops = _more()
    with stage:
        _films(shape, celsius, seed, drops, rule)
    if guess:
        share = _share(celsius, seed)
        right = OUTWARDS[min(OUTWARDS, key=lambda number: abs(number - share))]
        bets.outcome(guess, right=right, says=f"**{share:.0f}** of 100 led away.", reasons=WHY_NOT)
        side.markdown(WHY)


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
        st.markdown("We can't draw that sign, so here is an A.")
        return "A"


def _more() -> tuple[int, int]:
    """The controls that are used less: how warm the water is, and how many drops."""
    with st.expander("Warm water, many drops"):
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
    tracks = [
        glass_of_specks(film(shape, celsius, seed, drops=drops, rule=rule)),
        glass_of_shade(shade(shape, celsius, drops=drops)),
    ]
    if rule != CHANCE:
        # beside any other rule stands chance, which is how ink does it
        rates = {name: in_place(shape, celsius, seed, drops=drops, rule=name) for name in (rule, CHANCE)}
        tracks.append(judge(rates))
    _ahead(shape, celsius, seed, drops, rule)
    proof = bets.proof(OUTWARDS_BET, end=FPS, fps=FPS / 3, marks=["specks"])
    player(STAGE, tracks, labels=labels(), fps=FPS, autoplay=True, run=run, moment="ink", proof=proof,
           alt="ink spreads in a glass of water")  # fmt: skip


def _ahead(shape: str, celsius: int, seed: int, drops: int, rule: str) -> None:
    """Another round, and water a little warmer or colder."""
    ahead.work_out(in_place, shape, celsius, seed + 1, drops=drops, rule=rule)
    for warmth in (celsius + WARMER, celsius - WARMER):
        if COLDEST <= warmth <= HOTTEST:
            ahead.work_out(shade, shape, warmth, drops=drops)
            ahead.work_out(in_place, shape, warmth, seed, drops=drops, rule=rule)


def _share(celsius: int, seed: int) -> float:
    """Of 100 moves of specks that chance shoves about, how many led away from the middle: of a drop's film."""
    outwards, back = film("drop", celsius, seed).outwards_and_back()
    return 100 * outwards / (outwards + back)
