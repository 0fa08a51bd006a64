"""2.6: noise done wrong. Slips, each beside the right way, and each to be found out by eye."""

import streamlit as st

from diffusion_core.process.mistakes import MISTAKES
from pages.levels.noise import what_if_figures
from pages.levels.noise.what_if_figures import RIGHT, Noising
from pages.levels.noise.what_if_words import FAULTS, NAMES, OPTIONS, SAYS, WHY_NOT, beside, labels
from pages.shared.keeping import ahead
from pages.shared.page import bets, chosen_picture, controls, pictures
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.state import in_address, link_reveals
from pages.shared.player import SAID, player

CASES = {str(number): slip for number, slip in enumerate(MISTAKES, 1)}
"""The slips by their numbers on the page, for a name would tell."""
FIRST = tuple(CASES)[:3]
"""Those that everybody is offered; the others come for who asks for more."""
OLD = "wrong.slip"
"""Addresses from before named the slip itself."""
BEFORE = "The first one is right. Compare how fine the dots are, the dark parts, and how much you still make out."
AFTER = "{}. Now pick another slip."
ANSWERS = ("Q8",)


def _below() -> None:
    chosen_picture.choose("noise", here="wrong", shown_in="2.6", alone=True)
    show_code(*MISTAKES.values(), diffusers="")


@experiment("2.6", "Done wrong", answers=ANSWERS, below=_below)
def what_if() -> None:
    usual = _case_of_an_old_link()
    case = controls.choice_now("wrong.case", tuple(CASES), default=usual)
    slip = CASES[case]
    guess = bets.ask(
        bet_of(slip),
        "Same picture, same moment. In the second one something went wrong. What?",
        OPTIONS[slip],
        rounds=bet_of(""),
    )
    revealed = bool(guess) or link_reveals("wrong")
    picture = chosen_picture.now("noise")
    stage, side = stage_and_side()
    with side:
        notice(AFTER.format(NAMES[slip]) if revealed else BEFORE)
        chooser = st.container()
        more = controls.switch("More slips", key="wrong.more", default=usual not in FIRST)
        offered = tuple(CASES) if more or case not in FIRST else FIRST
        with chooser:
            controls.choice("Slip", offered, key="wrong.case", default=usual if usual in offered else None)
        seed = controls.seed("wrong.seed")
    right, wrong = (what_if_figures.noising(picture, which, seed, slip) for which in (RIGHT, slip))
    _ahead(picture, slip, seed)
    with stage:
        _stage(slip, right, wrong, picture, revealed=revealed)
    if revealed:
        offer(what_if_figures.noising_of, data=picture.data, name=slip, seed=seed, facts=())
    bets.outcome(
        guess, right=NAMES[slip], says=SAYS[slip](right, wrong), reasons={one: WHY_NOT[one] for one in OPTIONS[slip]}
    )
    if revealed:
        with side:
            st.markdown(FAULTS[slip](right, wrong))
        fold("Measured", lambda: _measured(slip, right, wrong, picture.words))
    chosen_picture.follow()


def bet_of(slip: str) -> str:
    """The key of the bet on one slip."""
    return f"wrong.spot_{'_'.join(slip.split())}"


def _case_of_an_old_link() -> str:
    named = in_address(OLD, [one for slip in CASES.values() for one in beside(slip)])
    return next((case for case, slip in CASES.items() if named in beside(slip)), "1")


def _ahead(picture: pictures.Picture, slip: str, seed: int) -> None:
    cases = list(CASES.values())
    after = cases[(cases.index(slip) + 1) % len(cases)]
    for which in (RIGHT, after):
        ahead.work_out(what_if_figures.noising, picture, which, seed, after)
    for which in (RIGHT, slip):
        ahead.work_out(what_if_figures.noising, picture, which, seed + 1, slip)


def _stage(slip: str, right: Noising, wrong: Noising, picture: pictures.Picture, *, revealed: bool) -> None:
    """Both where they differ most; revealed: on all of their way."""
    most = what_if_figures.most(slip, right, wrong)
    player(
        "wrong.stage",
        what_if_figures.tracks(right, wrong, picture.words, at=None if revealed else most),
        # without buttons a moment would look like a film that failed
        labels=labels(slip, right, wrong) if revealed else (),
        fps=4,
        start=most if revealed else 0,
        run=f"{slip}.{revealed}",
        moment="wrong" if revealed else None,
        readout="bytes",
        proof=bets.proof(bet_of(slip), end=most, fps=4, marks=["right", "wrong", SAID]),
        alt=f"{picture.words}, noised rightly and wrongly",
    )


def _measured(slip: str, right: Noising, wrong: Noising, words: str) -> None:
    player("wrong.measured", what_if_figures.measured(slip, right, wrong, words), labels=what_if_figures.moments(),
           start=what_if_figures.most(slip, right, wrong), alt="what was measured on both")  # fmt: skip
