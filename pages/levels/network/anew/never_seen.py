"""4.20: a green rabbit, which no training picture showed, searched for, and drawn all the same; and how often so."""

import streamlit as st

from diffusion_core.data.critters import HELD_OUT, TRAINING_COUNT
from diffusion_core.data.critters.counting import search_captions
from diffusion_core.sampling.job import Job
from pages.levels.network import made, training_pictures
from pages.levels.network.anew import never_seen_figures
from pages.levels.network.anew.articles import with_article
from pages.levels.network.anew.evaluated import evaluation, share
from pages.levels.network.anew.never_seen_figures import MISSING
from pages.server import resources
from pages.server.streams import origin, run_stream
from pages.shared.keeping.with_progress import already_worked, worked
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.player import player

NONE, SOME, MANY = "None", "A few dozen", "About a thousand"
RABBIT, BET = "denoise.rabbit", "pairs.right"
ALIKE, HALF, HARDLY = "Nearly as often", "About half as often", "Hardly ever"
REASONS = {
    ALIKE: "Then both shares would be close.",
    HALF: "Then it would have to learn a pair as one thing.",
    HARDLY: "That would be so if it could only repeat what it saw.",
}
MANY_OF_IT = 16
STEPS = 20
DRAWN = "It was taught this animal, and this colour. Never both at once."
ANSWERS = ("Q19",)


def _below() -> None:
    show_code(search_captions, diffusers="")


@experiment("4.20", "A pair that it never saw", answers=ANSWERS, below=_below)
def never_seen() -> None:
    animal = _one_pair()
    _how_often(animal)


def _one_pair() -> str:
    """The first scene: was there a green rabbit, and can the network draw one? Returns the animal of the pair."""
    known = training_pictures.known()
    guess = bets.ask(RABBIT, f"The network learned from {known:,} pictures. How many of them showed a green rabbit?",
                     [NONE, SOME, MANY])  # fmt: skip
    revealed = bool(guess) or link_reveals("pairs")
    stage, side = stage_and_side()
    with side:
        notice(DRAWN if revealed else "It saw rabbits, and it saw green animals. Here are some of each.")
        animal = controls.menu("A pair kept out", tuple(MISSING), key="pairs.animal", default="rabbit", names=_pair)
        seed = controls.seed("pairs.seed", label="no.", again="Fresh noise") if revealed else 0
        with st.expander("None? Search for it"):
            _search(animal)
    with stage:
        if revealed:
            _drawn(animal, seed)
        else:
            player("pairs.taught", never_seen_figures.tracks(animal), run=animal, alt="training pictures")
    green, blue = (never_seen_figures.shown_with("rabbit", colour) for colour in ("green", "blue"))
    says = f"**{green:,}** of {known:,} pictures showed one."
    right = NONE if green == 0 else SOME if green < 100 else MANY
    bets.outcome(guess, right=right, says=says, reasons={
        SOME: "Not even those. We kept green rabbits out on purpose, so that you can see this.",
        MANY: f"That's so for other colours: {blue:,} pictures showed a blue rabbit. We kept the green ones out.",
    })  # fmt: skip
    return animal


def _how_often(animal: str) -> None:
    """The second scene: how often such pairs come out right, beside others."""
    guess = bets.ask(
        BET, f"We kept {len(HELD_OUT)} pairs out of the training. How often does it get them right, next to others?",
        list(REASONS),
    )  # fmt: skip
    job = Job(caption=with_article(_pair(animal)), seed=0, count=MANY_OF_IT, steps=STEPS)
    stage, side = stage_and_side()
    with stage:
        if guess and not resources.trouble():
            stream = run_stream(job, titles={"guess": f"{MANY_OF_IT} times “{job.caption}”"}, size="main")
            player("pairs.many", [stream], run=job.to_text(), fps=8, proof=bets.proof(BET, fps=5, marks=["guess"]),
                   alt=f"the network draws {job.caption}, sixteen times")  # fmt: skip
        else:
            player("pairs.noises", [never_seen_figures.noises(MANY_OF_IT)], alt="sixteen noises")
    unseen, taught = (100 * evaluation()[name]["value"] for name in ("all_right_held_out", "all_right_seen"))
    says = f"**{unseen:.0f}** in 100 are right. Of others, {taught:.0f}."
    bets.outcome(guess, right=verdict(), says=says, reasons=REASONS)
    with side:
        notice(f"The network is asked for “{job.caption}” out of {MANY_OF_IT} noises.")
        if guess:
            st.markdown(
                "Right in every word, with longer captions and DPM-Solver++: of pairs it never saw "
                f"{share('all_right_held_out')}, of pairs it was taught {share('all_right_seen')}. So it learned what "
                "green is and what a rabbit is, and puts them together."
            )


def _pair(animal: str) -> str:
    return f"{MISSING[animal]} {animal}"


def _search(animal: str) -> None:
    words = _pair(animal)
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
    job = Job(caption=with_article(_pair(animal)), seed=seed, steps=STEPS)
    stream = run_stream(job, titles={"guess": "drawn by the network"}, size="main")
    player("pairs.drawn", [stream, *never_seen_figures.tracks(animal)], run=job.to_text(), moment="pairs", fps=8,
           proof=bets.proof(RABBIT, fps=4, marks=["guess"]), alt=f"the network draws {job.caption}")  # fmt: skip
    made.remember(job)
    st.caption(origin(job))


def verdict() -> str:
    ratio = evaluation()["all_right_held_out"]["value"] / evaluation()["all_right_seen"]["value"]
    return ALIKE if ratio > 0.75 else HALF if ratio > 0.25 else HARDLY
