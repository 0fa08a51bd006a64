"""4.9: fresh noise becomes a picture that nobody drew."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from diffusion_core.data.critters import ANIMALS, COLOURS, EXPRESSIONS, PLACES, VOCABULARY, WORN
from diffusion_core.data.vocabulary import Vocabulary
from diffusion_core.sampling import conversation, samplers
from diffusion_core.sampling.defaults import STEPS, STRENGTH
from diffusion_core.sampling.job import Job
from pages.levels.network import training_pictures
from pages.levels.network.step import wishes
from pages.levels.network.step.wishes import ANY, Wish
from pages.server import resources
from pages.server.streams import origin, run_stream
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.plain_text import plain
from pages.shared.page.recorded import how_sure, percent
from pages.shared.page.state import BIND
from pages.shared.player import player

SAMPLERS = {"ddim": "DDIM", "ddpm": "DDPM", "dpmpp_2m": "DPM-Solver++"}
TITLES = {"noisy": "the picture so far", "guess": "the network's guess"}
PROOF = 4
"""Seconds in which the film proves the bet, however many its steps."""
NOTICE = "Watch the orange picture, the guess. It begins as a blur and sharpens as the noise goes."
NONE, SOME, MANY = "None", "A few dozen", "About a thousand"
DRAWING = {
    "Q19": "Out of fresh noise and of what the network has learnt. No picture lay under this noise, so none can come "
    "*back*. The network knows green from frogs and bears, and rabbits from rabbits of other colours. Ask for both at "
    "once, and it draws what it never saw. Other noise gives another picture.",
    "Q20": "Because nobody asks for the picture in one go. From pure noise the first guess is a blur, and only a "
    "little of it is mixed in. That makes the next question easier, since fewer pictures fit. Step by step one is "
    f"left. With one question, {percent('lab: right, one step')} of the pictures are right "
    f"in everything we said, with two {percent('lab: right, two steps')}, with twenty "
    f"{percent('lab: right, DDIM, 20 steps')} ({how_sure('lab: right, DDIM, 20 steps')}).",
}


@experiment("4.9", "A new picture out of fresh noise", answers=DRAWING)
def drawing() -> None:
    known = training_pictures.known()
    guess = bets.ask(
        "denoise.rabbit",
        f"The network learnt from {known:,} pictures. How many of them showed a green rabbit?",
        [NONE, SOME, MANY],
    )
    stage, side = stage_and_side()
    with side:
        said = st.container()
        wish, more = _wish()
        if wrong := _unknown(wish.own):
            st.info(f"{plain(wrong[0].upper() + wrong[1:].rstrip('.'))}. Until then the menus count.")
            wish = replace(wish, own="")
        seed = controls.seed("denoise.seed", label="Noise", again="Fresh noise")
        job = _job(wish.words, seed, more)
        with said:
            notice(_seen(wish) if guess else NOTICE)
    with stage:
        _draw(job)
    _outcome(guess, known)
    if not resources.trouble():
        told = f"It was told “{plain(job.caption)}”" if job.caption else "It was told nothing at all"
        side.caption(f"{told}. {origin(job)}")
    show_code(samplers.SAMPLERS[job.sampler], conversation.lead, diffusers=DRAWING_DIFFUSERS)


def _outcome(guess: str | None, known: int) -> None:
    green, blue = (wishes.how_often(Wish("rabbit", colour)) for colour in ("green", "blue"))
    says = f"**{green:,}** of {known:,} pictures showed one."
    bets.outcome(guess, right=_amount(green), says=says, reasons=_reasons(blue))


def _wish() -> tuple[Wish, DeltaGenerator]:
    animal = controls.menu("Animal", (ANY, *ANIMALS), key="denoise.animal", default="rabbit")
    colour = controls.menu("Colour", (ANY, *COLOURS), key="denoise.colour", default="green")
    more = st.popover("More", width="stretch")
    with more:
        worn = controls.menu("Wears", (ANY, *WORN[1:]), key="denoise.worn", default="hat")
        mood = controls.menu("Mood", (ANY, *EXPRESSIONS), key="denoise.mood", default="happy")
        place = controls.menu("Place", (ANY, *PLACES), key="denoise.place", default="snow")
        own = st.text_input("Or in your own words", key="denoise.words", max_chars=120, bind=BIND)
        st.caption("Without an animal the network is told nothing at all, and draws what it likes.")
    return Wish(animal, colour, worn, mood, place, own.strip().lower()), more


def _job(words: str, seed: int, more: DeltaGenerator) -> Job:
    with more:
        steps = controls.whole("Steps", 1, 100, key="denoise.steps", default=STEPS)
        pull = controls.decimal("How strongly the words pull", 0.0, 8.0, key="denoise.pull", default=STRENGTH, step=0.5)
        sampler = controls.menu("Sampler", tuple(SAMPLERS), key="denoise.sampler", names=SAMPLERS.__getitem__)
        st.caption("DDPM adds a little fresh noise at each step. The other two add none.")
        sixteen = controls.switch("Sixteen at once", key="denoise.sixteen")
    return Job(caption=words, seed=seed, count=16 if sixteen else 1, sampler=sampler, steps=steps, guidance=pull)


def _draw(job: Job) -> None:
    if trouble := resources.trouble():
        st.info(trouble)
        return
    proof = bets.proof("denoise.rabbit", fps=job.steps / PROOF, marks=["noisy"])
    player("denoise.drawing", [run_stream(job, titles=TITLES, size="main")], run=job.to_text(), moment="drawing",
           fps=8, proof=proof,
           alt="fresh noise becomes a picture, and what the network guesses at each step")  # fmt: skip


def _unknown(caption: str) -> str:
    try:
        Vocabulary(VOCABULARY).tokens([caption])
    except ValueError as error:
        return str(error)
    return ""


def _seen(wish: Wish) -> str:
    if wish.own or not wish.words:
        return NOTICE
    count, known = wishes.how_often(wish), training_pictures.known()
    return f"Of the {known:,} training pictures, **{count or 'none'}** showed {wish.words}."


def _amount(count: int) -> str:
    return NONE if count == 0 else SOME if count < 100 else MANY


def _reasons(blue: int) -> dict[str, str]:
    return {
        NONE: "",
        SOME: "Not even those. We kept green rabbits out on purpose, so that you can see this.",
        MANY: f"That's so for other colours: {blue:,} pictures showed a blue rabbit. We kept the green ones out.",
    }


DRAWING_DIFFUSERS = """
    import torch
    from diffusers import DDIMScheduler, UNet2DModel

    network = UNet2DModel(sample_size=64)  # told no words; trained with prediction_type="v_prediction"
    scheduler = DDIMScheduler(
        beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction", timestep_spacing="trailing"
    )
    scheduler.set_timesteps(20)
    x = torch.randn(1, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    for t in scheduler.timesteps:
        x = scheduler.step(network(x, t).sample, t, x).prev_sample
"""
