"""4.9: noise under which no picture lies becomes a picture that nobody drew."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import ANIMALS, COLOURS, EXPRESSIONS, PLACES, VOCABULARY, WORN
from diffusion_core.data.vocabulary import Vocabulary
from diffusion_core.sampling import conversation, samplers
from diffusion_core.sampling.defaults import STEPS, STRENGTH
from diffusion_core.sampling.job import Job
from diffusion_core.serving.engine import Busy
from pages.levels.network import made, training_pictures
from pages.levels.network.asking import noise
from pages.levels.network.step import drawing_figures, wishes
from pages.levels.network.step.wishes import ANY, Wish
from pages.server import resources
from pages.server.streams import origin, run_stream
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.plain_text import plain
from pages.shared.page.recorded import figure, percent, right_by_ddim
from pages.shared.page.state import BIND, link_reveals
from pages.shared.player import place_of_picture, player

SAMPLERS = {"ddim": "DDIM", "ddpm": "DDPM", "dpmpp_2m": "DPM-Solver++"}
TITLES = {"noisy": "the picture so far", "guess": "the network's guess"}
PROOF = 4
"""Seconds in which the film proves the bet, however many its steps."""
BET, SEED = "denoise.settled", 16
BEFORE = "Nothing but dots, all by chance. Before each step, the network guesses a picture."
AFTER = (
    "Watch the guess. Our *reader*, a program that names what it sees, looks at it, too. "
    "At each notch of the bar it has made up its mind."
)
BY = {"The place": "place", "The colour": "colour", "The animal": "animal"}
"""The answers of the bet, and what they are called where it was counted."""
FRESH = (
    "DDPM adds fresh noise after each step but the last, very much at first and then less and less. "
    "The others add none."
)
BEYOND = "No training picture was ever described like that, so it may well draw something else."
ANSWERS = ("Q19", "Q20")


@experiment("4.9", "A new picture out of fresh noise", answers=ANSWERS)
def drawing() -> None:
    guess = bets.ask(
        BET,
        "Out of dots like these comes an animal, in some colour, at some place. Which is mostly settled last?",
        list(BY),
    )
    revealed = bool(guess) or link_reveals("drawing")
    stage, side = stage_and_side()
    with side:
        said = st.container()
        wish, more = _wish()
        wish = _readable(wish)
        seed = controls.seed("denoise.seed", default=SEED, again="Fresh noise")
        job = _job(wish.words, seed, more)
        with said:
            notice(_hint(wish, revealed))
    try:
        with stage:
            (_draw if revealed else _noise)(job)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    if revealed:
        _outcome(guess)
        with side:
            _beside(wish, job)
    offer("films", jobs=[job])
    show_code(samplers.SAMPLERS[job.sampler], conversation.lead, diffusers=f"draw_{job.sampler}")


def _outcome(guess: str | None) -> None:
    """Decided by many noises: one alone may go another way."""
    after = {option: figure(f"settled: {name}")["value"] for option, name in BY.items()}
    first, _, right = order = sorted(after, key=after.__getitem__)
    told = {option: f"{after[option]:.0f}" for option in order}
    says = f"Mostly {right.lower()}: on average after **{told[right]}** of {STEPS} steps."
    reasons = {option: f"On average that's settled after {told[option]}." for option in order}
    reasons[first] = f"Mostly that's the first, after {told[first]} on average. In level 3, the noise hid it last."
    bets.outcome(guess, right=right, says=says, reasons=reasons)


def _readable(wish: Wish) -> Wish:
    """The wish, without words of the visitor's own that the network cannot read; that is said."""
    if not (wrong := _unknown(wish.own)):
        return wish
    st.info(f"{plain(wrong[0].upper() + wrong[1:].rstrip('.'))}. Until then the menus count.")
    return replace(wish, own="")


def _beside(wish: Wish, job: Job) -> None:
    counted = figure("settled: all by halfway")
    st.markdown(
        f"Counted over {counted['n']} sheets of noise, each of which goes its own way. By halfway, our reader had "
        f"made up its mind about all of it in {100 * counted['value']:.0f} of 100.\n\nAsk for something, and five "
        f"steps get it all right in {percent('lab: right, five steps')} of pictures, twenty in {right_by_ddim()}, "
        "says the reader."
    )
    st.caption(f"{_told(wish, job)} {origin(job)}")


def _told(wish: Wish, job: Job) -> str:
    """What the network was told, and where it may not have understood."""
    if not job.caption:
        return "It's told nothing, so only the noise decides. (Told words, it draws more clearly.)"
    if job.guidance == 0:
        return f"The words pull with strength 0, so “{plain(job.caption)}” counts for nothing."
    if not wish.own:
        return f"It's told “{plain(job.caption)}”."
    told = f"It's told your own words, “{plain(job.caption)}”; the menus rest."
    return told if wishes.as_learnt(wish.own) else f"{told} {BEYOND}"


def _wish() -> tuple[Wish, DeltaGenerator]:
    more = st.popover("Ask for something", width="stretch")
    with more:
        animal = controls.menu("Animal", (ANY, *ANIMALS), key="denoise.animal", default=ANY)
        colour = controls.menu("Colour", (ANY, *COLOURS), key="denoise.colour", default="green")
        worn = controls.menu("Wears", (ANY, *WORN[1:]), key="denoise.worn", default="hat")
        mood = controls.menu("Mood", (ANY, *EXPRESSIONS), key="denoise.mood", default="happy")
        place = controls.menu("Place", (ANY, *PLACES), key="denoise.place", default="snow")
        own = st.text_input("Or in your own words", key="denoise.words", max_chars=120, bind=BIND)
        st.caption("Without an animal the network is told nothing. Words of your own count alone.")
    return Wish(animal, colour, worn, mood, place, own.strip().lower()), more


def _job(words: str, seed: int, more: DeltaGenerator) -> Job:
    with more:
        steps = controls.whole("Steps", 1, 100, key="denoise.steps", default=STEPS)
        pull = controls.decimal("How strongly the words pull", 0.0, 8.0, key="denoise.pull", default=STRENGTH, step=0.5)
        sampler = controls.menu("Sampler", tuple(SAMPLERS), key="denoise.sampler", names=SAMPLERS.__getitem__)
        st.caption(FRESH)
        sixteen = controls.switch("Sixteen at once", key="denoise.sixteen")
    return Job(caption=words, seed=seed, count=16 if sixteen else 1, sampler=sampler, steps=steps, guidance=pull)


def _noise(job: Job) -> None:
    place = place_of_picture("guess", title=TITLES["guess"], size="medium")
    player("denoise.noise", [drawing_figures.noise_track(noise([job.seed])), place], run=str(job.seed),
           whole=job.steps + 1, alt="pure noise")  # fmt: skip


def _draw(job: Job) -> None:
    """The film. Of one picture, when it is settled what it shows; of sixteen the film comes at once."""
    if trouble := resources.trouble():
        raise NoWeights(trouble)
    notches = drawing_figures.notches(drawing_figures.settled(job)) if job.count == 1 else []
    size = "medium" if job.count == 1 else "main"
    player("denoise.drawing", [run_stream(job, titles=TITLES, size=size)], run=job.to_text(), moment="drawing",
           fps=8, proof=bets.proof(BET, fps=job.steps / PROOF, marks=["noisy", "guess"]), notches=notches,
           alt="fresh noise becomes a picture, and what the network guesses at each step")  # fmt: skip
    made.remember(job)


def _unknown(caption: str) -> str:
    try:
        Vocabulary(VOCABULARY).tokens([caption])
    except ValueError as error:
        return str(error)
    return ""


def _hint(wish: Wish, revealed: bool) -> str:
    if not revealed:
        return BEFORE
    if wish.own or not wish.words:
        return AFTER
    count, known = wishes.how_often(wish), training_pictures.known()
    return f"Of the {known:,} training pictures, **{count or 'none'}** showed {wish.words}."
