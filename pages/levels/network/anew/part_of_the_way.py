"""4.10: noise a picture part of the way, and come back twenty times."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.evaluation.claims.drawn_anew import AT
from diffusion_core.sampling.halfway import back, there
from diffusion_core.serving.engine import Busy
from pages.levels.network.anew import part_of_the_way_figures
from pages.shared.keeping.with_progress import worked
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.recorded import figure, percent
from pages.shared.player import player

EARLY, MIDDLE, LATE = "To about t = 200", "To about t = 500", "To about t = 800"
UNTIL = {EARLY: 200, MIDDLE: 500, LATE: 800}
REASONS = {
    EARLY: "Fine lines drown first, but a shape and a colour can be seen through much noise.",
    MIDDLE: "That is where the noise is half, but from half a picture much can be told.",
    LATE: "So little of the picture is left there that the network must make up the rest.",
}
HALF = "part way: kept from t = 500"
ANSWERS = {
    "Q19": "You need not get the original back. What the noise has drowned, the network makes up anew, each time "
    f"otherwise. From t = 500 a picture keeps {percent(HALF)} of the six things that our reader names, from t = 900 "
    f"{percent('part way: kept from t = 900')}, from t = 1000 {percent('part way: kept from t = 1000')}: then all "
    f"is new, and what agrees does so by luck. (Recorded, {figure(HALF)['n']} pictures.)",
}
DIFFUSERS = """
    import torch
    from diffusers import DDPMScheduler, UNet2DModel

    network = UNet2DModel(sample_size=64)  # told no words; trained with prediction_type="v_prediction"
    scheduler = DDPMScheduler(
        beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction", timestep_spacing="trailing"
    )
    scheduler.set_timesteps(20)
    left = scheduler.timesteps[10:]  # from half of the way
    x = scheduler.add_noise(torch.zeros(1, 3, 64, 64), torch.randn(1, 3, 64, 64), left[:1])
    for t in left:
        x = scheduler.step(network(x, t).sample, t, x).prev_sample
"""


@experiment("4.10", "Part of the way, and back", answers=ANSWERS)
def part_of_the_way() -> None:
    guess = bets.ask(
        "partway.animal", "How far can a picture be noised, and most of the time the same animal comes back?",
        list(REASONS),
    )  # fmt: skip
    stage, side = stage_and_side()
    with side:
        seed = controls.seed("partway.picture", default=3, label="Picture", again="Another")
        t = _moment(guess)
        notice(_hint(guess))
    try:
        with stage:
            _twenty(seed, t)
    except (NoWeights, Busy) as error:
        st.info(str(error))
    if guess:
        with side:
            player("partway.curve", part_of_the_way_figures.curve(t), max_width=360, alt="what pictures keep, by t")
            known = f"Recorded, {figure(HALF)['n']} pictures, told nothing."
            st.caption(f"{known} What agrees at t\u00a0=\u00a01000 is luck.")
    with stage:
        bets.outcome(guess, right=_verdict(), reasons=REASONS)
        if guess:
            half = round(part_of_the_way_figures.same_animal_until(), -1)
            st.markdown(f"The animal's curve crosses one half at about t = **{half:.0f}**.")
    show_code(there, back, diffusers=DIFFUSERS)


def _moment(guess: str | None) -> int:
    """Before the bet a little noise only: the slider would settle it. A link has already revealed it."""
    if guess is None and "partway.t" not in st.query_params:
        return AT[0]
    return controls.whole("Noised to moment t", AT[0], AT[-1], key="partway.t", default=AT[0], step=AT[1] - AT[0])


def _verdict() -> str:
    """The answer nearest to where the recorded curve of the animal crosses one half."""
    until = part_of_the_way_figures.same_animal_until()
    return min(UNTIL, key=lambda option: abs(UNTIL[option] - until))


def _hint(guess: str | None) -> str:
    if guess is None:
        return "The network is told no words. All that it knows of the picture is what the noise has left."
    return "Go up with t: first comes the same picture, then a similar one, in the end another."


def _twenty(seed: int, t: int) -> None:
    words = f"Back from t = {t}, twenty times"
    found = worked("partway", (seed, t), part_of_the_way_figures.returned(seed, t), words)
    player(
        "partway.there",
        part_of_the_way_figures.there_tracks(found),
        max_width=300,
        alt=f"a picture, and noised to t = {t}",
    )
    player("partway.back", part_of_the_way_figures.back_tracks(found), alt="twenty returns")
    whole = int((found.unchanged == 6).sum())
    st.markdown(
        f"Of six things that our reader names (place, number, animal, colour, what it wears, mood), they kept "
        f"**{found.unchanged.mean():.1f}** on average. {whole} of 20 kept all six."
    )
