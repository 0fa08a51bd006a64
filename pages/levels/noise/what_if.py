"""2.3: what people wrongly suppose, each beside the right way, and what goes wrong with it."""

from collections.abc import Callable

import streamlit as st

from diffusion_core.forward import one_step
from diffusion_core.mistakes import MISTAKES, SPLAT_RADIUS
from diffusion_core.spectrum import soft_splats
from pages.shared import bets, controls, noise_wrong, pictures
from pages.shared.code_view import show_code
from pages.shared.experiment import experiment, notice, stage_and_side
from pages.shared.noise_figures import percent
from pages.shared.noise_wrong import FINE, RIGHT, TENTH_STEP, Run
from pages.shared.player import player

AWAY, SAME, CANCEL = "They run off, further and further", "They end in the same bell", "They cancel out"
ANSWERS = {
    "Q8": "One value on one number, and nothing is smeared to its neighbours. "
    "It is mixed in: a little less of the old value, plus a little noise, on the scale of −1 to 1. "
    "Values may run past both ends. They are kept, and only the screen cuts them off.",
}


@experiment("2.3", "What if?", answers=ANSWERS)
def what_if() -> None:
    guess = bets.ask("wrong.shrink", "What if nothing were shrunk, and draws only added? The values …",
                     (AWAY, SAME, CANCEL))  # fmt: skip
    stage, side = stage_and_side()
    with side:
        name = controls.menu("What if it were …", tuple(MISTAKES), key="wrong.slip", names=NAMES.get)
        picture = pictures.choose("wrong")
        seed = controls.seed("wrong.seed", again="Draw again")
    right, wrong = (noise_wrong.run(picture, which, seed) for which in (RIGHT, name))
    with stage:
        player(
            "wrong.stage",
            noise_wrong.tracks(name, right, wrong, picture.words),
            labels=noise_wrong.moments(),
            fps=2,
            start=noise_wrong.AT.index(30),
            run=picture.digest,
            moment="wrong",
            readout="bytes",
            alt=f"{picture.words}, noised rightly and wrongly",
        )
    with side:
        st.markdown(FAULTS[name](right, wrong))
        notice("Six slips, each beside the right way. Scrub each of them to its end.")
        _outcome(guess, picture, seed)
    show_code(MISTAKES[name], *((soft_splats,) if name == "soft splats" else ()), one_step, diffusers="")


def _outcome(guess: str | None, picture: pictures.Picture, seed: int) -> None:
    if not guess:
        return
    right, wrong = (noise_wrong.run(picture, which, seed).facts.variance for which in (RIGHT, "never shrink"))
    came_out = AWAY if wrong[-1] > 2 * right[-1] else SAME if wrong[-1] > right[-1] / 2 else CANCEL
    reasons = {
        AWAY: "Then they would be spread wider than a bell of width 1.",
        SAME: "Only the shrinking holds that bell together. Choose “never shrink” and look.",
        CANCEL: "Draws up and draws down balance only on average. Each single value still wanders off.",
    }
    bets.outcome(guess, right=came_out, reasons=reasons)


def _one_draw(right: Run, wrong: Run) -> str:
    return (
        "The picture only turns brighter or darker as a whole. After all steps its likeness to the original is still "
        f"**{wrong.facts.likeness[-1]:.2f}** (right way: {_plain(right.facts.likeness[-1])}): stretch the contrast, "
        "and it is back."
    )


def _tenth(right: Run, wrong: Run) -> str:
    return (
        f"After {TENTH_STEP} steps **{percent(wrong.facts.untouched[TENTH_STEP])}** of the pixels are still clean "
        f"(right way: {percent(right.facts.untouched[TENTH_STEP])}), beside others that are very noisy. "
        "No single noise level is true for such a picture."
    )


def _splats(right: Run, wrong: Run) -> str:
    weaker = right.power[-1, FINE:].mean() / wrong.power[-1, FINE:].mean()
    return (
        f"Neighbours get nearly the same draw, so fine noise has **{_rounded(weaker)} times** too little power. Fine "
        f"detail is never hidden: its likeness at the end is **{wrong.facts.fine:.2f}** "
        f"(right way: {_plain(right.facts.fine)})."
    )


def _multiply(right: Run, wrong: Run) -> str:
    return (
        "Black is 0, and 0 times anything is 0, so dark parts stay: after "
        f"{TENTH_STEP} steps the darkest tenth has moved by **{wrong.facts.dark[TENTH_STEP]:.0f}** shades "
        f"(right way: {right.facts.dark[TENTH_STEP]:.0f}). Bright parts run off: "
        f"the largest value ends at {wrong.facts.largest[-1]:,.0f}."
    )


def _never_shrink(right: Run, wrong: Run) -> str:
    return (
        f"The values run off: their variance ends at **{wrong.facts.variance[-1]:.1f}** "
        f"(right way: {right.facts.variance[-1]:.1f}). It can be made to work, if whoever takes the noise away "
        "is told how far they ran."
    )


def _original(right: Run, wrong: Run) -> str:
    return (
        "It never gets noisier than one step can make it: the likeness ends at "
        f"**{wrong.facts.likeness[-1]:.2f}** (right way: {_plain(right.facts.likeness[-1])}). "
        "Starting from the original is right with another bell, that of all steps so far: see 2.5."
    )


def _plain(likeness: float) -> str:
    return f"{likeness:.2f}".replace("-0.00", "0.00").replace("-", "−")


def _rounded(number: float) -> str:
    """Two leading digits, written out: "94,000,000"."""
    digits = len(f"{number:.0f}")
    return f"{round(number, 2 - digits):,.0f}"


NAMES = {
    "one draw for all": "One draw for the whole picture",
    "a random tenth": "A random tenth of the pixels a step",
    "soft splats": f"Soft splats, {SPLAT_RADIUS:.0f} pixels in radius",
    "multiply": "Multiply instead of add",
    "never shrink": "Never shrink",
    "from the original": "From the original each time",
}
FAULTS: dict[str, Callable[[Run, Run], str]] = {
    "one draw for all": _one_draw,
    "a random tenth": _tenth,
    "soft splats": _splats,
    "multiply": _multiply,
    "never shrink": _never_shrink,
    "from the original": _original,
}
