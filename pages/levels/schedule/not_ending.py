"""3.4: a schedule that does not end in noise."""

import streamlit as st

from diffusion_core.process import unfinished
from diffusion_core.process.schedules import make_schedule
from diffusion_core.process.unfinished import ENDS, STEPS
from diffusion_core.sampling import conversation
from diffusion_core.sampling.job import Job
from pages.levels.schedule import not_ending_figures
from pages.levels.schedule.not_ending_figures import ALIKE, SAME, WIDER, shades
from pages.server.shared_runs import columns
from pages.server.streams import origin, run_stream
from pages.shared.numbers import fixed
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.state import link_reveals
from pages.shared.player import Proof, place_of_picture, player

BET = "schedule.end"
PICTURES = 9
UNTIL = "This is what it draws when it knows that it starts from pure noise. Some are light, some are dark."
AFTER = "Look at the dots below the pictures: one dot for each, and its place says how bright that picture is."
WHY_FOOLED = (
    "Why would it believe that? Had its schedule stopped too early while it learnt, there would always have been a bit "
    "of a picture left, even at the end. Ours learnt with pure noise, so we have to mislead it."
)
NAMES = {
    "linear": "0.004 %",
    "scaled linear": "0.47 %",
    "not rescaled": "36 %",
}
WHO = {
    "linear": "So ends linear, with 1,000 steps: ᾱ = {:.5f}.",
    "scaled linear": "So ends *scaled linear*, the schedule of the first Stable Diffusions: ᾱ = {:.4f}.",
    "not rescaled": "A badly made schedule ends there (the closing question makes one): ᾱ = {:.2f}.",
}
WHY_NOT = {
    SAME: "Then the pictures would differ in brightness as much as without the mistake.",
    ALIKE: "Then the pictures would differ less in brightness than without the mistake.",
    WIDER: "It takes the noise for a faded picture. But noise is middle grey on average, so that's what it sees.",
}
USUAL = "not rescaled"
"""The end at which the eye sees the mistake."""
ANSWERS = ("Q13",)


def _below() -> None:
    show_code(conversation.start_of, unfinished.not_rescaled, diffusers="believes")


@experiment("3.4", "A schedule that does not end in noise", answers=ANSWERS, below=_below)
def not_ending() -> None:
    guess = bets.ask(
        BET,
        "This is pure noise, but we tell the drawing program (the network of level 4) that "
        f"{fixed(NAMES[USUAL])} of a picture is still in it. What will it draw?",
        [SAME, ALIKE, WIDER],
    )
    revealed = bool(guess) or link_reveals("sound", "fooled")
    stage, side = stage_and_side()
    with side:
        notice(AFTER if revealed else UNTIL)
        believed = controls.choice(
            "It believes that this much picture is left",
            tuple(NAMES),
            key="schedule.believed",
            default=USUAL,
            names=NAMES.__getitem__,
        )
        # a run takes as many seeds in a row as it has pictures
        seed = PICTURES * controls.seed("schedule.noise", again="Fresh noise")
        if revealed and believed != USUAL:
            # of the usual one the verdict says it
            st.markdown(not_ending_figures.compared(believed))
        st.markdown(WHY_FOOLED)
        st.caption(WHO[believed].format(ENDS[believed]))
    with stage:
        sound = Job(seed=seed, count=PICTURES, steps=STEPS)
        left, right = st.columns(2, gap="small")
        with left:
            _run("sound" if revealed else "arrival", "it knows that this is noise", sound)
        title = f"it believes in {NAMES[believed]} of a picture"
        with right:
            if revealed:
                _run("fooled", title, _fooled(believed, seed), bets.proof(BET, marks=["noisy"]))
            else:
                place = place_of_picture("noisy", title=title, columns=columns(PICTURES), count=PICTURES, size="large",
                                         brightness=True)  # fmt: skip
                player("schedule.place", [place], alt=title)
    offer("films", jobs=[sound, _fooled(believed, seed)])
    if guess:
        before, after = shades("spread", "none"), shades("spread", USUAL)
        says = (
            f"From one picture to the next, brightness varies by about **{after:.0f}** shades. Without the mistake, "
            f"by {before:.0f}."
        )
        bets.outcome(guess, right=not_ending_figures.damage(USUAL), says=says, reasons=WHY_NOT)
        fold("Measured", _measured)


def _fooled(believed: str, seed: int) -> Job:
    return Job(seed=seed, count=PICTURES, steps=STEPS, believed=ENDS[believed])


def _run(name: str, title: str, job: Job, proof: Proof | None = None) -> None:
    stream = run_stream(job, titles={"noisy": title}, size="large", brightness=True)
    player(f"schedule.{name}", [stream], run=job.to_text(), moment=name, fps=12, proof=proof, alt=title)
    st.caption(origin(job))


def _measured() -> None:
    st.markdown(not_ending_figures.table())
    st.caption(not_ending_figures.how_measured())
    cosine = make_schedule("cosine").alpha_bar[-1].item()
    st.markdown(
        f"Believing in 36 % makes the pictures **{not_ending_figures.findings('not rescaled')}**. "
        f"With 0.47 % they are {not_ending_figures.findings('scaled linear')}, and with 0.004 % "
        f"{not_ending_figures.findings('linear')}. Cosine leaves only {100 * cosine:.7f} %."
    )
    if seeming := not_ending_figures.towards_drawn():
        st.markdown(seeming)
    st.markdown(
        "Early Stable Diffusion learnt under scaled linear. It could draw neither a black night nor a white page, "
        f"and Lin et al. named this cause in 2023. {not_ending_figures.as_in_the_paper()} "
        "Their repair: stretch the schedule until its last step is pure noise, train the network anew, "
        "and start drawing at that last step."
    )
