"""4.10: break one part of the way back, and see what it was good for."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import training_seeds
from diffusion_core.evaluation.distances import kernel_distance
from diffusion_core.sampling import conversation, samplers
from diffusion_core.sampling.breakages import BREAKAGES, ONE_STEP, SOUND, WORDS
from diffusion_core.sampling.defaults import STRENGTH
from diffusion_core.sampling.job import Job
from diffusion_core.serving.engine import Busy
from pages.levels.network.step import lab_figures
from pages.levels.network.step.lab_figures import NAMES
from pages.server import resources
from pages.server.streams import origin, run_stream
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.recorded import number
from pages.shared.page.state import in_address, link_reveals
from pages.shared.player import place_of_picture, player

FRESH = "no fresh noise, 20 steps"
ALL_FRESH = tuple(name for name, one in BREAKAGES.items() if not one.broken.fresh)
COUNT, OURS = 4, "cosine"
ALIKE_BY, APART_BY = "lab: apart, no fresh noise, 20 steps", "lab: apart, DDPM, 20 steps"
ALIKE_LINEAR = f"{ALIKE_BY}, linear"
CLEANER, SAME, ALIKE = "Smoother, but all different", "Just the same", "Smoother, and nearly all alike"
REASONS = {
    CLEANER: "Fresh noise is also what makes them differ: hardly any of the starting noise outlives the first step.",
    SAME: "Now there's less noise than the network is told, so it mistakes fine detail for noise.",
    ALIKE: "Not this network: without fresh noise it draws as before.",
}
_FEW = (
    "The first guess gives the broad shapes. Once it is mixed in, fewer pictures fit, and the next guess is sharper. "
    "Each question is easier than the one before."
)
_FRESH = (
    "A step of DDPM takes away more noise than one of DDIM, and counts on fresh noise to fill the gap. "
    "Under *linear*, whose first step keeps a good part of the starting noise, the pictures stay different: they "
    f"differ by {number(ALIKE_LINEAR, 0)} shades."
)
_CLIP = (
    "A guess can be darker than black. *Clipping* cuts it back. Networks that name the noise need it: their error is "
    "divided by α, which is almost 0 at first. Ours names the velocity, and nothing is divided."
)
_END = "As in level 3: it believes that {} of a picture is left in pure noise, and draws that rest."
WHY = {
    ONE_STEP: "Under pure noise any picture may lie that fits the words. The safest single answer is their average.",
    "two steps": _FEW,
    "five steps": _FEW,
    **dict.fromkeys(ALL_FRESH, _FRESH),
    "told a little less noise": "When half is noise, it hears 27 %. Read as for half, its answer takes away too much. "
    "Later steps put that right.",
    "told a little more noise": "When half is noise, it hears 73 %. Read as for half, its answer leaves noise in. "
    f"The distance fell ({number('lab: distance, DDIM, 20 steps')} to "
    f"{number('lab: distance, told a little more noise')}): drawn pictures have more fine detail too.",
    "not clipped": _CLIP,
    "not clipped, words pull hard": "Here the words pull with strength "
    f"{SOUND['words pull hard'].guidance:g} (*guidance*), usually with {STRENGTH:g}. {_CLIP}",
    "believed scaled linear": f"{_END.format('0.47 %')} Level 3 measured brightness, which shows that sooner.",
    "believed not rescaled": _END.format("36 %"),
}
ANSWERS = ("Q20", "Q22")


@experiment("4.10", "Break it, piece by piece", answers=ANSWERS,
            folded="For tinkerers: what if a piece of the way back is missing?",
            opened_by=("lab.", "lab_sound.", "lab_broken."))  # fmt: skip
def lab() -> None:
    guess = bets.ask(
        "lab.fresh",
        f"Leave the fresh noise out, and DDPM's pictures of “{WORDS}” come out …",
        list(REASONS),
    )
    revealed = bool(guess) or link_reveals("lab_sound", "lab_broken")
    stage, side = stage_and_side()
    with side:
        broken, seed = _controls(revealed)
        schedule = _schedule(broken) if revealed else OURS
    wrong = resources.trouble()
    if wrong:
        st.info(wrong)
        return
    with stage:
        job = _both(broken, seed, schedule) if revealed else _arrival(broken, seed)
        st.caption(f"Out of {COUNT} sheets of noise · {origin(job)}")
    # the bet is about this breakage alone
    says = f"They differ by **{number(ALIKE_BY, 0)}** shades, not {number(APART_BY, 0)}."
    bets.outcome(guess if broken == FRESH else None, right=_right(), says=says, reasons=REASONS)
    if revealed:
        _measured(broken, seed, side)
    offer("films", jobs=_jobs(broken, seed, schedule))
    show_code(samplers.ddpm, conversation.lead, kernel_distance, diffusers="draw_ddpm")


def _controls(revealed: bool) -> tuple[str, int]:
    """What is broken, and the seed of the noise."""
    if not revealed:
        notice("Nothing is broken yet. Once you've bet, you'll see the same four without the fresh noise.")
    named = {lab_figures.marked(name): name for name in BREAKAGES}
    asked = named.get(in_address("lab.broken", named), "")
    broken = controls.menu("Break", lab_figures.listed(asked), key="lab.broken", default=FRESH,
                           names=lab_figures.marked)  # fmt: skip
    return broken, controls.seed("lab.seed", default=4, again="Other noise")


def _schedule(broken: str) -> str:
    """How alike the pictures are without fresh noise depends on the schedule: so it can be chosen there."""
    if broken not in ALL_FRESH:
        return OURS
    return controls.choice("Under the schedule", (OURS, "linear"), key="lab.schedule")


def _arrival(broken: str, seed: int) -> Job:
    """The unbroken run where it will stay, and the place of the broken one."""
    sound = BREAKAGES[broken].sound
    with st.container(key="awaited-lab"):
        left, right = st.columns(2)
    with left:
        place = place_of_picture("noisy", title=NAMES[broken], columns=2, count=COUNT, size="full")
        player("lab.place", [place], alt=NAMES[broken])
    with right:
        return _run("arrival", f"unbroken: {sound}", SOUND[sound], seed, marks=[])


def _both(broken: str, seed: int, schedule: str) -> Job:
    """The broken run comes first: on a phone it stands right below the verdict."""
    breakage = BREAKAGES[broken]
    left, right = st.columns(2)
    with left:
        job = _run("lab_broken", NAMES[broken], replace(breakage.broken, schedule=schedule), seed, marks=["noisy"])
    with right:
        _run("lab_sound", f"unbroken: {breakage.sound}", replace(SOUND[breakage.sound], schedule=schedule), seed,
             marks=[])  # fmt: skip
    return job


def _jobs(broken: str, seed: int, schedule: str) -> list[Job]:
    """The broken run and the sound one, in that order."""
    breakage = BREAKAGES[broken]
    return [job_of(replace(one, schedule=schedule), seed) for one in (breakage.broken, SOUND[breakage.sound])]


def job_of(recipe: Job, seed: int) -> Job:
    """A run of four pictures by this recipe."""
    return replace(recipe, caption=WORDS, seed=seed, count=COUNT)


def _run(name: str, title: str, recipe: Job, seed: int, *, marks: Sequence[str]) -> Job:
    """Show four pictures of a run; returns its job."""
    job = job_of(recipe, seed)
    stream = run_stream(job, titles={"noisy": title}, size="full")
    player(f"lab.{name}", [stream], run=job.to_text(), moment=name, fps=8, proof=bets.proof("lab.fresh", marks=marks),
           alt=title)  # fmt: skip
    return job


def _measured(broken: str, seed: int, side: DeltaGenerator) -> None:
    with side:
        notice(lab_figures.verdict(broken))
        st.markdown(WHY[broken])
    if broken == ONE_STEP:
        fold("The first guess", lambda: _first_guess(seed))
    fold("Table", lambda: _tables(broken))
    fold("What broke nothing", _harmless)


def _harmless() -> None:
    st.markdown("Some breaks did no damage that our reader can find:")
    told = (f"- *{lab_figures.NAMES[name]}.* {lab_figures.verdict(name)}" for name in lab_figures.harmless())
    st.markdown("\n".join(told))


def _tables(broken: str) -> None:
    st.markdown(lab_figures.table(broken))
    st.caption(lab_figures.how_measured())
    if broken in ALL_FRESH:
        st.markdown(_detail())
    st.markdown("**Everything that we broke**")
    st.markdown(lab_figures.whole_table())


def _detail() -> str:
    """What is left of the fine detail, by the number of steps."""
    left = ((BREAKAGES[name].broken.steps, lab_figures.detail_left(name)) for name in ALL_FRESH)
    return f"Of the fine detail {', '.join(f'{share:.0f} % is left in {steps} steps' for steps, share in left)}."


def _first_guess(seed: int) -> None:
    st.markdown("**Asked once, and told nothing,** it should guess the average of all pictures. Here is the true one.")
    try:
        found = lab_figures.first_guess(seed)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    player("lab.guess", lab_figures.first_guess_tracks(found), run=str(seed),
           alt="the network's first guess, the average of all training pictures, and the difference")  # fmt: skip
    st.caption(
        f"Off by {found.off:.0f} shades here, by {number('lab: first guess off the average', 0)} on average; "
        f"a single picture by {number('lab: drawn picture off the average', 0)}. The network only learnt to come near: "
        "its guess still sways with the noise. "
        f"The average was taken over all {len(training_seeds()):,} training pictures."
    )


def _right() -> str:
    """The answer to the bet, by what was recorded."""
    if lab_figures.differs("grain", FRESH) >= 0:
        return SAME
    return ALIKE if lab_figures.differs("apart", FRESH) < 0 else CLEANER
