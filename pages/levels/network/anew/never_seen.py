"""4.20: pairs that no training picture held, searched for, and drawn all the same."""

import streamlit as st

from diffusion_core.data.critters import HELD_OUT, TRAINING_COUNT
from diffusion_core.data.critters.counting import search_captions
from diffusion_core.sampling.job import Job
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

ALIKE, HALF, HARDLY = "Nearly as often", "About half as often", "Hardly ever"
REASONS = {
    ALIKE: "Then both shares would be close.",
    HALF: "Then it would have to learn a pair as one thing.",
    HARDLY: "That would be so if it could only repeat what it saw.",
}
BET = "pairs.right"
STEPS = 20
ANSWERS = {
    "Q19": "It puts together what it learnt apart. Of pictures of pairs that it never saw, "
    f"{share('all_right_held_out')} are right in every word; of pairs that it was taught {share('all_right_seen')}.",
}


def _below() -> None:
    show_code(search_captions, diffusers="")


@experiment("4.20", "Pairs that it never saw", answers=ANSWERS, below=_below)
def never_seen() -> None:
    guess = bets.ask(
        BET, f"We kept {len(HELD_OUT)} pairs out of the training, like *green rabbit*. How often does it get them "
        "right, next to others?", list(REASONS),
    )  # fmt: skip
    revealed = bool(guess) or link_reveals("pairs")
    stage, side = stage_and_side()
    with side:
        notice("It was taught this animal, and this colour. Never both at once.")
        animal = controls.menu("A pair kept out", tuple(MISSING), key="pairs.animal", default="rabbit", names=_pair)
        seed = controls.seed("pairs.seed", label="no.", again="Fresh noise") if revealed else 0
        with st.expander("Never? Search for it"):
            _search(animal)
    with stage:
        if revealed:
            _drawn(animal, seed)
        else:
            player("pairs.taught", never_seen_figures.tracks(animal), run=animal, alt="training pictures")
    unseen, taught = (100 * evaluation()[name]["value"] for name in ("all_right_held_out", "all_right_seen"))
    says = f"**{unseen:.0f}** in 100 are right. Of others, {taught:.0f}."
    bets.outcome(guess, right=_verdict(), says=says, reasons=REASONS)
    if revealed:
        side.markdown(
            "Right in every word, with longer captions and DPM-Solver++: of pairs it never saw "
            f"{share('all_right_held_out')}, of pairs it was taught {share('all_right_seen')}. So it learnt what green "
            "is and what a rabbit is, and puts them together."
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
           proof=bets.proof(BET, fps=4, marks=["guess"]), alt=f"the network draws {job.caption}")  # fmt: skip
    st.caption(origin(job))


def _verdict() -> str:
    ratio = evaluation()["all_right_held_out"]["value"] / evaluation()["all_right_seen"]["value"]
    return ALIKE if ratio > 0.75 else HALF if ratio > 0.25 else HARDLY
