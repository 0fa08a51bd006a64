"""Level 4: a network that removes noise."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from diffusion_core import denoiser, forward, samplers, serving
from diffusion_core.critters import ANIMALS, COLOURS, EXPRESSIONS, PLACES, VOCABULARY, WORN
from diffusion_core.engine import Busy
from diffusion_core.guidance import STRENGTH
from diffusion_core.job import Job
from diffusion_core.weights import NoWeights
from diffusion_core.words import Vocabulary
from pages.levels.network.one_step import one_step
from pages.levels.network.smallest import smallest
from pages.shared import bets, controls, denoise_figures, resources, theme
from pages.shared.claims import how_sure, percent
from pages.shared.code_view import show_code
from pages.shared.denoise_figures import ANY, BLUR, OTHER, SAME, Guesses, Wish
from pages.shared.experiment import experiment, notice, stage_and_side
from pages.shared.player import player
from pages.shared.state import BIND
from pages.shared.streams import origin, run_stream

HALFWAY = denoise_figures.MOMENTS.index(500)
SAMPLERS = {"ddim": "DDIM", "ddpm": "DDPM", "dpmpp_2m": "DPM-Solver++"}
RABBIT = Wish("rabbit", "green")

theme.story(
    "A network has learnt one thing: to look at a noisy picture and say what in it is noise. "
    "Begin with fresh noise under which no picture lies, take away a little of what it calls noise, ask again, and go "
    "on until none is left: that is the whole way back, and you can stop at every step of it. "
    "What stands there in the end is a new picture, which nobody drew."
)

FROM_NOISE = {
    BLUR: "That would be the best answer. This network has not learnt enough yet to give it.",
    SAME: "It cannot know which of all pictures we noised: in pure noise nothing is left of it.",
    OTHER: "Choosing one picture would be far off most of the time. The average of all is off by less.",
}
SEEING = {
    "Q14": "The adding is how the network learns. We know the noise that we put in, so for every picture and every "
    "amount of noise we know the right answer, and can correct the network's. A network that has learnt this for all "
    "amounts can then be given noise that has no picture under it.",
    "Q17": "Yes. The network only answers. A few lines of plain arithmetic, the *sampler*, take the noise away. "
    "Guessing the noise and guessing the picture are the same thing: the noisy picture is their known mixture, so "
    "either follows from the other.",
}


@experiment("4.1", "What a network sees in noise", answers=SEEING)
def seeing() -> None:
    guess = bets.ask(
        "denoise.pure",
        "At t = 1000 nothing of the picture is left. What will the network guess then?",
        list(FROM_NOISE),
    )
    stage, side = stage_and_side()
    with side:
        seed = controls.seed("denoise.picture", default=3, label="Picture", again="Another")
        told = controls.switch("Tell the network what it shows", key="denoise.told")
        notice(_look(guess))
    found = _guesses(seed, told)
    if found is None:
        return
    with stage:
        player(
            "denoise.seeing",
            denoise_figures.guess_tracks(found),
            labels=denoise_figures.guess_labels(found),
            run=f"{seed}.{bool(guess)}",
            start=len(denoise_figures.MOMENTS) - 1 if guess else HALFWAY,
            moment="seeing",
            fps=6,
            max_width=520,
            alt="a picture, the same with noise, and what the network guesses",
        )
        _verdict(guess, seed)
    with side:
        st.caption(
            f"The picture: {found.words}. The program drew it, the network never saw "
            "it in training, and its answers were computed by this server."
        )
    show_code(forward.add_noise, serving.answer_together, denoiser.from_velocity, diffusers=SEEING_DIFFUSERS)


def _look(guess: str | None) -> str:
    if guess is None:
        return "Drag the slider. The network sees the noisy picture alone; both orange pictures are its answer."
    return (
        "The more noise, the more pictures could lie under it. The network's best answer is then the average of them."
    )


def _verdict(guess: str | None, seed: int) -> None:
    # judged without words: told what it shows, the network has fewer pictures to average
    untold = _guesses(seed, False)
    if untold is not None:
        bets.outcome(guess, right=denoise_figures.kind_of_guess(untold), reasons=FROM_NOISE)


def _guesses(seed: int, told: bool) -> Guesses | None:
    try:
        return denoise_figures.guesses(seed, told)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return None


SEEING_DIFFUSERS = """
    import torch
    from diffusers import DDPMScheduler, UNet2DModel

    network = UNet2DModel(sample_size=64)  # trained with prediction_type="v_prediction"
    scheduler = DDPMScheduler(beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction")
    x0, eps, t = torch.zeros(1, 3, 64, 64), torch.randn(1, 3, 64, 64), torch.tensor([499])
    x_t = scheduler.add_noise(x0, eps, t)
    guess = scheduler.step(network(x_t, t).sample, 499, x_t).pred_original_sample
"""

NONE, SOME, MANY = "None", "A few dozen", "Some hundreds"
DRAWING = {
    "Q19": "Out of fresh noise and of what the network has learnt. No picture lay under this noise, so none can come "
    "*back*. The network knows what green is, from frogs and bears, and what a rabbit is, from rabbits of other "
    "colours; asked for both at once, it draws what it never saw. Other noise gives another picture. Of the green "
    f"rabbits that we asked it for, {percent('right green rabbit')} were right in everything we said, of pairs that it "
    f"was taught {percent('right in 20 steps')} (95 % intervals: {how_sure('right green rabbit')}; "
    f"{how_sure('right in 20 steps')}).",
    "Q20": "Because nobody asks for the picture in one go. From pure noise the first guess is a blur, and only a "
    "little of it is mixed in. That makes the next question easier: fewer pictures fit. Step by step one is left. "
    f"Watch the orange picture sharpen. With one question, {percent('right in 1 step')} of the pictures are right in "
    f"everything we said, with two {percent('right in 2 steps')}, with twenty {percent('right in 20 steps')}.",
    "Q21": "With DDIM, yes: same noise, same words, same settings, same picture, and a link brings it back. "
    "The noise alone does not decide it: keep the seed, change the words, and another picture comes. "
    "DDPM throws in fresh noise at each step; here the seed fixes that too.",
}


@experiment("4.3", "A new picture out of fresh noise", answers=DRAWING)
def drawing() -> None:
    known = denoise_figures.training_pictures()
    guess = bets.ask(
        "denoise.rabbit",
        f"The network learnt from {known:,} pictures. How many of them showed a green rabbit?",
        [NONE, SOME, MANY],
    )
    stage, side = stage_and_side()
    with side:
        wish, more = _wish()
        seed = controls.seed("denoise.seed", label="Noise", again="Fresh noise")
        job = _job(wish.words, seed, more)
        if guess:
            notice(_seen(wish))
    with stage:
        _draw(job)
        blue = denoise_figures.how_often(Wish("rabbit", "blue"))
        bets.outcome(guess, right=_amount(denoise_figures.how_often(RABBIT)), reasons=_reasons(blue))
    show_code(samplers.ddim, serving.lead, diffusers=DRAWING_DIFFUSERS)


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
        steps = controls.whole("Steps", 1, 100, key="denoise.steps", default=20)
        pull = controls.decimal("How strongly the words pull", 0.0, 8.0, key="denoise.pull", default=STRENGTH, step=0.5)
        sampler = controls.menu("Sampler", tuple(SAMPLERS), key="denoise.sampler", names=SAMPLERS.__getitem__)
        st.caption("DDPM adds a little fresh noise at each step. The other two add none.")
    sixteen = controls.switch("Sixteen at once", key="denoise.sixteen")
    return Job(caption=words, seed=seed, count=16 if sixteen else 1, sampler=sampler, steps=steps, guidance=pull)


def _draw(job: Job) -> None:
    wrong = _unknown(job.caption) or resources.trouble()
    if wrong:
        st.info(wrong)
        return
    text, size = job.to_text(), "auto" if job.count == 1 else "large"
    stream = run_stream(text, steps=job.steps, count=job.count, size=size)
    said = f"“{job.caption}”" if job.caption else "Told nothing at all"
    st.caption(f"{said} · {origin(text)}")
    player("denoise.drawing", [stream], run=text, moment="drawing", fps=8,
           alt="fresh noise becomes a picture, and what the network guesses at each step")  # fmt: skip


def _unknown(caption: str) -> str:
    try:
        Vocabulary(VOCABULARY).tokens([caption])
    except ValueError as error:
        return str(error)
    return ""


def _seen(wish: Wish) -> str:
    if wish.own or not wish.words:
        return "Watch the orange picture: it begins as a blur and sharpens as the noise goes."
    count, known = denoise_figures.how_often(wish), denoise_figures.training_pictures()
    return f"Of the {known:,} training pictures, **{count or 'none'}** showed {wish.words}."


def _amount(count: int) -> str:
    return NONE if count == 0 else SOME if count < 100 else MANY


def _reasons(blue: int) -> dict[str, str]:
    return {
        NONE: "",
        SOME: "Not even those: green rabbits were kept out on purpose, so that you can see this.",
        MANY: f"So it is with other colours: {blue:,} pictures showed a blue rabbit. The green ones were kept out.",
    }


DRAWING_DIFFUSERS = """
    import torch
    from diffusers import DDIMScheduler, UNet2DModel

    network = UNet2DModel(sample_size=64)  # trained with prediction_type="v_prediction"
    scheduler = DDIMScheduler(beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction")
    scheduler.set_timesteps(20)
    x = torch.randn(1, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    for t in scheduler.timesteps:
        x = scheduler.step(network(x, t).sample, t, x).prev_sample
"""

smallest()
seeing()
one_step()
drawing()
st.markdown(
    "**Three questions to close with.** Why is the network's guess from pure noise a blur? If it is one, how can "
    "twenty of its guesses make a sharp picture? And what would change if you asked it a hundred times? "
    "Try it under *More*."
)
