"""4.19: is a drawn picture a copy? Its nearest training pictures, out of all of them."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import ANIMALS, COLOURS, HELD_OUT, TRAINING_COUNT
from diffusion_core.evaluation.nearest import LOOKED_AT, Found, bounds, search
from diffusion_core.serving.engine import Busy
from pages.levels.network import training_pictures
from pages.levels.network.anew import is_it_new_figures
from pages.levels.network.anew.articles import with_article
from pages.levels.network.anew.evaluated import most_copies, share
from pages.levels.network.anew.is_it_new_figures import Pair
from pages.server import queues
from pages.server.errands import Errand, Full
from pages.shared.keeping.with_progress import worked
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.player import Pictures, player

COPY, CLOSE, FAR = "It's the same picture", "Very near", "As near as to anything new"
BET = "new.nearest"
Settings = tuple[str, str, int]
SEARCH = "new.search"
EVERY = 0.5
"""Seconds between two looks of the browser at a search."""
REASONS = {
    COPY: "Then they'd be no shade apart.",
    CLOSE: "It would be, had the network learnt its pictures by heart.",
    FAR: "Then both pairs would be about as far apart.",
}
BEFORE = "It's new if it isn't on the list of what the network saw. So let's look through that list."
AFTER = (
    "A fresh drawing is the yardstick. The program makes it just now, so nobody can have copied it, and it has a "
    "nearest training picture, too."
)
ANSWERS = ("Q23",)


def _below() -> None:
    show_code(search, bounds, diffusers="")


@experiment("4.19", "Is it new?", answers=ANSWERS, below=_below)
def is_it_new() -> None:
    guess = bets.ask(
        BET, "The network drew this. How near does the nearest of its "
        f"{training_pictures.known():,} training pictures come?", list(REASONS),
    )  # fmt: skip
    stage, side = stage_and_side()
    with side:
        notice(AFTER if guess else BEFORE)
        animal = controls.menu("Animal", ANIMALS, key="new.animal", default="cat")
        colour = controls.menu("Colour", COLOURS, key="new.colour", default="orange")
        seed = controls.seed("new.seed", label="no.", again="Fresh noise")
        if (animal, colour) in HELD_OUT:
            kind = with_article(f"{colour} {animal}")
            st.caption(f"No training picture showed {kind}, so the nearest will be of another kind.")
        more = st.container()
    try:
        found = is_it_new_figures.pair(animal, colour, seed)
        with stage:
            now = _alone(found) if guess is None else _compared(found, (animal, colour, seed))
        if now:
            with more:
                _judge(guess, *now)
            fold("Three nearest", lambda: _three(found, now))
    except (NoWeights, Busy) as error:
        st.info(str(error))


def _alone(found: Pair) -> None:
    player("new.alone", [Pictures("picture", found.generated[0], title="drawn by the network", role="guess", note="",
                                  size="large")], alt=found.words)  # fmt: skip


def _compared(found: Pair, settings: Settings) -> list[Found]:
    quick = worked(
        "nearest", settings, is_it_new_figures.neighbours(found), "Training pictures are drawn anew and compared"
    )
    errand = _errand(settings)
    polled = bool(errand and not errand.over)
    st.fragment(_watch, run_every=EVERY if polled else None)(found, settings, quick, polled)
    return newest(errand, quick)


def _judge(guess: str, ours: Found, fresh: Found) -> None:
    says = f"**{ours.gaps[0]:.0f}** shades off. A fresh one: {fresh.gaps[0]:.0f}."
    bets.outcome(guess, right=verdict(ours, fresh), says=says, reasons=REASONS)
    st.markdown(
        f"One pair proves little. Over many drawn pictures, a training picture was nearer than a fresh one in "
        f"{share('copying')}; by chance it's half. So at most about **{most_copies()} in 100** can be copies.\n\n"
        "A common rule: in a copy, the nearest is less than a third as far off as the second nearest. Here it's "
        f"{ours.gaps[0] / ours.gaps[1]:.2f} times as far."
    )


def _three(found: Pair, now: list[Found]) -> None:
    for key, picture, title, role, one in (
        ("new.three", found.generated, "the network's", "guess", now[0]),
        ("new.three_fresh", found.drawn, "a fresh one", "plain", now[1]),
    ):
        player(key, is_it_new_figures.tracks(picture, title, role, one), alt=f"{title}, and the three nearest")


def _errand(settings: Settings) -> Errand[list[Found]] | None:
    """This visitor's search to the end; one that was for another picture is stopped."""
    searched, errand = st.session_state.get(SEARCH, (None, None))
    if errand and searched != settings:
        errand.stop()
        return None
    return errand


def newest(errand: Errand[list[Found]] | None, quick: list[Found]) -> list[Found]:
    """The search to the end begins anew: it counts as soon as it has compared more than the quick one."""
    return errand.latest if errand and errand.latest and errand.latest[0].looked > quick[0].looked else quick


def _watch(found: Pair, settings: Settings, quick: list[Found], polled: bool) -> None:
    """The part of the page that asks for news while a search is under way."""
    errand = _errand(settings)
    if errand:
        errand.hear()
    ours, fresh = now = newest(errand, quick)
    player("new.both", is_it_new_figures.pairs(found, ours, fresh), proof=bets.proof(BET, marks=["ours"]),
           alt="a picture of the network and a fresh drawing, each beside its nearest training picture")  # fmt: skip
    st.caption(_care(now))
    if _buttons(found, settings, errand) or bool(errand and not errand.over) != polled:
        st.rerun()


def _buttons(found: Pair, settings: Settings, errand: Errand[list[Found]] | None) -> bool:
    """Look on, or how far it is and stop; whether one of them was pressed."""
    if errand and not errand.over:
        share = is_it_new_figures.how_far(errand.latest) if errand.latest else 0.0
        words = "Those that could be nearest are drawn anew" if errand.begun else "Another visitor's search comes first"
        st.progress(share, text=f"{words} …")
        if stopped := st.button("Stop", key="new.stop"):
            errand.stop()
        return stopped
    if errand and errand.finished:
        return False
    return st.button("Look on until it is certain", key="new.whole") and _begin(found, settings)


def _begin(found: Pair, settings: Settings) -> bool:
    try:
        st.session_state[SEARCH] = settings, queues.search(is_it_new_figures.to_the_end(found))
    except Full as full:
        st.info(str(full))
        return False
    return True


def _care(now: list[Found]) -> str:
    known = training_pictures.known()
    looked = (
        f"Compared, the likeliest first: {now[0].looked:,} of {known:,} pictures (their numbers run to "
        f"{TRAINING_COUNT:,}, with those kept out)."
    )
    if all(one.certain for one in now):
        return f"{looked} None of the others can be nearer than the first."
    sure = is_it_new_figures.how_sure()
    return (
        f"{looked} In a test with fresh drawings, one at a time, the very nearest was among the first {LOOKED_AT} "
        f"for {sure}."
    )


def verdict(ours: Found, fresh: Found) -> str:
    """By the ratio of the two distances; a copy lies within a few levels."""
    near, usual = ours.gaps[0], fresh.gaps[0]
    return COPY if near < 5 else CLOSE if near < usual / 2 else FAR
