"""1.1: drop ink where you like, drop it again, and swap the rule."""

import re

import numpy as np
import streamlit as st

from diffusion_core import ink
from pages.levels.ink.drop_figures import counted, crossed, drawable, fitting, glass, inside, pushed_out, still
from pages.levels.ink.films import CHANCE, FPS, FRAMES, LONGEST, MIDDLE, Place, days, film, labels, walks
from pages.shared.keeping import ahead
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.one_setting import InAddress
from pages.shared.page.state import BIND
from pages.shared.player import SAID, picked, player

COLDEST, ROOM, HOTTEST, WARMER = 5, 20, 60, 5
LETTER = "letter"
STAGE, OUTWARDS_BET = "ink.glass", "ink.outwards"
QUESTION = (
    "Nobody stirs the water. But it's made of tiny bits that never keep still, and they shove each speck about. Of 100 "
    "shoves, how many point away from the drop's middle?"
)

ANSWERS = ("Q1", "Q2")
OUTWARDS = {50: "About 50", 75: "About 75", 100: "Nearly all 100"}
WHY_NOT = {
    OUTWARDS[50]: "Then a speck would be pushed inwards as often as outwards.",
    OUTWARDS[75]: "Then each speck would have to know where the clear water is. It knows nothing.",
    OUTWARDS[
        100
    ]: "Then all the ink would rush to the walls. Try the rule *away* (under “Other rules”), and you'll see it happen.",
}
RULES = {
    CHANCE: "Each speck is shoved this way and that, by chance alone. We can't watch real specks, so the computer "
    "plays by a rule that acts like the real thing. That's called a **model**.",
    "never": "No shoves, and nothing spreads. So it's the shoves that do it all. What chance alone does is called "
    "**noise**.",
    "straight": "Each speck keeps going the same way. As a **model** of ink that's a poor one: the specks run out in a "
    "wave.",
    "away": "Each speck flees from the middle. As a **model** of ink that's a poor one: the middle is left empty.",
}
TAP = (
    "Tap the water, and the drop falls there. The specks are drawn much too big. Follow the biggest: does it know "
    "where to go?"
)
COMPARE = "Look from one glass to the other. Does this rule act like real ink?"


def _read(text: str) -> Place | None:
    match = re.fullmatch(r"(\d{1,4})\.(\d{1,4})", text, re.ASCII)
    place = (int(match[1]) / 1000, int(match[2]) / 1000) if match else None
    return place if place and max(place) <= 1 else None


AT = InAddress("ink.at", MIDDLE, _read, lambda place: f"{1000 * place[0]:.0f}.{1000 * place[1]:.0f}")


def _below() -> None:
    fold("What we left out", _left_out)
    show_code(ink.wander, *ink.RULES.values(), ink.reflect, ink.diffusion, diffusers="")


def _left_out() -> None:
    st.markdown(
        "In a real glass the ink sinks and the water flows, and that mixes it much faster. In ours there are only the "
        "shoves. "
        f"Our glass is {100 * ink.GLASS:.0f} cm wide. The film shows {days(LONGEST):.0f} days in "
        f"{(FRAMES - 1) // FPS} seconds: slowly at first, then faster and faster."
    )


@experiment("1.1", "Drop it", answers=ANSWERS, below=_below)
def drop_it() -> None:
    guess = bets.ask(OUTWARDS_BET, QUESTION, list(OUTWARDS.values()), wide=False)
    stage, side = stage_and_side(wide=False)
    with side:
        said = st.container()
        shape = _shape()
        seed = controls.seed("ink.seed", again="Drop again", help=None)
        rule, celsius, drops = _more()
        why = st.container()
        with said:
            notice(TAP if rule == CHANCE else COMPARE)
    at = fitting(shape, drops, seed, celsius, _where())
    with stage:
        _films(shape, celsius, seed, drops, rule, at, revealed=bool(guess))
    offer(film, shape=shape, celsius=celsius, seed=seed, drops=drops, rule=rule, at=at)
    if guess:
        right, says = came_out(pushed_out(walks(shape, celsius, seed, drops=drops)))
        bets.outcome(guess, right=right, says=says, reasons=WHY_NOT)
        why.markdown(_why(*crossed(inside(shape, celsius, seed, drops, at))))


def came_out(out: float) -> tuple[str, str]:
    """The right answer, and what was measured. out: of `pushed_out`."""
    right = OUTWARDS[min(OUTWARDS, key=lambda number: abs(number - out))]
    return right, f"**{out:.0f}** of 100 pointed outwards, the rest inwards."


def _why(out: np.ndarray, back: np.ndarray) -> str:
    return (
        "So no speck knows the way. Then why does ink spread? Look at the dotted line, where the drop began. Inside it "
        "there are many specks, so many get shoved out. Outside there are few, so few get shoved back in. In the "
        f"whole film, specks cross the line outwards **{out[-1]:,} times** and inwards **{back[-1]:,} times**: "
        f"{out[-1] - back[-1]:,} more go out than in.\n\nIn a real glass the ink also sinks, and the water flows. "
        "Ours shows only the shoves."
    )


def _where() -> Place:
    """Where the drop falls: where the glass was tapped last, or where the address says."""
    if pick := picked(STAGE):
        AT.choose((pick.x / 1000, pick.y / 1000))
    return AT.now()


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


def _more() -> tuple[str, int, int]:
    """The controls that are used less: by what rule specks move, how warm the water is, and how many drops."""
    with st.expander("Other rules, warm water, many drops"):
        rule = controls.choice("Each speck moves", list(ink.RULES), key="ink.rule")
        st.markdown(RULES[rule])
        celsius = controls.whole(
            "The water's warmth in °C", COLDEST, HOTTEST, key="ink.warmth", default=ROOM, step=WARMER
        )
        st.markdown(_pace(celsius))
        return rule, celsius, controls.whole("Drops", 1, ink.MOST_DROPS, key="ink.drops", default=1)


def _pace(celsius: int) -> str:
    if celsius == ROOM:
        return f"{ROOM}\u00a0°C is as warm as a room. Hot water shoves harder: what will that do?"
    times = ink.diffusion(celsius) / ink.diffusion(ROOM)
    return f"At {celsius}\u00a0°C the ink spreads **{times:.1f} times** as fast as in a room."


def _films(shape: str, celsius: int, seed: int, drops: int, rule: str, at: Place, *, revealed: bool) -> None:
    said = labels()
    if rule == CHANCE:
        tracks = [glass(shape, celsius, seed, drops, at=at, outlined=revealed)]
        if revealed:
            said = counted(walks(shape, celsius, seed, drops=drops))
    else:
        # beside any other rule stands chance, which is how ink does it
        by_rule, by_chance = (film(shape, celsius, seed, drops=drops, rule=name, at=at) for name in (rule, CHANCE))
        tracks = [still("specks", f"the rule: {rule}", by_rule), still("chance", "real ink: by chance", by_chance)]
    ahead.work_out(walks, shape, celsius, seed + 1, drops=drops)
    proof = bets.proof(OUTWARDS_BET, end=FRAMES // 2, fps=FPS / 2, marks=["specks", SAID])
    player(STAGE, tracks, labels=said, fps=FPS, autoplay=True, run=f"{shape}.{celsius}.{seed}.{drops}.{rule}",
           moment="ink", proof=proof, alt="ink spreads in a glass of water")  # fmt: skip
