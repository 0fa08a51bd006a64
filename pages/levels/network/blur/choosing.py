"""4.12: averaging becomes choosing. The safest guess is a blur, until there is nothing left to blend."""

import streamlit as st

from diffusion_core.process.perfect_memory import blend, effective_number, weights
from pages.levels.network import training_pictures
from pages.levels.network.blur import choosing_figures, dreaming, gallery
from pages.levels.network.blur.choosing_figures import SURVIVORS, Choosing, Costs
from pages.levels.network.blur.gallery import NotDrawn
from pages.levels.network.blur.levels import LEVELS, told
from pages.server.errands import Full
from pages.shared.page import bets, controls, theme
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.player import SAID, player

QUESTION = (
    "A picture is hidden under this noise. Draw your guess: the further it is from the hidden one, the more you pay. "
    "What costs you least?"
)
BET, MOMENT = "blur.safest", "blur"
FEW = 20
"""Pictures in a blend in which each can still be seen."""
ONE, BLEND, NOISE = "One of the training pictures", "A blend of them all", "The noise itself"
REASONS = {
    ONE: "Once in thousands of tries you'd hit it. All the other times you'd be far off.",
    NOISE: "It looks like none of the pictures, so you'd be far off every time.",
}
BEFORE = "Somebody hid a training picture under so much noise that nothing of it is left. You're to draw what it was."
AFTER = "Drag the noise down slowly. On the wall, a picture goes dark when it no longer fits what you see."
LESSON = (
    "**So why isn't it a blur?** It begins as one: at first every picture is possible, and the safest guess is a bit "
    "of them all. But with each step there's less noise, some pictures no longer fit, and they drop out of the blend. "
    "**In the end there's nothing left to blend.**"
)
BY_CHANCE = (
    "And if nobody hid a picture? Then it goes the same way, only that chance decides. The dots happen to fit some "
    "pictures a little better, so the guess leans towards those. A little of it is mixed in, so they fit better still, "
    "and the others drop out. (See it happen under “Let memory draw”.)"
)
BOW = 356
"""Of the gallery, the happy orange cat with a bow, on the meadow."""
ANSWERS = ("Q35",)


def _below() -> None:
    show_code(weights, blend, effective_number, diffusers="")


@experiment("4.12", "What's the safest guess?", answers=ANSWERS, below=_below)
def choosing() -> None:
    guess = bets.ask(BET, QUESTION, [ONE, BLEND, NOISE])
    revealed, waiting = bool(guess) or link_reveals(MOMENT), gallery.half_drawn()
    stage, side = stage_and_side()
    with side:
        notice(AFTER if revealed and not waiting else BEFORE)
        number = controls.seed("blur.number", default=BOW, again="Another picture")
    found = None
    try:
        with stage:
            if revealed and waiting:
                gallery.filling(lambda: _before(number, filling=True))
            else:
                found = _film(number) if revealed else _before(number)
    except (NotDrawn, Full) as error:
        st.info(str(error))
        return
    if found:
        cost = choosing_figures.costs(found.known, number)
        bets.outcome(guess, right=right_of(cost), says=said(cost), reasons=REASONS)
        fold("Let memory draw", dreaming.fold_out)
        with stage:
            st.markdown(f"{LESSON}\n\n{BY_CHANCE}")
    with side:
        st.caption(
            f"Memory knows {gallery.COUNT:,} of the {training_pictures.known():,} training pictures. On the wall: the "
            f"{SURVIVORS} that stay lit longest, and some of the others."
        )
    fold("Formula", _formula)


def _before(number: int, *, filling: bool = False) -> None:
    """Pure noise alone, and all windows lit, or those whose pictures memory knows already."""
    tracks = choosing_figures.before_tracks(number, filling=filling)
    player("blur.stage", tracks, labels=told()[:1], run=f"{number}.before",
           whole=len(LEVELS), alt="pure noise, a blank sheet, and a wall of pictures")  # fmt: skip


def _film(number: int) -> Choosing:
    """The noise falls by itself."""
    found = choosing_figures.choosing(number)
    few = next(frame for frame, sharing in enumerate(found.sharing) if sharing < FEW)
    player(
        "blur.stage",
        choosing_figures.tracks(found),
        labels=choosing_figures.labels(found),
        fps=3,
        run=str(number),
        moment=MOMENT,
        # backwards to the pure noise that the bet is about: more and more pictures join the blend
        proof=bets.proof(BET, start=few, end=0, fps=10, marks=["guess", SAID]),
        alt="a noisy picture, the safest guess at it, and a wall of pictures, lit by how well each still fits",
    )
    return found


def said(cost: Costs) -> str:
    """What was measured of the bet."""
    return (
        f"On average the blend is **{cost.blend:.0f}** shades off, one picture {cost.picture:.0f}, the noise "
        f"{cost.noise:.0f}."
    )


def right_of(cost: Costs) -> str:
    """The answer that costs least, as measured."""
    by = {ONE: cost.picture, BLEND: cost.blend, NOISE: cost.noise}
    return min(by, key=lambda answer: by[answer])


def _formula() -> None:
    noisy, guess = theme.tex("noisy", "x"), theme.tex("guess", r"\hat{x}_0")
    st.latex(rf"{guess} = \sum_i w_i\, c_i \qquad w_i = \frac{{e^{{-q_i}}}}{{\sum_j e^{{-q_j}}}}")
    st.latex(rf"q_i = \frac{{\left|{noisy} - \alpha\, c_i\right|^2}}{{2\,\sigma^2}}")
    st.markdown("*Least* is meant on average, and of the squares: so the guess is always an average.")
    st.markdown(
        "A picture cᵢ that would need a lot of noise to look like this one gets little weight. Counted as "
        f"“blended” is one divided by the sum of all wᵢ²: it's {gallery.COUNT:,} where all weigh the same, and 1 where "
        "one has all the weight."
    )
