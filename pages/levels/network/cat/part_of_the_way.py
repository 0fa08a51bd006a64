"""4.11: the cat with the bow is dissolved further and further, and brought back each time."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.evaluation.claims.drawn_anew import AT
from diffusion_core.sampling.halfway import back, there
from diffusion_core.serving.engine import Busy
from pages.levels.network.cat import part_of_the_way_figures
from pages.levels.network.cat.part_of_the_way_figures import CAT
from pages.shared.keeping.with_progress import worked, worked_in_place
from pages.shared.page import bets, controls, theme
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.one_setting import InAddress
from pages.shared.page.recorded import figure, percent
from pages.shared.page.state import link_reveals
from pages.shared.page.values import whole as whole_number
from pages.shared.player import SAID, player

EARLY, MIDDLE, LATE = "A fifth of the way", "Half the way", "Four fifths of the way"
UNTIL = {EARLY: 200, MIDDLE: 500, LATE: 800}
"""At which t of 1,000."""
REASONS = {
    EARLY: "Fine lines go first. But you can see a shape and a colour through a lot of noise.",
    MIDDLE: "There half is noise. But half a picture still tells a lot.",
    LATE: "Then too little of the picture would be left there.",
}
QUESTION = "How far into the noise can you go with a picture like this one, and mostly get the same animal back?"
BET, NOISE = "partway.animal", 6
BEFORE = (
    "The network is told no words, and it doesn't know the cat. All it can go by is what the noise has left of her."
)
AFTER = "Drag the slider. First she comes back, then one like her. Go a little too far, and somebody else comes back."
HALF, ALL_GONE = "part way: kept from t = 500", "part way: animal kept from t = 1000"
ANSWERS = ("Q19",)
ENDING = (
    "Nothing was broken when a stranger came back. What made her herself was lost in the noise, and the network made "
    "up the rest. Drawing a new picture is the same thing, except that nothing at all is left of an old one. "
    "**Still open:** where many animals would fit, why does *one* come back, and not a blur of them all?"
)


def _below() -> None:
    show_code(there, back, diffusers="part_way")


@experiment("4.11", "Your cat, or somebody new?", answers=ANSWERS, below=_below)
def part_of_the_way() -> None:
    guess = bets.ask(BET, QUESTION, list(REASONS))
    revealed = bool(guess) or "partway.t" in st.query_params or link_reveals("partway")
    stage, side = stage_and_side()
    with side:
        notice(AFTER if revealed else BEFORE)
        noise = controls.seed("partway.noise", default=NOISE, again="Dissolve her again")
        more = st.container()
    with more.expander("Somebody else"):
        picture = controls.seed("partway.picture", default=CAT, again="Another picture")
        st.caption("No. 0 is the cat with the bow. The others are pictures that the network never saw, either.")
    try:
        with stage:
            _film(picture, noise, revealed=revealed)
        if revealed:
            fold("Twenty times", lambda: _twenty(picture))
    except (NoWeights, Busy) as error:
        st.info(str(error))
    offer(part_of_the_way_figures.filmed, picture=picture, number=noise)
    if guess:
        early, late = part_of_the_way_figures.surely_until()
        bets.outcome(guess, right=verdict(), says=said(), reasons=REASONS)
        side.markdown(
            f"Counted over {figure(HALF)['n']} pictures, so it may be anywhere from {round(early, -1):.0f} to "
            f"{round(late, -1):.0f}: the dashed line in the chart marks the spot. At t = 1000 nothing is left of her. "
            f"Whoever comes back is new, and only by luck the same animal, in {percent(ALL_GONE)}."
        )
    if revealed:
        theme.ending(ENDING)


def _film(picture: int, noise: int, *, revealed: bool) -> None:
    """Before the bet up to the first moment alone."""
    moments = AT if revealed else AT[:1]
    work = part_of_the_way_figures.filmed(picture, noise, moments)
    found, place = worked_in_place("partway.film", (picture, noise, len(moments)), work, "Into the noise, and back")
    labels = part_of_the_way_figures.labels(len(moments), shares=revealed)
    with place:
        player("partway.film", part_of_the_way_figures.film_tracks(found), labels=labels, fps=2,
               start=_first() if revealed else 1, run=f"{picture}.{noise}.{revealed}",
               moment="partway" if revealed else None, whole=1 + len(AT),
               proof=bets.proof(BET, start=1, end=8, fps=1.5, marks=["back", SAID]),
               alt="a picture noised further and further, and what comes back of it")  # fmt: skip


def _first() -> int:
    """The frame of the moment that a link asks for, else the first moment."""
    asked = InAddress("partway.t", AT[0], whole_number(AT[0], AT[-1])).now()
    return round(asked / (AT[1] - AT[0]))


def _twenty(picture: int) -> None:
    t = controls.whole("Noised to moment t", AT[0], AT[-1], key="partway.t", default=AT[-3], step=AT[1] - AT[0])
    try:
        work = part_of_the_way_figures.returned(picture, t)
        found = worked("partway", (picture, t), work, f"Twenty times back from {t}")
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    player("partway.back", part_of_the_way_figures.back_tracks(found), alt=f"twenty returns from t = {t}")
    whole = int((found.unchanged == 6).sum())
    st.markdown(
        f"Of six things that our reader names (place, number, animal, colour, thing worn, mood), they kept "
        f"**{found.unchanged.mean():.1f}** on average. {whole} of 20 kept all six."
    )


def said() -> str:
    """What was measured of the bet."""
    until = part_of_the_way_figures.same_animal_until()
    return f"Even at step **{round(until, -1):.0f}** of 1,000, half still come back as the same animal."


def verdict() -> str:
    """The answer nearest to where the recorded curve of the animal crosses one half."""
    until = part_of_the_way_figures.same_animal_until()
    return min(UNTIL, key=lambda option: abs(UNTIL[option] - until))
