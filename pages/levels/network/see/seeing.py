"""4.2: guess the noise, at every amount of it."""

import numpy as np
import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.process import forward, prediction
from diffusion_core.sampling import conversation
from diffusion_core.serving.engine import Busy
from pages.levels.network.see import seeing_figures
from pages.levels.network.see.seeing_figures import EARLY, HALFWAY, LATE, MIDDLE, MOMENTS, WHOLE, Guesses
from pages.shared.page import bets, chosen_pixel, controls, theme
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.player import player

PLAYER = "denoise.seeing"
PIXEL = (32, 30)
REASONS = {
    EARLY: "Even there it finds the noise.",
    HALFWAY: "It tells the two apart well there. Flat colours and clear lines are no noise.",
    LATE: "There all that it sees is noise. To guess it, it need only repeat what it sees.",
}
SEEING = {
    "Q12": "They are what the network learns from: at every amount of noise, a picture whose noise we know. And they "
    "are what it meets on the way back. From noise to a new picture, it passes through every amount once.",
    "Q14": "The adding is how the network learns. We know the noise that we put in, so for every picture and every "
    "amount of noise we know the right answer, and can correct the network's. A network that has learnt this for all "
    "amounts can then be given noise that has no picture under it.",
    "Q17": "Nearly. The network only answers; what takes noise away is a few lines of plain arithmetic, the *sampler* "
    "(4.3). And this network does not even name the noise. It names the velocity v̂, from which noise and picture "
    "follow in one line each, because the noisy picture is their known mixture.",
}


@experiment("4.2", "Guess the noise", answers=SEEING)
def seeing() -> None:
    guess = bets.ask(
        "denoise.worst",
        "We mix noise into a picture, and the network has to say which noise. Where is it furthest off?",
        list(REASONS),
    )
    # a link to a moment opens the whole way, so that it brings back what its sender saw
    revealed = bool(guess) or link_reveals("seeing")
    stage, side = stage_and_side()
    with side:
        seed = controls.seed("denoise.picture", default=3, label="Picture", again="Another")
        with_words = controls.switch("Tell the network what it shows", key="denoise.told")
        notice(_hint(revealed))
    found = _guesses(seed, with_words)
    if found is None:
        return
    with stage:
        _film(found, seed, guess, revealed)
    with side:
        _beside(found, revealed)
    if guess:
        _outcome(found, guess, with_words)
    show_code(forward.add_noise, conversation.answer_together, prediction.from_velocity, diffusers=DIFFUSERS)


def _film(found: Guesses, seed: int, guess: str | None, revealed: bool) -> None:
    shown, pixel = (WHOLE if revealed else MIDDLE), chosen_pixel.now(PLAYER, "denoise.pixel", default=PIXEL)
    tracks = seeing_figures.tracks(found, shown, pixel)
    if revealed:
        tracks += [seeing_figures.error_track(found, guess), seeing_figures.number_track(found, pixel)]
    player(
        PLAYER,
        tracks,
        labels=seeing_figures.labels(found, shown),
        run=f"{seed}.{revealed}",
        start=MOMENTS.index(500) - shown.start,
        moment="seeing" if revealed else None,
        pick=revealed,
        pixel=pixel if revealed else None,
        fps=6,
        max_width=520,
        alt="a picture, noise, the two mixed, and what the network guesses of both",
    )


def _hint(revealed: bool) -> str:
    if not revealed:
        return "The network sees the mixed picture alone. The orange ones are its answer. Your bet opens the whole way."
    return "Drag from end to end: where one guess is poor, the other is good."


def _beside(found: Guesses, revealed: bool) -> None:
    if revealed:
        st.caption(
            "A blind guess of the noise is grey, one of the picture the average of all training pictures. Errors are "
            "squared, then averaged. "
            "Click a pixel to see its numbers, or go there with the arrow keys and press Enter."
        )
    st.caption(
        f"The picture: {found.words}. The program drew it, the network never saw it in training, "
        "and its answers were computed by this server."
    )


def _outcome(found: Guesses, guess: str, with_words: bool) -> None:
    right = seeing_figures.hardest(found)
    worst, least = (100 * error for error in (np.nanmax(found.noise_error), np.nanmin(found.noise_error)))
    hard, easy = (MOMENTS[int(find(found.noise_error))] for find in (np.nanargmax, np.nanargmin))
    worse = " More than 100 % is worse than saying nothing." if worst > 100 else ""
    st.markdown(
        f"The error of the guessed noise goes from {least:.1f} % of a blind guess's (at t = {easy}) to "
        f"**{worst:.0f} %** (at t = {hard}).{worse}"
    )
    bets.outcome(guess, right=right, reasons=REASONS)
    velocity, noisy = theme.word("guess", "velocity v̂"), theme.word("noisy", "xₜ")
    st.markdown(
        f"So neither question is easy everywhere. This network is asked a third one, the {velocity}: with little "
        f"noise nearly the noise, with much noise nearly the picture (with a minus), **always the part that is hard to "
        f"see**. α and σ say how much of picture and noise is in {noisy}, so both guesses follow, as the rows above do."
    )
    last, fits = 100 * found.picture_error[-1], " that fits the words" if with_words else ""
    if seeing_figures.ends_in_a_blur(found):
        st.markdown(
            f"At t = 1000 the guessed picture is a blur. Any picture{fits} could lie there, so the average of them is "
            f"the best single answer. Its error is {last:.0f} % of the error of the average of all training pictures."
        )


def _guesses(seed: int, with_words: bool) -> Guesses | None:
    try:
        return seeing_figures.guesses(seed, with_words)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return None


DIFFUSERS = """
    import torch
    from diffusers import DDPMScheduler, UNet2DModel

    network = UNet2DModel(sample_size=64)  # trained with prediction_type="v_prediction"
    scheduler = DDPMScheduler(beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction")
    x0, eps, t = torch.zeros(1, 3, 64, 64), torch.randn(1, 3, 64, 64), torch.tensor([499])
    x_t = scheduler.add_noise(x0, eps, t)
    guess = scheduler.step(network(x_t, t).sample, 499, x_t).pred_original_sample
"""
