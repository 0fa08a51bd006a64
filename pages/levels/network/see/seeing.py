"""4.2: guess the noise, at every amount of it."""

import numpy as np
import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.process import forward, prediction
from diffusion_core.sampling import conversation
from diffusion_core.serving.engine import Busy
from pages.levels.network.see import seeing_figures
from pages.levels.network.see.seeing_figures import EARLY, HALFWAY, LATE, MIDDLE, MOMENTS, WHOLE, Guesses
from pages.shared.numbers import fixed, fixed_percent
from pages.shared.page import bets, chosen_pixel, controls, theme
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.state import link_reveals
from pages.shared.player import SAID, place_of_chart, player

PLAYER, BET = "denoise.seeing", "denoise.worst"
QUESTION = "We mix noise into a picture, and the network says which part is noise. When is that guess worst?"
PICTURE = 3
PIXEL = (32, 30)
REASONS = {
    EARLY: "Even there it finds the noise.",
    HALFWAY: "There it tells the two apart well: flat colours and clear lines aren't noise.",
    LATE: "All it sees there is noise, so what it sees is the answer.",
}
WHERE = {EARLY: "With hardly any noise", HALFWAY: "At half and half", LATE: "In noise alone"}
ANSWERS = ("Q12", "Q14", "Q17")


@experiment("4.2", "Guess the noise", answers=ANSWERS)
def seeing() -> None:
    guess = bets.ask(BET, QUESTION, list(REASONS))
    # a link to a moment opens the whole way, so that it brings back what its sender saw
    revealed = bool(guess) or link_reveals("seeing")
    stage, side = stage_and_side()
    with side:
        notice(_hint(revealed))
        seed = controls.seed("denoise.picture", default=PICTURE, again="Other picture")
        with st.expander("More"):
            with_words = controls.switch("Tell the network what it shows", key="denoise.told")
    found = _guesses(seed, with_words)
    if found is None:
        return
    with stage:
        _film(found, seed, revealed)
    right, says = came_out(found)
    bets.outcome(guess, right=right, says=says, reasons=REASONS)
    with side:
        _beside(found, revealed)
    offer(seeing_figures.guesses, seed=seed, with_words=with_words)
    fold("Velocity", lambda: _velocity(found))
    show_code(forward.add_noise, conversation.answer_together, prediction.from_velocity, diffusers="guess")


def _film(found: Guesses, seed: int, revealed: bool) -> None:
    shown, pixel = (WHOLE if revealed else MIDDLE), chosen_pixel.now(PLAYER, "denoise.pixel", default=PIXEL)
    tracks = seeing_figures.tracks(found, shown, pixel, whole=revealed)
    # the curve stands right below what it is the curve of, the other pictures after it
    curve = seeing_figures.error_track(found)
    tracks.insert(2, curve if revealed else place_of_chart(curve, scaled=False))
    if revealed:
        tracks.append(seeing_figures.number_track(found, pixel))
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
        # back to where it is hardest
        proof=bets.proof(
            BET, start=len(MOMENTS) - 1, end=int(np.nanargmax(found.noise_error)), fps=5, marks=["missed", SAID]
        ),
        alt="a picture under rising noise, and what is missing in the noise that the network guesses",
    )


def _hint(revealed: bool) -> str:
    if not revealed:
        return "The first picture shows its mistakes; grey means none. Once you've bet, you can drag the noise."
    return "Drag from end to end. It guesses noise and picture: where one guess is poor, the other is good."


def _beside(found: Guesses, revealed: bool) -> None:
    if revealed and seeing_figures.hardest(found) == EARLY:
        st.markdown(
            "That does little harm: with hardly any noise, the picture is nearly right already. "
            "(Strictly, it hands back neither guess but a mixture, from which both follow: see 4.16.)"
        )
    st.caption(f"A picture that it never saw: {found.words}.")


def came_out(found: Guesses) -> tuple[str, str]:
    """The right answer, and what was measured."""
    worst, last = float(np.nanmax(found.noise_error)), float(found.noise_error[-1])
    little = "hardly at all" if last < 0.005 else fixed_percent(last)
    right = seeing_figures.hardest(found)
    return right, f"{WHERE[right]}, its guess is **{fixed(f'{100 * worst:.0f} %')}** wrong. In noise alone, {little}."


def _velocity(found: Guesses) -> None:
    least, easy = 100 * np.nanmin(found.noise_error), MOMENTS[int(np.nanargmin(found.noise_error))]
    velocity, noisy = theme.word("guess", "velocity v̂"), theme.word("noisy", "xₜ")
    st.markdown(
        f"*Which noise?* is easy where there's much of it (off by {least:.1f} % at t = {easy}) and hard where there's "
        "hardly any. *Which picture?* is the other way round. So this network is asked a third question, the "
        f"{velocity}: with little noise it's nearly the noise, with much noise nearly the picture (with a minus), "
        "**always the part that's hard to see**. "
        f"α and σ say how much of picture and noise is in {noisy}, so both guesses follow, as the rows of numbers show."
    )
    st.markdown(
        "A blind guess of the noise is grey, one of the picture the average of all training pictures. Errors are "
        "squared, then averaged. Click a pixel to see its numbers, or go there with the arrow keys and press Enter."
    )


def _guesses(seed: int, with_words: bool) -> Guesses | None:
    try:
        return seeing_figures.guesses(seed, with_words)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return None
