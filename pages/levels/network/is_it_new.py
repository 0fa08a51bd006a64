"""4.12: is a drawn picture a copy? Its nearest training pictures, out of all of them."""

import streamlit as st

from diffusion_core.critters import ANIMALS, COLOURS
from diffusion_core.engine import Busy
from diffusion_core.nearest import Found, bounds, search
from diffusion_core.weights import NoWeights
from pages.shared import bets, controls, denoise_figures, new_nearest
from pages.shared.code_view import show_code
from pages.shared.experiment import experiment, notice, stage_and_side
from pages.shared.new_nearest import Pair
from pages.shared.player import Pictures, player
from pages.shared.working import kept, worked

COPY, CLOSE, FAR = "It is the same picture", "Much nearer", "About as near"
REASONS = {
    COPY: "Then they would be no levels apart.",
    CLOSE: "It would be, had the network learnt its pictures by heart.",
    FAR: "Then the two rows would be alike in this.",
}
ANSWERS = {
    "Q23": "Ours does not copy, and we can say so because we have all its training pictures. If it did, its pictures "
    "would lie nearer to them than to as many fresh ones. They do in "
    f"{new_nearest.share('copying')} of cases: half is no copying. A model that was made to copy: "
    f"{new_nearest.share('copying_of_a_copier')}. Whose work it is? Here all was learnt from the drawings of "
    "one program. A large network learns from the work of people, and may learn a picture by heart that it saw often.",
}


@experiment("4.12", "Is it new?", answers=ANSWERS)
def is_it_new() -> None:
    guess = bets.ask(
        "new.nearest", f"We look through all {denoise_figures.training_pictures():,} training pictures for the one "
        "nearest to this, and for the one nearest to a drawing just made. How near is the first, beside the second?",
        list(REASONS),
    )  # fmt: skip
    stage, side = stage_and_side()
    with side:
        animal = controls.menu("Animal", ANIMALS, key="new.animal", default="cat")
        colour = controls.menu("Colour", COLOURS, key="new.colour", default="blue")
        seed = controls.seed("new.seed", label="Noise", again="Fresh noise")
    try:
        found = new_nearest.pair(animal, colour, seed)
        with stage:
            _alone(found) if guess is None else _compared(guess, found, (animal, colour, seed))
    except (NoWeights, Busy) as error:
        st.info(str(error))
    show_code(search, bounds, diffusers="")


def _alone(found: Pair) -> None:
    player("new.alone", [Pictures("picture", found.generated[0], title="drawn by the network", role="guess", note="")],
           max_width=260, alt=found.words)  # fmt: skip


def _compared(guess: str, found: Pair, settings: tuple[str, str, int]) -> None:
    ours, fresh = _searched(found, settings)
    player("new.ours", new_nearest.tracks(found.generated, "drawn by the network", "guess", ours),
           alt="a picture of the network and its nearest training pictures")  # fmt: skip
    player("new.fresh", new_nearest.tracks(found.drawn, "drawn by the program", "plain", fresh),
           alt="a fresh drawing and its nearest training pictures")  # fmt: skip
    notice("The second row is the yardstick: the program has just drawn that picture, so nobody can have copied it.")
    bets.outcome(guess, right=_verdict(ours, fresh), reasons=REASONS)
    st.caption(_care(ours, fresh))


def _searched(found: Pair, settings: tuple[str, str, int]) -> tuple[Found, Found]:
    """The quick search, or once somebody has asked for it the one that is certain."""
    if kept("nearest", (*settings, True)):
        return _search(found, settings, whole=True)
    if st.button("Look on until it is certain", key="new.whole", help="Takes up to a minute."):
        with new_nearest.alone() as mine:
            if mine:
                return _search(found, settings, whole=True)
        st.info("Somebody else looks through them right now. Please try again in a minute.")
    return _search(found, settings, whole=False)


def _search(found: Pair, settings: tuple[str, str, int], *, whole: bool) -> tuple[Found, Found]:
    words = "Training pictures are drawn anew and compared"
    return worked("nearest", (*settings, whole), new_nearest.neighbours(found, whole=whole), words)


def _care(ours: Found, fresh: Found) -> str:
    looked = f"Compared, the nearest first: {ours.looked:,} and {fresh.looked:,} pictures."
    if ours.certain and fresh.certain:
        return f"{looked} No other can be nearer."
    return (
        f"{looked} Ranked by their 64 strongest coarse waves. In a test this found the very nearest for "
        f"{new_nearest.how_sure()} fresh drawings."
    )


def _verdict(ours: Found, fresh: Found) -> str:
    """By the ratio of the two distances; a copy lies within a few levels."""
    near, usual = ours.gaps[0], fresh.gaps[0]
    return COPY if near < 5 else CLOSE if near < usual / 2 else FAR
