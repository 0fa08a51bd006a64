"""Level 2: noise, pixel by pixel."""

import streamlit as st

from diffusion_core.forward import one_step, walk
from pages.shared import bets, controls, noise_figures, pictures
from pages.shared.code_view import show_code
from pages.shared.experiment import experiment, notice, stage_and_side
from pages.shared.noise_figures import CHANNELS, NUMBERS, STEPS
from pages.shared.player import picked, player
from pages.shared.theme import story, tex, word

PLAYER = "noise.stage"
ALL, TENTH, SAME = "All, each by its own amount", "A random tenth of them", "All, by the same amount"
ANSWERS = {
    "Q5": "Every pixel, at every step. None is left out, and none is chosen.",
    "Q6": "One for each number: red, green and blue of a pixel get a draw each. "
    "They all come from the same bell, and none knows of the others.",
    "Q7": "Step 2 starts from what step 1 left. What was there is shrunk a little, then the new draw is added.",
    "Q8": "One value on one number, and nothing is smeared to its neighbours. "
    "It is mixed in: a little less of the old value, plus a little noise. "
    "This happens on the scale of −1 to 1, and values may run past both ends; only the screen cuts them off.",
    "Q9": "A file keeps one byte for each number, and a byte counts from 0 to 255. "
    "For the sums, 0 becomes −1 and 255 becomes 1, so that the middle grey is 0 and shrinking leads there.",
}
DIFFUSERS = f"""
    import torch
    from diffusers import DDPMScheduler

    beta_1, beta_T = 1e-4 * 1000 / {STEPS}, 0.02 * 1000 / {STEPS}
    scheduler = DDPMScheduler(num_train_timesteps={STEPS}, beta_start=beta_1, beta_end=beta_T)
    x = picture                                   # (1, 3, 64, 64), in [-1, 1]
    for beta in scheduler.betas:                  # that library jumps; one small step is this line
        x = (1 - beta) ** 0.5 * x + beta**0.5 * torch.randn_like(x)
"""


@experiment("2.1", "One step, one pixel", answers=ANSWERS)
def one_pixel() -> None:
    guess = bets.ask("noise.which", f"One step of noise: which of the {NUMBERS:,} numbers change?", (ALL, TENTH, SAME))
    stage, side = stage_and_side()
    with side:
        picture = pictures.choose("noise")
        channel = controls.choice("Follow its", CHANNELS, key="noise.channel", names=str.capitalize)
        seed = controls.seed("noise.seed", again="Draw again")
    pixel = _pixel()
    film = noise_figures.film(picture, seed)
    thread = noise_figures.thread(picture, seed, pixel, CHANNELS.index(channel))
    with stage:
        _stage(picture, film, thread, pixel, channel)
    with side:
        notice("Click any pixel. Then go on one frame at a time: each frame is one step.")
        _outcome(guess, film)
    _formula()
    show_code(one_step, walk, diffusers=DIFFUSERS)


def _pixel() -> tuple[int, int]:
    """The pixel that was clicked last, else the one of the address; the address then names it."""
    pick, named = picked(PLAYER), st.query_params.get("noise.pixel", "")
    if pick and named != f"{pick.x}.{pick.y}":
        named = st.query_params["noise.pixel"] = f"{pick.x}.{pick.y}"
    return noise_figures.pixel_of(named)


def _stage(picture, film, thread, pixel, channel) -> None:
    first = round(float(noise_figures.to_levels(thread.values[0])))
    name = f"pixel {pixel[0]}, {pixel[1]}: its {channel}, {first} at first"
    tracks = noise_figures.tracks(picture, film, thread, name=name)
    player(
        PLAYER,
        tracks,
        labels=noise_figures.labels(),
        fps=8,
        start=11,
        run=picture.digest,
        moment="noise",
        pick=True,
        readout="bytes",
        pixel=pixel,
        alt=f"{picture.words}, noised in {STEPS} small steps",
    )


def _outcome(guess: str | None, film: noise_figures.Film) -> None:
    if not guess:
        return
    st.markdown(f"Counted in step 1: **{film.changed:,}** of {NUMBERS:,} changed, by {film.draws:,} different draws.")
    right = TENTH if film.changed < NUMBERS / 2 else ALL if film.draws > NUMBERS / 2 else SAME
    reasons = {
        TENTH: "Then the rest would still be clean. Step once from t = 0 and look: nothing is.",
        SAME: "Then the whole picture would only turn brighter or darker, and stay as clear as before.",
    }
    bets.outcome(guess, right=right, reasons=reasons)


def _formula() -> None:
    with st.expander("The formula"):
        old, new, draw = tex("noisy", "x_{t-1}"), tex("noisy", "x_t"), tex("noise", r"\varepsilon")
        st.latex(rf"{new} \;=\; \sqrt{{1-\beta_t}}\;{old} \;+\; \sqrt{{\beta_t}}\;{draw}")
        st.markdown(
            f"{word('noisy', 'The noisy picture')} now is the one before, a little smaller, plus a little "
            f"{word('noise', 'noise')}. The two factors are chosen so that the spread stays the same in the end."
        )


story(
    "A picture is a table of numbers, three for each pixel. "
    "A step of noise changes it a little, by chance, and the next step goes on from there. "
    "After enough small steps nothing of the picture is left."
)
one_pixel()
st.markdown("*Next:* how much noise should each step add? Level 3 lets you choose.")
