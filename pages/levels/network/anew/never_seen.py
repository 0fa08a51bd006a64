"""4.19: a green rabbit, which no training picture showed: searched for, and drawn all the same, sixteen times."""

from dataclasses import replace

import streamlit as st

from diffusion_core.data.critters import HELD_OUT, TRAINING_COUNT
from diffusion_core.data.critters.counting import search_captions
from diffusion_core.sampling.job import Job
from pages.levels.network import made, training_pictures
from pages.levels.network.anew import never_seen_figures
from pages.levels.network.anew.articles import plural, with_article
from pages.levels.network.anew.evaluated import evaluation, share
from pages.levels.network.anew.never_seen_figures import MISSING
from pages.server import resources
from pages.server.streams import origin, run_stream
from pages.shared.keeping.with_progress import already_worked, worked
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.state import link_reveals
from pages.shared.player import place_of_picture, player

BET = "pairs.right"
QUESTION = (
    f"We kept {len(HELD_OUT)} pairs of words out of the training, such as a green rabbit. How often does the network "
    "get such critters right, compared with those that it was taught?"
)
ALIKE, HALF, HARDLY = "Nearly as often", "About half as often", "Hardly ever"
REASONS = {
    ALIKE: "Then both shares would be close.",
    HALF: "Then putting the two words together would fail every second time. It hardly ever fails.",
    HARDLY: "That would be so if it could only repeat what it saw.",
}
USUAL, FIRST = "rabbit", 0
"""The animal and the noise that the page opens with."""
MANY_OF_IT = 16
STEPS = 20
ANSWERS = ("Q19",)


def _below() -> None:
    show_code(search_captions, diffusers="")


@experiment("4.19", "Can it draw a green rabbit?", answers=ANSWERS, below=_below)
def never_seen() -> None:
    guess = bets.ask(BET, QUESTION, list(REASONS))
    revealed = bool(guess) or link_reveals("pairs")
    stage, side = stage_and_side()
    with side:
        animal = controls.menu("Words kept apart", tuple(MISSING), key="pairs.animal", default=USUAL, names=_pair)
        seed = controls.seed("pairs.seed", default=FIRST, again="Fresh noise") if revealed else FIRST
        notice(_taught(animal))
        with st.expander("None? Search for it"):
            _search(animal)
    with stage:
        if revealed:
            _drawn(animal, seed)
        else:
            place = place_of_picture("noisy", title=_title(animal), columns=4, count=MANY_OF_IT, size="large")
            player("pairs.taught", [place, *never_seen_figures.tracks(animal)], run=animal, alt="training pictures")
    bets.outcome(guess, right=verdict(), says=said(), reasons=REASONS)
    if guess:
        colour, kind = MISSING[animal], animal
        side.markdown(
            f"It has learnt what {colour} things look like and what {plural(kind)} look like, and it puts the two "
            "together."
        )
        fold("Counted", _counted)


def _counted() -> None:
    st.markdown(
        f"Of such pairs the network got {share('all_right_held_out')} right, and of those that it was taught "
        f"{share('all_right_seen')}. That's with longer captions, of which every word had to be right, and with a "
        "third sampler, DPM-Solver++."
    )


def _taught(animal: str) -> str:
    """What there was in the training, and what there wasn't."""
    colour, other = MISSING[animal], never_seen_figures.beside(animal, MISSING[animal])
    never = never_seen_figures.shown_with(animal, colour) or "not one"
    also = f" In {other:,} pictures {with_article(animal)} even sits beside another critter that is {colour}."
    return (
        f"It was taught {plural(animal)}, and it was taught {colour} critters.{also if other else ''} But it "
        f"never saw both in one critter. Pictures of {with_article(f'{colour} {animal}')}: {never} of "
        f"{training_pictures.known():,}."
    )


def _pair(animal: str) -> str:
    return f"{MISSING[animal]} {animal}"


def _title(animal: str) -> str:
    return f"{MANY_OF_IT} times “{with_article(_pair(animal))}”"


def _search(animal: str) -> None:
    words = _pair(animal)
    st.markdown("Each training picture belongs to a caption. More captions were made up than used: search them all.")
    pressed = st.button(f"Search all {TRAINING_COUNT:,} captions", key="pairs.search", width="stretch")
    if not pressed and not already_worked("captions", (words,)):
        return
    count, seconds = worked("captions", (words,), never_seen_figures.counted(words), f"Looking for “{words}”")
    st.markdown(
        f"{count.numbers:,} captions were read in {seconds:.1f} s. {count.numbers - count.trained:,} of them hold "
        f"one of all {len(HELD_OUT)} pairs kept out (of colours, things worn, and places), among them {count.found:,} "
        f"{with_article(words)}. From the {count.trained:,} others the network learnt: "
        f"**{count.found_trained or 'none'}** shows one."
    )


def _drawn(animal: str, seed: int) -> None:
    if trouble := resources.trouble():
        st.info(trouble)
        return
    job = job_of(animal, seed)
    offer("films", jobs=[job])
    stream = run_stream(job, titles={"noisy": _title(animal)}, size="large")
    player("pairs.many", [stream, *never_seen_figures.tracks(animal)], run=job.to_text(), moment="pairs", fps=8,
           proof=bets.proof(BET, fps=5, marks=["noisy"]),
           alt=f"the network draws {job.caption}, sixteen times")  # fmt: skip
    made.remember(replace(job, count=1))
    st.caption(origin(job))


def job_of(animal: str, seed: int) -> Job:
    """Sixteen of its missing pair."""
    return Job(caption=with_article(_pair(animal)), seed=seed, count=MANY_OF_IT, steps=STEPS)


def said() -> str:
    """What was measured of the bet."""
    unseen, taught = (100 * evaluation()[name]["value"] for name in ("all_right_held_out", "all_right_seen"))
    return f"**{unseen:.0f}** in 100 are right; of those that it was taught, {taught:.0f}."


def verdict() -> str:
    """The answer that the two shares give."""
    ratio = evaluation()["all_right_held_out"]["value"] / evaluation()["all_right_seen"]["value"]
    return ALIKE if ratio > 0.75 else HALF if ratio > 0.25 else HARDLY
