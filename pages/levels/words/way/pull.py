"""5.5: the pull. Two guesses, and a step further along the arrow between them."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import VOCABULARY, caption
from diffusion_core.data.vocabulary import Vocabulary
from diffusion_core.evaluation.claims.words_pull import WORSE
from diffusion_core.sampling import guidance
from diffusion_core.sampling.defaults import ANY_LEVEL, LEAST_NOISY, MOST_NOISY, STRENGTH
from diffusion_core.sampling.guided_points import exactly_guided
from diffusion_core.sampling.job import Job
from diffusion_core.serving.engine import Busy
from pages.levels.words.way import pull_figures
from pages.levels.words.way.sentence import USUAL
from pages.server import resources
from pages.server.streams import run_stream
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.plain_text import plain
from pages.shared.page.recorded import figure, number, percent
from pages.shared.page.state import BIND, link_reveals
from pages.shared.player import player

BET, MOMENT, SEED = "words.pull", "pull", 8
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
WHEN = {
    "at most noise": (-ANY_LEVEL, -2.0),
    "in the middle": (MOST_NOISY, LEAST_NOISY),
    "at little noise": (-2.0, ANY_LEVEL),
    "always": (-ANY_LEVEL, ANY_LEVEL),
}
"""Between which log-SNR the pull may count."""
ANSWERS = ("Q36",)


def _below() -> None:
    fold("Where it's exact", _exact)
    fold("When it counts", _when)
    fold("Words that push away", _negative)
    fold("Away from a worse self", _worse)
    fold("Counted", _table)
    fold("Formula", _formula)
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
        seed = controls.seed("words.arrow", default=SEED, label="no.", again="Fresh noise")
        strength = controls.decimal("Pull", 0.0, HARD, key="words.strength", default=STRENGTH, step=0.5)
        st.caption(
            "A pull of 1 is the guess with words itself, 0 the one without. More goes on along the same arrow. That's "
            "called *guidance*. We pull only in the middle of the way, where the words decide."
        )
    job = Job(caption=caption(USUAL), seed=seed, guidance=strength)
    with stage:
        found = pull_figures.pulled(job)
        player("words.sum", pull_figures.sum_tracks(job, found), labels=pull_figures.labels(job, found), fps=4,
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
        seed = controls.seed("words.sixteen", default=SEED, label="no.", again="Fresh noise")
        strength, every = STRENGTH, False
        if revealed:
            strength = controls.decimal("Pull", 0.0, HARD, key="words.hard", default=HARD, step=0.5)
            every = controls.switch("At every step", key="words.every", default=True)
    job = Job(caption=caption(USUAL), seed=seed, count=16, guidance=strength)
    with stage:
        _drawn("words.many", pull_figures.all_the_way(job) if every else job, revealed)
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


def _outcome(guess: str | None) -> None:
    bets.outcome(
        guess, right=right_answer(),
        says=f"**{percent('pull: right, 10, all the way')}** come out right, instead of {percent('pull: right, 4')}.",
        reasons=REASONS,
    )  # fmt: skip


def _beside() -> None:
    st.markdown(
        f"Of all the numbers in these pictures, **{percent('pull: burnt, 10, all the way')}** are as bright or as dark "
        f"as a screen can show, against {percent('pull: burnt, 4')} with our pull. In drawn pictures it's "
        f"{percent('pull: burnt, drawn')}."
    )
    st.caption(
        f"Counted over {figure('pull: right, 4')['n']} sentences each. With no pull, {percent('pull: right, 1')} come "
        "out right: a small network like ours draws mush without it."
    )


def _exact() -> None:
    st.markdown(
        "Somebody asks for one of two moons made of points. Here the right guess is known exactly, told or untold. "
        "Pull harder, and the points crowd together where the other moon is far: more pull, less variety."
    )
    strength = float(controls.choice("Pull of the points", ("2", "4", "7", "10"), key="words.points", default="4"))
    seed = controls.seed("words.moon", default=0, label="no.", again="Other noise")
    player("words.moons", pull_figures.point_tracks(strength, seed), fps=8, run=f"{seed}", autoplay=True,
           alt="points on their way to one moon, pulled once and pulled harder")  # fmt: skip
    low, high = number("pull: varied, 1"), number("pull: varied, 10")
    st.markdown(
        f"For our network it's the other way round: with no pull its pictures are {low} times as varied as drawn ones, "
        f"with a pull of 10 {high} times. Without a pull it's unsure and draws mush, and one mush looks like the next. "
        "The exact guesser has no mush to lose."
    )


def _when() -> None:
    st.markdown(
        "We pull only in the middle of the way. In the first steps the dots still say nothing. In the last ones the words "
        "have no say any more, and pulling there costs a second guess for little. Try it elsewhere:"
    )
    when = controls.choice("The pull counts", tuple(WHEN), key="words.when", default="in the middle")
    low, high = WHEN[when]
    job = Job(caption=caption(USUAL), seed=SEED, count=16, guidance=7.0, pull_from=low, pull_to=high)
    try:
        _many("words.interval", job)
    except (NoWeights, Busy) as error:
        st.info(str(error))


def _negative() -> None:
    st.markdown(
        "The guess to walk away from needn't be the one told nothing. Give it words that you *don't* want, and the "
        "arrow leads away from them. People call that a *negative prompt*."
    )
    words = st.text_input("Away from", "a cat with a hat", key="words.away", max_chars=120, bind=BIND)
    seed = controls.seed("words.pushed", default=SEED, label="no.", again="Fresh noise")
    try:
        Vocabulary(VOCABULARY).tokens([words])
        job = Job(caption="a happy orange cat at night", negative=words.strip().lower(), seed=seed, count=16)
        _many("words.negative", job)
    except (ValueError, NoWeights, Busy) as error:
        st.info(plain(str(error)))


def _worse() -> None:
    st.markdown(
        f"Or walk away from a worse version of the same network: the copy that was kept after {WORSE:,} training "
        "pictures. It's told the same words. What the finished one does better, it then does more of (Karras and "
        f"others, 2024). Drawn so, with a pull of 1.5, {percent('pull: right, away from a worse self, 1.5')} come out "
        f"right; without any pull {percent('pull: right, 1')}."
    )
    seed = controls.seed("words.worse", default=SEED, label="no.", again="Fresh noise")
    job = Job(caption=caption(USUAL), seed=seed, count=16, guidance=1.5, worse=f"after {WORSE}", pull_from=-ANY_LEVEL,
              pull_to=ANY_LEVEL)  # fmt: skip
    try:
        _many("words.worse.run", job)
    except (NoWeights, Busy) as error:
        st.info(str(error))


def _many(key: str, job: Job) -> None:
    if trouble := resources.trouble():
        raise NoWeights(trouble)
    titles = {"guess": f"“{job.caption}”"}
    player(key, [run_stream(job, titles=titles, size="main")], run=job.to_text(), fps=8, alt="sixteen pictures")


def _table() -> None:
    head = "| pull | all right | at the screen's ends | how varied | distance |\n|---|---|---|---|---|"
    rows = [
        f"| {name} | {_share(pull)} | {100 * figure(f'pull: burnt, {pull}')['value']:.1f} % | "
        f"{_with(f'pull: varied, {pull}', 2)} | {_with(f'pull: far, {pull}', 1)} |"
        for pull, name in pull_figures.network_rows().items()
    ]
    burnt = f"{100 * figure('pull: burnt, drawn')['value']:.1f} %"
    drawn = f"| drawn by our program | | {burnt} | 1.00 | {_with('pull: far, drawn', 1)} |"
    st.markdown("\n".join([head, *rows, drawn]))
    st.caption(
        f"{figure('pull: right, 4')['n']} sentences for each row, with the 95 % interval. *How varied* is in parts of "
        "drawn pictures' own variety. *Distance* is the kernel distance to drawn pictures, times 1,000, as our reader "
        "sees them: 0 is no difference. A worse self pulls at every step."
    )


def _share(pull: str) -> str:
    low, high = (100 * end for end in figure(f"pull: right, {pull}")["interval"])
    return f"{percent(f'pull: right, {pull}')} ({low:.0f} to {high:.0f})"


def _with(name: str, digits: int) -> str:
    low, high = figure(name)["interval"]
    return f"{number(name, digits)} ({low:.{digits}f} to {high:.{digits}f})"


def _formula() -> None:
    st.latex(r"\hat{x}_0 = \hat{x}_0^{\text{untold}} + w\,(\hat{x}_0^{\text{told}} - \hat{x}_0^{\text{untold}})")
    st.markdown("The same holds for the guessed noise. w is the pull. (Ho and Salimans, 2022.)")
