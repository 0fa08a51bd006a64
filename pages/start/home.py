"""The home page: a critter comes out of noise while you watch, and there is a door for each level."""

import numpy as np
import streamlit as st

from diffusion_core.sampling.job import Job
from pages.frame import LEVELS
from pages.server import resources
from pages.server.streams import origin, run_stream
from pages.shared.page import bets, theme
from pages.shared.page.arrival import lead_to_top
from pages.shared.page.code import show_code
from pages.shared.page.controls import MOST_SEEDS
from pages.shared.page.one_setting import InAddress, whole
from pages.shared.page.previews import previews
from pages.shared.page.state import link
from pages.shared.player import player
from pages.start.doors import door_picture

# spelt out here because the page is drawn before torch, and with it the critters' own grammar, is loaded
CAPTIONS = (
    "a happy red cat with a hat at night",
    "a sleepy blue rabbit with glasses in the snow",
    "a surprised yellow dog with a crown at the beach",
    "a happy pink pig with a bow in the meadow",
    "a sleepy brown bear with a scarf in the snow",
    "a surprised purple owl with glasses in the forest",
    "a happy green frog with a crown at the beach",
    "a sad grey mouse with a hat in the city",
    "a happy green rabbit with a bow in the snow",
    "a sleepy white cat with glasses in the city",
    "a happy blue bear with a crown at night",
    "a surprised orange owl with a scarf in the snow",
)
AT_ONCE = 6
FIRST = 22
SEED = InAddress("home.seed", FIRST, whole(0, MOST_SEEDS - 1))
MORE = InAddress("home.more", FIRST + 1, whole(0, MOST_SEEDS - 1))
TURN = "home.turn"
BY_HEART, NEW, GLUED = "Yes, by heart", "No, it is new", "In pieces"
IN_TRAINING = {
    BY_HEART: "What it draws lies as near to drawings that it never saw as to those that it learnt from.",
    NEW: "",
    GLUED: "There are no pieces to take: the network is far smaller than the pictures that it learnt from.",
}
DIFFUSERS = """
    from diffusers import DDIMPipeline, DDIMScheduler, UNet2DModel

    pipeline = DDIMPipeline(UNet2DModel(sample_size=64), DDIMScheduler(beta_schedule="squaredcos_cap_v2"))
    picture = pipeline(num_inference_steps=20).images[0]
"""


@st.fragment
def critter() -> None:
    """A run of this server, from fresh noise to a critter; "again" makes a new one."""
    seed = SEED.now()
    words = CAPTIONS[seed % len(CAPTIONS)]
    job = Job(caption=words, seed=seed)
    if resources.ready.is_set() and (wrong := resources.trouble()):
        st.info(wrong)
        return
    stream = run_stream(job, titles={"noisy": "out of noise"}, size="large")
    player("home.critter", [stream], run=job.to_text(), moment="home", fps=7, max_width=384,
           alt=f"noise becomes {words}")  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"*{words}*", width="content")
        st.button("Again", key="home.again", on_click=SEED.choose, args=((seed + 1) % MOST_SEEDS,))
    st.caption(origin(job))


@st.fragment
def was_it_there() -> None:
    """The bet of the home page, and the code that drew the critter."""
    question = "The network learnt from many pictures. Was this critter among them?"
    guess = bets.ask("home.new", question, list(IN_TRAINING))
    bets.outcome(guess, right=NEW, reasons={option: why for option, why in IN_TRAINING.items() if why})
    link("home.critter")


@st.fragment
def more() -> None:
    """Pictures that come at once, by the network's student; chosen, one comes out of its noise in small steps."""
    first = MORE.now()
    seeds = [(first + i) % MOST_SEEDS for i in range(AT_ONCE)]
    words = [CAPTIONS[seed % len(CAPTIONS)] for seed in seeds]
    pictures = previews(words, seeds)
    if pictures is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown("**More, at once:** a second network has learnt to do with four steps. "
                    "Choose one to see it come slowly.", width="content")  # fmt: skip
        st.button("Six others", key="home.others", on_click=MORE.choose,
                  args=((first + AT_ONCE) % MOST_SEEDS,))  # fmt: skip
    with st.grid(AT_ONCE, min_column_width=100, gap="small", key="more"):
        chosen = [_choice(*each) for each in zip(words, seeds, pictures, strict=True)]
    if any(chosen):
        st.rerun()  # the critter above is of another fragment


def _choice(caption: str, seed: int, picture: np.ndarray) -> bool:
    with st.container(gap="xxsmall", horizontal_alignment="center"):
        st.image(picture, width="stretch", output_format="PNG", alt=caption)
        label = " ".join(caption.split()[2:4])
        return st.button(label, key=f"more.{seed}", type="tertiary", help=caption, on_click=_choose, args=(seed,))


def _choose(seed: int) -> None:
    SEED.choose(seed)
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def code() -> None:
    """What drew the critter; torch comes with it, so only once that is loaded."""
    from diffusion_core.sampling import conversation, samplers

    show_code(samplers.ddim, conversation.lead, diffusers=DIFFUSERS)


@st.fragment(run_every=0.7)
def loading() -> None:
    """Stands there for the few seconds after the server's start, then has the page drawn anew."""
    if resources.ready.is_set():
        st.rerun()
    st.caption("The network is being loaded. The picture begins as soon as it is there.")


def doors() -> None:
    """A card for each level, with a small picture that it explains."""
    with st.grid(len(LEVELS), min_column_width=140, gap="medium", key="doors"):
        for level in LEVELS:
            with st.container(gap="xsmall"):
                if resources.ready.is_set():
                    st.image(door_picture(level.folder), width="stretch", output_format="PNG", alt="")
                st.page_link(level.first.file, label=f"**{level.number}  {level.door}**")
                st.caption(level.line)


words_side, picture_side = st.columns([5, 6], gap="large", vertical_alignment="center")
with words_side:
    theme.story(
        "A drop of ink spreads until nothing of it is left; learn to undo that, one small step at a time, "
        "and you can draw pictures that nobody has drawn before."
    )
    if not resources.ready.is_set():
        loading()
with picture_side, st.container(width=384):
    critter()
# below the critter, so that on a phone it is the first thing seen
if resources.ready.is_set():
    was_it_there()
    more()
    lead_to_top(st.session_state.get(TURN, 0))
    code()
st.divider()
doors()
