"""2.3: what people wrongly suppose, each beside the right way, and what goes wrong with it."""

from collections.abc import Callable

import streamlit as st

from diffusion_core.process.mistakes import MISTAKES, SPLAT_RADIUS
from pages.levels.noise import what_if_figures
from pages.levels.noise.what_if_figures import RIGHT, TENTH_STEP, Noising
from pages.shared.keeping import ahead
from pages.shared.numbers import percent
from pages.shared.page import bets, chosen_picture, controls, pictures
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.player import player

BET, JUDGED = "wrong.shrink", "never shrink"
"""The slip that the bet is about."""
AWAY, SAME, CANCEL = "They run off, further and further", "They end in the same bell", "They cancel out"
ANSWERS = {
    "Q8": "One value on one number, and nothing is smeared to its neighbours. "
    "It is mixed in: a little less of the old value, plus a little noise, on the scale of −1 to 1. "
    "Values may run past both ends. They are kept, and only the screen cuts them off.",
}


def _below() -> None:
    chosen_picture.choose("noise", here="wrong", shown_in="2.3", alone=True)
    show_code(*MISTAKES.values(), diffusers="")


@experiment("2.3", "What if?", answers=ANSWERS, below=_below)
def what_if() -> None:
    guess = bets.ask(BET, "“Never shrink”: draws are only added. What becomes of the values?", (AWAY, SAME, CANCEL))
    _turn_to_the_bet(guess)
    picture = chosen_picture.now("noise")
    stage, side = stage_and_side()
    with side:
        notice(
            "Six slips, each beside the right way. Choose one, and scrub it to its end."
            if guess
            else "Another slip is on show, until you've bet on this one."
        )
        name = controls.menu("What if it were …", tuple(MISTAKES), key="wrong.slip", names=NAMES.get)
        seed = controls.seed("wrong.seed", label="no.")
    right, wrong = (what_if_figures.noising(picture, which, seed, name) for which in (RIGHT, name))
    _ahead(picture, name, seed + 1)
    with stage:
        player(
            "wrong.stage",
            what_if_figures.tracks(name, right, wrong, picture.words),
            labels=what_if_figures.moments(),
            fps=2,
            start=what_if_figures.AT.index(30),
            moment="wrong",
            readout="bytes",
            proof=bets.proof(BET, marks=["wrong", "fault"]),
            alt=f"{picture.words}, noised rightly and wrongly",
        )
    with side:
        st.markdown(FAULTS[name](right, wrong))
    _outcome(guess, right, wrong if name == JUDGED else None, picture, seed)


def _ahead(picture: pictures.Picture, name: str, seed: int) -> None:
    ahead.work_out(what_if_figures.end_variance, picture, JUDGED, seed)
    for which in (RIGHT, name):
        ahead.work_out(what_if_figures.noising, picture, which, seed, name)


def _turn_to_the_bet(guess: str | None) -> None:
    """Once, when the bet has just been made: show the slip that it was about. Later, and by a link, the menu rules."""
    if guess is None:
        st.session_state["wrong.waiting"] = True
    elif st.session_state.pop("wrong.waiting", False):
        st.session_state["wrong.slip"] = JUDGED


def _outcome(guess: str | None, sound: Noising, judged: Noising | None, picture: pictures.Picture, seed: int) -> None:
    """judged: the run that the bet was about, where it is on the page; else it is run to its end alone."""
    if not guess:
        return
    right = sound.facts["variance"][-1]
    wrong = judged.facts["variance"][-1] if judged else what_if_figures.end_variance(picture, JUDGED, seed)
    came_out = AWAY if wrong > 2 * right else SAME if wrong > right / 2 else CANCEL
    reasons = {
        AWAY: "Then they would be spread wider than a bell of width 1.",
        SAME: "Only the shrinking holds that bell together. The chart of “Never shrink” shows it.",
        CANCEL: "Draws up and draws down balance only on average. Each single value still wanders off.",
    }
    says = f"Their variance ends at **{wrong:.1f}**. Done right, it ends at {right:.1f}."
    bets.outcome(guess, right=came_out, says=says, reasons=reasons)


def _one_draw(right: Noising, wrong: Noising) -> str:
    return (
        "The picture only turns brighter or darker as a whole, until the screen cannot show it. Nothing is lost: its "
        f"likeness to the original is still **{wrong.facts['likeness'][-1]:.2f}** at the end "
        f"(right way: {_plain(right.facts['likeness'][-1])}). Spread its values from black to white again, "
        "and it is back: “stretched”."
    )


def _tenth(right: Noising, wrong: Noising) -> str:
    return (
        f"Stop at t = {TENTH_STEP}: **{percent(wrong.facts['untouched'][TENTH_STEP])}** of the pixels are still clean "
        f"(right way: {percent(right.facts['untouched'][TENTH_STEP])}), beside very noisy ones. "
        "At the end each pixel has had only about one step in ten, so the picture still shows: its likeness is "
        f"**{wrong.facts['likeness'][-1]:.2f}** (right way: {_plain(right.facts['likeness'][-1])})."
    )


def _splats(right: Noising, wrong: Noising) -> str:
    seen, sound = (run.facts["likeness of fine detail"] for run in (wrong, right))
    return (
        "Neighbours get nearly the same draw, so the noise is coarse. Fine noise is almost missing: its line falls, "
        "and ends where less than a billionth is left. So fine detail is never hidden: at the end its likeness to the "
        f"original's is **{seen:.2f}** (right way: {_plain(sound)}). The third picture shows it."
    )


def _multiply(right: Noising, wrong: Noising) -> str:
    return (
        "This slip counts from 0 to 255. There black is 0, and 0 times anything is 0, so dark parts stay: after "
        f"{TENTH_STEP} steps the darkest tenth has moved by **{wrong.facts['dark'][TENTH_STEP]:.0f}** shades "
        f"(right way: {right.facts['dark'][TENTH_STEP]:.0f}). Bright parts run off: "
        f"the largest value ends at {wrong.facts['largest'][-1]:,.0f}."
    )


def _never_shrink(right: Noising, wrong: Noising) -> str:
    return (
        "The values run off. The screen cuts off what lies past its ends, so look at the chart: "
        f"their variance (how widely they spread) ends at **{wrong.facts['variance'][-1]:.1f}** "
        f"(right way: {right.facts['variance'][-1]:.1f}). It need not be a slip: some systems work this way, "
        "and make the values small again before they read them."
    )


def _original(right: Noising, wrong: Noising) -> str:
    return (
        "It never gets noisier than one step can make it: the likeness ends at "
        f"**{wrong.facts['likeness'][-1]:.2f}** (right way: {_plain(right.facts['likeness'][-1])}). "
        "Starting from the original is right with another bell, that of all steps so far. See 2.5, in the next part."
    )


def _plain(likeness: float) -> str:
    return f"{likeness:.2f}".replace("-0.00", "0.00").replace("-", "−")


NAMES = {
    "one draw for all": "One draw for the whole picture",
    "a random tenth": "A random tenth of the pixels a step",
    "soft splats": f"Soft splats, {SPLAT_RADIUS:.0f} pixels in radius",
    "multiply": "Multiply instead of add",
    "never shrink": "Never shrink",
    "from the original": "From the original each time",
}
FAULTS: dict[str, Callable[[Noising, Noising], str]] = {
    "one draw for all": _one_draw,
    "a random tenth": _tenth,
    "soft splats": _splats,
    "multiply": _multiply,
    "never shrink": _never_shrink,
    "from the original": _original,
}
