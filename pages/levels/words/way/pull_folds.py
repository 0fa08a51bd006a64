"""5.5, folded: where it's exact, when the pull counts, what else may be led away from, and what was counted."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import VOCABULARY, caption
from diffusion_core.data.vocabulary import Vocabulary
from diffusion_core.evaluation.claims.words_pull import WORSE
from diffusion_core.sampling.defaults import ANY_LEVEL, LEAST_NOISY, MOST_NOISY
from diffusion_core.sampling.job import Job
from diffusion_core.serving.engine import Busy
from pages.levels.words.way import pull_figures
from pages.levels.words.way.sentence import SEED, USUAL
from pages.server import resources
from pages.server.streams import run_stream
from pages.shared.page import controls
from pages.shared.page.plain_text import plain
from pages.shared.page.recorded import figure, number, percent
from pages.shared.page.state import BIND
from pages.shared.player import player

WHEN = {
    "at most noise": (-ANY_LEVEL, -2.0),
    "in the middle": (MOST_NOISY, LEAST_NOISY),
    "at little noise": (-2.0, ANY_LEVEL),
    "always": (-ANY_LEVEL, ANY_LEVEL),
}
"""Between which log-SNR the pull may count."""


def exact() -> None:
    st.markdown(
        "Somebody asks for one of two moons made of points. Here the right guess is known exactly, told or untold. "
        "Pull harder, and the points crowd together where the other moon is far: more pull, less variety."
    )
    strength = float(controls.choice("Pull of the points", ("2", "4", "10"), key="way.points", default="4"))
    seed = controls.seed("way.moon", default=0, again="Other noise")
    player("way.moons", pull_figures.point_tracks(strength, seed), fps=8, run=f"{seed}", autoplay=True,
           alt="points on their way to one moon, pulled once and pulled harder")  # fmt: skip
    low, high = number("pull: varied, 1"), number("pull: varied, 10")
    st.markdown(
        f"For our network it's the other way round: with no pull its pictures are {low} times as varied as drawn ones, "
        f"with a pull of 10 {high} times. Without a pull it's unsure and draws mush, and one mush looks like the next. "
        "The exact guesser has no mush to lose."
    )


def when() -> None:
    st.markdown(
        "We pull only in the middle of the way, since each pull costs a second guess. Does it pay elsewhere, too? Here "
        "it's a pull of 7:"
    )
    when = controls.choice("The pull counts", tuple(WHEN), key="way.when", default="in the middle")
    low, high = WHEN[when]
    job = Job(caption=caption(USUAL), seed=SEED, count=9, guidance=7.0, pull_from=low, pull_to=high)
    try:
        _many("way.interval", job)
    except (NoWeights, Busy) as error:
        st.info(str(error))


def negative() -> None:
    st.markdown(
        "The guess to walk away from needn't be the one told nothing. Give it words that you *don't* want, and the "
        "arrow leads away from them. People call that a *negative prompt*."
    )
    words = st.text_input("Away from", "a cat with a hat", key="way.away", max_chars=120, bind=BIND)
    seed = controls.seed("way.pushed", default=SEED, again="Fresh noise")
    try:
        Vocabulary(VOCABULARY).tokens([words])
        job = Job(caption="a happy orange cat at night", negative=words.strip().lower(), seed=seed, count=9)
        _many("way.negative", job)
    except (ValueError, NoWeights, Busy) as error:
        st.info(plain(str(error)))


def worse() -> None:
    st.markdown(
        f"Or walk away from a worse version of the same network: the copy that was kept after {WORSE:,} training "
        "pictures. It's told the same words. What the finished one does better, it then does more of (Karras and "
        f"others, 2024). Drawn so, with a pull of 1.5, {percent('pull: right, away from a worse self')} of pictures "
        f"come out right; without any pull {percent('pull: right, 1')}. That's too close to tell by "
        f"{figure('pull: right, 1')['n']} pictures."
    )
    seed = controls.seed("way.worse", default=SEED, again="Fresh noise")
    job = Job(caption=caption(USUAL), seed=seed, count=9, guidance=1.5, worse=f"after {WORSE}", pull_from=-ANY_LEVEL,
              pull_to=ANY_LEVEL)  # fmt: skip
    try:
        _many("way.worse.run", job)
    except (NoWeights, Busy) as error:
        st.info(str(error))


def _many(key: str, job: Job) -> None:
    if trouble := resources.trouble():
        raise NoWeights(trouble)
    titles = {"guess": f"“{job.caption}”"}
    player(key, [run_stream(job, titles=titles, size="main")], run=job.to_text(), fps=8, alt="nine pictures")


def table() -> None:
    lines = ["| pull | all right | at the screen's ends | how varied | distance |", "|---" * 5 + "|"]
    lines += [f"| {name} | {' | '.join(_cells(pull))} |" for pull, name in pull_figures.network_rows().items()]
    lines.append(f"| drawn by our program | | {_share('drawn', 'burnt')} | 1 | {_around('distance', 'drawn')} |")
    st.markdown("\n".join(lines))
    st.caption(
        f"{figure('pull: right, 4')['n']} sentences for each row, with the 95 % interval. *How varied* is in parts of "
        "drawn pictures' own variety, as our reader sees them. *Distance* says how unlike drawn pictures of other "
        "sentences they are, all together, to that reader; 0 is none (the *kernel distance*). The worse self pulls at "
        "every step."
    )


def _cells(pull: str) -> list[str]:
    return [_share(pull), _share(pull, "burnt"), _around("varied", pull), _around("distance", pull)]


def _share(pull: str, what: str = "right") -> str:
    low, high = (100 * end for end in figure(f"pull: {what}, {pull}")["interval"])
    return f"{percent(f'pull: {what}, {pull}')} ({low:.0f} to {high:.0f})"


def _around(what: str, pull: str) -> str:
    low, high = figure(f"pull: {what}, {pull}")["interval"]
    return f"{_signed(figure(f'pull: {what}, {pull}')['value'])} ({_signed(low)} to {_signed(high)})"


def _signed(value: float) -> str:
    """With a minus that is as wide as a plus, and none before 0.00."""
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def formula() -> None:
    st.latex(r"\hat{x}_0 = \hat{x}_0^{\text{untold}} + w\,(\hat{x}_0^{\text{told}} - \hat{x}_0^{\text{untold}})")
    st.markdown("The same holds for the guessed noise. w is the pull. (Ho and Salimans, 2022.)")
