"""1.4: four ways back from pale water."""

import streamlit as st

from diffusion_core import ink
from pages.shared import bets, controls, ink_undo
from pages.shared.code_view import show_code
from pages.shared.experiment import experiment, notice, stage_and_side
from pages.shared.player import player
from pages.shared.player.track import Track

FILM, RULE, LEAP, STEPS = "film", "rule", "one leap", "many steps"
SAYS = {
    FILM: "This works, but it is cheating: it needs the film. All other ways begin with the pale water alone.",
    RULE: "We count the specks in each cell, and run the rule of spreading backwards. It sharpens every small bump of "
    "chance as well. Soon it speaks of fewer than no specks.",
    LEAP: "A **guide** knows the ring, and tells each speck where it most likely came from. In pale water it can "
    "hardly tell: the specks stay where they are.",
    STEPS: "A **guide** knows the ring, and tells each speck where it most likely came from. "
    "The speck goes a small part of the way, gets a small shove, and asks again. "
    "The sharper the ring gets, the better the guide can tell.",
}
BETS = ("Run the rule backwards", "One giant leap", "Many small steps")
WAY_OF = dict(zip(BETS, (RULE, LEAP, STEPS), strict=True))
WHY_NOT = {
    BETS[0]: "It cannot tell ink from chance: it blows up each small bump until the numbers are nonsense.",
    BETS[1]: "In pale water the guide can hardly tell where a speck came from. So one step leads nowhere.",
    BETS[2]: "Then each step would have to lead astray.",
}
NOTICE = {
    FILM: "The film can go back. The water itself cannot: it has kept no film.",
    RULE: "Watch the emptiest cell. How soon does it hold fewer than no specks?",
    LEAP: "Nothing seems to happen. That is the result.",
    STEPS: "The guide never saw the film. It knows what it is looking for, and that is enough.",
}
MOMENT = "undo"
STEPS_FPS = 6


@experiment("1.4", "Can it be undone?")
def can_it_be_undone() -> None:
    st.markdown("The ink began as a ring. Now the water is pale. Could the ring come back?")
    guess = bets.ask("ink.undo", "There is no film. What brings the ring back?", BETS)
    told = bool(guess) or f"{MOMENT}." in st.query_params.get("moment", "")
    stage, side = stage_and_side()
    with side:
        way, steps, spacing = _controls() if told else (FILM, 1, "")
        st.markdown(SAYS[way])
        seed = 0
        notice(NOTICE[way])
    with stage:
        _show(way, seed, steps, spacing)
        if guess:
            _compare(seed, steps, spacing, guess)
    st.caption(
        "A way back through chance: found by Brian Anderson in 1982. For a glass with walls: Patrick Cattiaux in 1988, "
        "Aaron Lou and Stefano Ermon in 2023."
    )
    show_code(ink.step_back, ink.undo, ink.DropGuide, ink.kernel_by_images, ink.kernel_by_series, ink.exchange,
              diffusers="")  # fmt: skip


def _controls() -> tuple[str, int, str]:
    way = controls.choice("Go back by", list(SAYS), key="ink.way", default=STEPS)
    if way != STEPS:
        return way, 20, next(iter(ink.SPACINGS))
    steps = controls.whole("Steps", 1, ink_undo.MOST_STEPS, key="ink.steps", default=20)
    return way, steps, controls.choice("Each step is", list(ink.SPACINGS), key="ink.spacing")


def _show(way: str, seed: int, steps: int, spacing: str) -> None:
    kind, fps, tracks = STAGES[way](seed, steps, spacing)
    frames = tracks[0].frames
    player("ink.undone", tracks, labels=ink_undo.labels(kind, frames), fps=fps, autoplay=True, moment=MOMENT,
           run=f"{way}.{seed}.{steps}.{spacing}", alt="pale water on its way back to a ring")  # fmt: skip


Stage = tuple[str, float, list[Track]]


def _film(seed: int, steps: int, spacing: str) -> Stage:
    return "film", 10, _specks(ink_undo.filmed(seed), seed)


def _rule(seed: int, steps: int, spacing: str) -> Stage:
    counts = ink_undo.unmixed(seed)
    return "rule", 4, [ink_undo.cells(counts), ink_undo.goal(seed), ink_undo.fullest_and_emptiest(counts)]


def _leap(seed: int, steps: int, spacing: str) -> Stage:
    return "steps", 1, _specks(ink_undo.guided(seed, 1, spacing), seed)


def _steps(seed: int, steps: int, spacing: str) -> Stage:
    return "steps", STEPS_FPS, _specks(ink_undo.guided(seed, steps, spacing), seed)


STAGES = {FILM: _film, RULE: _rule, LEAP: _leap, STEPS: _steps}


def _specks(way: ink_undo.Way, seed: int) -> list[Track]:
    return [ink_undo.glass(way), ink_undo.goal(seed), ink_undo.tally(way)]


def _compare(seed: int, steps: int, spacing: str, guess: str) -> None:
    """The four ways side by side, all just run."""
    counts = ink_undo.unmixed(seed)[-1]
    ends = {
        FILM: ink_undo.filmed(seed).back[-1],
        LEAP: ink_undo.guided(seed, 1, spacing).back[-1],
        STEPS: ink_undo.guided(seed, steps, spacing).back[-1],
    }
    best = LEAP if ends[LEAP] > ends[STEPS] else STEPS
    bets.outcome(guess, right=next(bet for bet, way in WAY_OF.items() if way == best), reasons=WHY_NOT)
    rows = {name: f"{share:.0f} of 100" for name, share in ends.items()}
    rows[RULE] = f"nonsense: a cell with {counts.min():,.0f} specks".replace("-", "−")
    rows["plain water, by luck"] = f"{ink_undo.plain_water():.0f} of 100"
    order = [*SAYS, "plain water, by luck"]
    st.markdown("| the way back | specks on the ring in the end |\n|:--|:--|\n"
                + "\n".join(f"| {name} | {rows[name]} |" for name in order))  # fmt: skip
