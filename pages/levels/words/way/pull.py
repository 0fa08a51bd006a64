"""5.5: the pull. Two guesses, and a step further along the arrow between them."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import caption
from diffusion_core.sampling import guidance
from diffusion_core.sampling.defaults import STRENGTH
from diffusion_core.sampling.guided_points import exactly_guided
from diffusion_core.sampling.job import Job
from diffusion_core.serving.engine import Busy
from pages.levels.words.way import pull_figures, pull_folds
from pages.levels.words.way.sentence import SEED, USUAL
from pages.server import resources
from pages.server.streams import run_stream
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.recorded import figure, percent
from pages.shared.page.state import link_reveals
from pages.shared.player import player

BET, MOMENT = "words.pull", "pull"
HARD = 10.0
BETTER, BURNT, ALIKE = (
    "All sixteen come out better",
    "Colours go too far, and more come out wrong",
    "All sixteen look alike",
)
REASONS = {
    BETTER: "Up to a point. A pull that is too strong drags the guess to where no real picture lies.",
    BURNT: "Then more of them would be wrong, and more of the picture as bright or dark as a screen can be.",
    ALIKE: "That happens where the answer is exact, and in large networks. Fold out “Where it's exact”.",
}
ANSWERS = ("Q36",)


def _below() -> None:
    fold("Where it's exact", pull_folds.exact)
    fold("When it counts", pull_folds.when)
    fold("Words that push away", pull_folds.negative)
    fold("Away from a worse self", pull_folds.worse)
    fold("Counted", pull_folds.table)
    fold("Formula", pull_folds.formula)
    show_code(guidance.guide, guidance.matters, exactly_guided, diffusers="")


@experiment("5.5", "The pull", answers=ANSWERS, below=_below)
def the_pull() -> None:
    try:
        _sum()
        _sixteen()
    except (NoWeights, Busy) as error:
        st.info(str(error))


def _sum() -> None:
    stage, side = stage_and_side()
    with side:
        notice(
            "Two guesses at every step: one told nothing, one told your words. The arrow between them is what the "
            "words want."
        )
        seed = controls.seed("way.arrow", default=SEED, label="no.", again="Fresh noise")
        strength = controls.decimal("Pull", 0.0, HARD, key="way.strength", default=STRENGTH, step=0.5)
        st.caption(
            "A pull of 1 is the guess with words itself, 0 the one without. More goes on along the same arrow. That's "
            "called *guidance*. We pull only in the middle of the way, where the words decide."
        )
    job = Job(caption=caption(USUAL), seed=seed, guidance=strength)
    with stage:
        found = pull_figures.pulled(job)
        player("way.sum", pull_figures.sum_tracks(job, found), labels=pull_figures.labels(job, found), fps=4,
               start=6, run=f"{seed}", moment="arrow",
               alt="the guess without words and the arrow to the one with words make a third")  # fmt: skip


def _sixteen() -> None:
    guess = bets.ask(
        BET,
        f"We pull {STRENGTH:g} times. Now pull {HARD:g} times, at every single step. What becomes of sixteen pictures?",
        [BETTER, BURNT, ALIKE],
    )
    revealed = bool(guess) or link_reveals(MOMENT)
    stage, side = stage_and_side()
    with side:
        notice(_hint(revealed))
        seed = controls.seed("way.sixteen", default=SEED, label="no.", again="Fresh noise")
        strength, every = STRENGTH, False
        if revealed:
            strength = controls.decimal("Pull", 0.0, HARD, key="way.hard", default=HARD, step=0.5)
            every = controls.switch("At every step", key="way.every", default=True)
    job = Job(caption=caption(USUAL), seed=seed, count=16, guidance=strength)
    with stage:
        _drawn("way.many", pull_figures.all_the_way(job) if every else job, revealed)
    if revealed:
        _outcome(guess)
        with side:
            _beside()


def _hint(revealed: bool) -> str:
    return (
        "Look at the fur and the sky: how bright, how flat? And does each wear its hat?"
        if revealed
        else f"Sixteen sheets of noise, one sentence, a pull of {STRENGTH:g}."
    )


def _drawn(key: str, job: Job, revealed: bool) -> None:
    if trouble := resources.trouble():
        raise NoWeights(trouble)
    titles = {"guess": f"“{job.caption}”, pull {job.guidance:g}"}
    player(key, [run_stream(job, titles=titles, size="large")], run=job.to_text(),
           moment=MOMENT if revealed else None, fps=8,
           proof=bets.proof(BET, fps=6, marks=["guess"]) if revealed else None,
           alt="sixteen pictures as they are drawn")  # fmt: skip


def right_answer() -> str:
    """By what was recorded: fewer right, beyond chance; or as many, and less varied; or neither."""
    soft, hard = (figure(f"pull: right, {pull}") for pull in ("4", "10, all the way"))
    if hard["interval"][1] < soft["interval"][0]:
        return BURNT
    return ALIKE if figure("pull: varied, 10, all the way")["interval"][1] < 0.8 else BETTER


def right_of(pull: str) -> str:
    """How many of how many came out right, "64 of 64": of so few, none wrong is not 100 %."""
    found = figure(f"pull: right, {pull}")
    return f"{found['value'] * found['n']:.0f} of {found['n']}"


def _outcome(guess: str | None) -> None:
    bets.outcome(
        guess, right=right_answer(),
        says=f"**{right_of('10, all the way')}** come out right, instead of {right_of('4')}.",
        reasons=REASONS,
    )  # fmt: skip


def _beside() -> None:
    st.markdown(
        f"Of all the numbers in these pictures, **{percent('pull: burnt, 10, all the way')}** are as bright or as dark "
        f"as a screen can show, against {percent('pull: burnt, 4')} with our pull. In drawn pictures it's "
        f"{percent('pull: burnt, drawn')}."
    )
    st.caption(
        f"Counted over {figure('pull: right, 4')['n']} sentences. With no pull, {right_of('1')} come out right: a "
        "small network like ours draws mush without it."
    )
