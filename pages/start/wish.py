"""Choose an animal, a colour, a hat: the network draws it now. Imports torch."""

import streamlit as st

from diffusion_core.data.critters import ANIMALS, COLOURS, PLACES, WORN, Critter, Scene, partial_caption
from diffusion_core.sampling.job import Job
from pages.shared.page.chip_pictures import sheet
from pages.shared.page.chips import chips
from pages.shared.page.one_setting import Remembered, one_of
from pages.start.film import packed_film, show

KEY = "home.wish"
TABLES = {"animal": ANIMALS, "colour": COLOURS, "worn": WORN}
LABELS = {"animal": "An animal", "colour": "A colour", "worn": "Something to wear"}
WISHES = {
    what: Remembered(f"home.{what}", usual, one_of(TABLES[what]))
    for what, usual in {"animal": "owl", "colour": "purple", "worn": "hat"}.items()
}
SEEDS = range(7, 23)
"""Of the noise from which it begins, one for each "Again"."""
MOST = 512


def words(animal: str, colour: str, worn: str) -> str:
    """The caption: "a purple owl with a hat". What it leaves unsaid, place and mood, is left to chance."""
    return partial_caption(Scene(PLACES[0], (Critter(animal, colour, worn),)), {"colour", "worn"})


@st.fragment
def wish() -> None:
    """Chips beside the picture that they ask for."""
    asked = words(*(setting.now() for setting in WISHES.values()))
    with st.container(key="wish"):
        with st.container(key="wish-picture"):
            jobs = [Job(caption=asked, seed=seed) for seed in SEEDS]
            alt = f"Out of random dots comes {asked}."
            show(KEY, packed_film(KEY, jobs, words=(asked,) * 3, most=MOST, alt=alt, for_all=False))
        with st.container(key="wish-chips"):
            for what, setting in WISHES.items():
                chips(LABELS[what], TABLES[what], key=f"home.chips.{what}", value=setting.now(), pictures=sheet(what),
                      on_change=setting.choose)  # fmt: skip
