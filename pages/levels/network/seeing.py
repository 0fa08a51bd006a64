"""4.2: what the network sees in a noisy picture, for every amount of noise."""

import streamlit as st

from diffusion_core import denoiser, forward, serving
from diffusion_core.engine import Busy
from diffusion_core.weights import NoWeights
from pages.shared import bets, controls, denoise_figures
from pages.shared.code_view import show_code
from pages.shared.denoise_figures import BLUR, OTHER, SAME, Guesses
from pages.shared.experiment import experiment, notice, stage_and_side
from pages.shared.player import player

HALFWAY = denoise_figures.MOMENTS.index(500)
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


@experiment("4.2", "What a network sees in noise", answers=SEEING)
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
