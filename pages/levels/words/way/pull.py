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
from pages.shared.page.experiment import experiment, fold, notice, part, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.recorded import figure
from pages.shared.page.state import link_reveals
from pages.shared.player import player

BET, MOMENT = "words.pull", "pull"
HARD = 10.0
HARDEST = 12.0
MANY = 16
BETTER, OVERDRAWN, ALIKE = "More come out right", "They get overdrawn, and some go wrong", "They all look alike"
REASONS = {
    BETTER: "There's hardly anything left to win: with our pull, nearly all come out right already.",
    OVERDRAWN: "Then more of them would be wrong, and more of each as dark or as bright as a screen can be.",
    ALIKE: "That happens where the right answer is known exactly. Fold out “Where it's exact” to see it.",
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
    _sum()
    try:
        _sixteen()
    except (NoWeights, Busy) as error:
        st.info(str(error))


@part("5.5.sum")
def _sum() -> None:
    stage, side = stage_and_side()
    with side:
        notice(
            "Two guesses at every step: one told nothing, one told your words. The difference between them is "
            "what the words still add to what the noise already shows."
        )
        seed = controls.seed("way.arrow", default=SEED, again="Fresh noise")
        strength = controls.decimal("Pull", 0.0, HARD, key="way.strength", default=STRENGTH, step=0.5)
        st.caption(
            "A pull of 1 is the guess with words itself, 0 the one without. More goes on along the same arrow. That's "
            "called *guidance*. We pull only in the middle of the way: not in the first step, and not in the last ones."
        )
    job = Job(caption=caption(USUAL), seed=seed, guidance=strength)
    with stage:
        try:
            found = pull_figures.pulled(job)
        except (NoWeights, Busy) as error:
            st.info(str(error))
            return
        player("way.sum", pull_figures.sum_tracks(job, found), labels=pull_figures.labels(job, found), fps=4,
               start=6, run=f"{seed}", moment="arrow",
               alt="the guess without words and the arrow to the one with words make a third")  # fmt: skip


def _sixteen() -> None:
    guess = bets.ask(
        BET,
        f"We pull with strength {STRENGTH:g}. Now pull with {HARD:g}, and at every single step. What becomes of "
        "sixteen pictures?",
        [BETTER, OVERDRAWN, ALIKE],
    )
    revealed = bool(guess) or link_reveals(MOMENT)
    stage, side = stage_and_side()
    with side:
        notice(_hint(revealed))
        seed = controls.seed("way.nine", default=SEED, again="Fresh noise")
        strength, every = STRENGTH, False
        if revealed:
            strength = controls.decimal("Pull", 0.0, HARDEST, key="way.hard", default=HARD, step=0.5)
            every = controls.switch("At every step", key="way.every", default=True)
    job = Job(caption=caption(USUAL), seed=seed, count=MANY, guidance=strength)
    offer("films", jobs=[pull_figures.all_the_way(job) if every else job])
    with stage:
        _drawn("way.many", pull_figures.all_the_way(job) if every else job, revealed)
    if revealed:
        _outcome(guess)
        with side:
            _beside()


def _hint(revealed: bool) -> str:
    if not revealed:
        return f"Sixteen sheets of noise, one sentence, a pull of {STRENGTH:g}."
    return f"Look at whiskers, teeth and eyes. Then set the pull back to {STRENGTH:g}, and compare."


def _drawn(key: str, job: Job, revealed: bool) -> None:
    if trouble := resources.trouble():
        raise NoWeights(trouble)
    titles = {"guess": f"pull {job.guidance:g}"}
    player(key, [run_stream(job, titles=titles, size="large")], run=job.to_text(),
           moment=MOMENT if revealed else None, fps=8,
           proof=bets.proof(BET, fps=6, marks=["guess"]) if revealed else None,
           alt="sixteen pictures as they are drawn")  # fmt: skip


def right_answer() -> str:
    """By what was recorded: less varied; or fewer right and more at the ends of the screen's scale; or neither."""
    burnt, varied, right = ([figure(f"pull: {what}, {pull}") for pull in ("4", "10, all the way")]
                            for what in ("burnt", "varied", "right"))  # fmt: skip
    if varied[1]["interval"][1] < varied[0]["interval"][0]:
        return ALIKE
    overdrawn = burnt[1]["interval"][0] > burnt[0]["interval"][1]
    return OVERDRAWN if overdrawn and right[1]["value"] < right[0]["value"] else BETTER


def right_of(pull: str) -> str:
    """How many of how many came out right, "64 of 64": of so few, none wrong is not 100 %."""
    found = figure(f"pull: right, {pull}")
    return f"{found['value'] * found['n']:.0f} of {found['n']}"


def _outcome(guess: str | None) -> None:
    bets.outcome(
        guess, right=right_answer(),
        says=f"Overdrawn: **{right_of('10, all the way')}** come out right, instead of {right_of('4')}.",
        reasons=REASONS,
    )  # fmt: skip


def _beside() -> None:
    st.markdown(
        "Whatever makes a cat a cat, these have too much of it: look at the whiskers. As strong a pull in the "
        f"middle of the way alone gets **{right_of('10')}** right. So most of the harm seems to come from the "
        "first steps and the last."
    )
    st.caption(
        f"Counted over {figure('pull: right, 4')['n']} sentences, with the same noise each time. With a pull of 1, "
        f"{right_of('1')} come out right, our reader says. With {STRENGTH:g} at every step it's "
        f"{right_of('4, all the way')}."
    )
