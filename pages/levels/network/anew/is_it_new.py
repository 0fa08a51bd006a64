"""4.18: is a drawn picture a copy? Its nearest training pictures, out of all of them."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import ANIMALS, COLOURS, HELD_OUT
from diffusion_core.evaluation.claims.kept import SHIFT
from diffusion_core.evaluation.copying import THIRD
from diffusion_core.evaluation.nearest import LOOKED_AT, Found, bounds, search
from diffusion_core.serving.engine import Busy
from pages.levels.network import training_pictures
from pages.levels.network.anew import is_it_new_figures
from pages.levels.network.anew.articles import with_article
from pages.levels.network.anew.evaluated import evaluation, most_copies, share, told_of
from pages.levels.network.anew.is_it_new_figures import Pair
from pages.server import queues
from pages.server.errands import Errand, Full
from pages.shared.keeping.with_progress import worked
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.recorded import figure
from pages.shared.player import player

COPY, ONE, NONE = "It's the same picture", "One comes far nearer than all others", "Several come about equally near"
BET = "new.nearest"
FIRST, CHOSEN_OF = ("cat", "orange", 0), 6
"""What stands there on arrival, and out of how many noises it was chosen: the one whose nearest stands out most."""
DRAWN, DRAWN_FELT = "copies: drawn, by pixels", "copies: drawn, by features"
SHIFTED, SHIFTED_FELT = "copies: shifted, by pixels", "copies: shifted, by features"
STANDS_OUT = 2 / 3
"""Below so much of the second nearest's distance the nearest stands out; below THIRD it is a copy by Yoon's rule."""
Settings = tuple[str, str, int]
SEARCH = "new.search"
EVERY = 0.5
"""Seconds between two looks of the browser at a search."""
REASONS = {
    COPY: "Then the nearest would be hardly a shade off.",
    ONE: "So it would be, had the network learnt that one by heart.",
    NONE: "Then the nearest and the second nearest would be about as far off.",
}
BEFORE = "A copy would be very near to one of the pictures that the network saw. So let's look through them."
AFTER = "Beside it are its three nearest training pictures. If it were a copy, one of them would be far nearer."
ANSWERS = ("Q23",)


def _below() -> None:
    show_code(search, bounds, diffusers="")


@experiment("4.18", "Is it new?", answers=ANSWERS, below=_below)
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
        seed = controls.seed("new.seed", again="Fresh noise")
        if (animal, colour) in HELD_OUT:
            kind = with_article(f"{colour} {animal}")
            st.caption(f"No training picture showed {kind}, so the nearest will be of another kind.")
        elif (animal, colour, seed) == FIRST:
            st.caption(
                f"We drew {CHOSEN_OF} pictures and picked the most suspicious of them, which comes nearest to a copy."
            )
        more = st.container()
    try:
        found = is_it_new_figures.pair(animal, colour, seed)
        with stage:
            now = _alone(found) if guess is None else _compared(found, (animal, colour, seed))
        offer(is_it_new_figures.pair, animal=animal, colour=colour, seed=seed)
        if now:
            with more:
                _judge(guess, now[0])
            with stage:
                _so_far()
            fold("How sure is that?", _how_sure)
            fold("A fresh drawing", lambda: _fresh(found, now[1]))
    except (NoWeights, Busy) as error:
        st.info(str(error))


def _alone(found: Pair) -> None:
    player("new.alone", is_it_new_figures.alone(found.generated, "drawn by the network"), alt=found.words)


def _compared(found: Pair, settings: Settings) -> list[Found]:
    quick = worked(
        "nearest", settings, is_it_new_figures.neighbours(found), "Training pictures are drawn anew and compared"
    )
    errand = _errand(settings)
    polled = bool(errand and not errand.over)
    st.fragment(_watch, run_every=EVERY if polled else None)(found, settings, quick, polled)
    return newest(errand, quick)


def _judge(guess: str, ours: Found) -> None:
    says = f"The nearest is **{ours.gaps[0]:.0f}** shades off, the next one {ours.gaps[1]:.0f}."
    bets.outcome(guess, right=verdict(ours), says=says, reasons=REASONS)
    st.markdown(
        "By a usual rule it would be a copy if the next one were more than three times as far off. Here it's "
        f"{ours.gaps[1] / ours.gaps[0]:.1f} times as far. We had the network draw more: **{_count(DRAWN)}** looked "
        "like a copy."
    )


def _so_far() -> None:
    st.markdown(
        f"**So we see no copying.** Rare copies could still hide: {figure(DRAWN)['n']} pictures aren't many. A check "
        f"of {evaluation()['copying']['n']:,} more found no sign of copies either. What it can and can't tell stands "
        "under “How sure is that?”."
        "\n\nBut we looked pixel by pixel only, so a copy that was shifted slips through. A copy of a picture that the "
        "training holds twice slips through, too: then the two nearest are equally near."
    )


def _count(name: str) -> str:
    row = figure(name)
    return f"{round(row['value'] * row['n'])} of {row['n']}"


def _how_sure() -> None:
    low, high = (f"{100 * end:.1f}" for end in evaluation()["copying"]["interval"])
    st.markdown(
        "Would we notice a copier? We built one that knows its pictures by heart. Of each of its pictures we asked: is "
        "the nearest one a training picture, or one of as many fresh drawings? It was a training picture in "
        f"**{told_of('copying_of_a_copier')}**. For our network it was in {share('copying')}, and without any copying "
        "it would be half."
    )
    st.markdown(
        f"In brackets stands where the true share lies, 19 times in 20: {low} to {high} %. Were a share *f* of the "
        "pictures copies, then *f* and half of the rest would have a training picture nearest: hence at most about "
        f"{most_copies()} in 100.\n\nThe rule of the third is that of Yoon and others (2023). Each picture was "
        f"compared with all {training_pictures.known():,}. And what slips through? We shifted "
        f"{figure(SHIFTED)['n']} training pictures by {SHIFT} pixels. By Yoon's rule "
        f"{_count(SHIFTED)} still counted as copies. Where not pixels are compared but what our reader takes note of, "
        f"it's {_count(SHIFTED_FELT)}. By that, {_count(DRAWN_FELT)} of the network's pictures would be copies. So "
        "neither way would find a copy that was moved a little."
    )


def _fresh(found: Pair, fresh: Found) -> None:
    st.markdown(
        "Our program made the first picture this moment, so it can't be a copy. It has nearest training pictures, too."
    )
    tracks = is_it_new_figures.tracks(found.drawn, "a fresh drawing", "plain", fresh, size="small")
    player("new.fresh", tracks, alt="a fresh drawing, and the three nearest training pictures")


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
    now = newest(errand, quick)
    tracks = is_it_new_figures.tracks(found.generated, "drawn by the network", "guess", now[0])
    player("new.three", tracks, proof=bets.proof(BET, marks=["near0"]),
           alt="a picture of the network, and its three nearest training pictures")  # fmt: skip
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
    return st.button("Compare more, until the nearest is certain", key="new.whole") and _begin(found, settings)


def _begin(found: Pair, settings: Settings) -> bool:
    try:
        st.session_state[SEARCH] = settings, queues.search(is_it_new_figures.to_the_end(found))
    except Full as full:
        st.info(str(full))
        return False
    return True


def _care(now: list[Found]) -> str:
    known = training_pictures.known()
    if all(one.certain for one in now):
        return f"Compared: {now[0].looked:,} of {known:,} pictures. None of the others can be nearer than the first."
    return (
        f"To be quick, a rough search picked {now[0].looked:,} of the {known:,} pictures, and only those were "
        f"compared. That nearly always finds the nearest: in a test with {LOOKED_AT}, {is_it_new_figures.how_sure()} "
        "times."
    )


def verdict(ours: Found) -> str:
    """By how far off the nearest is, next to the second nearest; by Yoon's rule below a third it's a copy."""
    nearest, second = ours.gaps[:2]
    if nearest < THIRD * second:
        return COPY
    return ONE if nearest < STANDS_OUT * second else NONE
