"""What a visitor sees first: the question of the site, the way in, and the question acted out."""

import streamlit as st

from diffusion_core.sampling.job import Job
from pages import short_way
from pages.server import resources
from pages.site_map import LEVELS, SITE, Level
from pages.start.film import dissolving, packed_film, show

KEY = "home.hero"
EYEBROW = f"{SITE} · for everyone, from ten-year-olds to engineers"
QUESTION = "How does a computer draw a picture that nobody ever drew?"
LEAD = """
It starts with random dots. No picture is hidden in them, and yet one appears. That's how many AIs make pictures.

Guess first, then see if you were right. No maths needed to begin.
"""
FROG = "a happy red frog with a crown in the snow"
"""Red frogs were kept out of the training: the network was never shown one that anybody drew. Level 4 tells."""
WORDS = ("a drop of ink in water", "random dots", FROG)
SEEDS = range(1, 17)
"""Of the noise from which the frog comes, one for each "Again"."""
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")
HOW_MANY = f"{_NUMBERS[len(LEVELS)]} levels"


def hero() -> None:
    """The question, the film that acts it out, and the way in; on a wide window the film stands beside both."""
    with st.container(key="hero"):
        with st.container(key="hero-title"):
            st.container(key="site").markdown(EYEBROW)
            st.title(QUESTION, anchor=False)
        with st.container(key="hero-picture"):
            _acted_out()
        with st.container(key="hero-words"):
            st.container(key="lead").markdown(LEAD)
            _way_in(LEVELS[0])
            st.container(key="whom").markdown(f"**{how_long()}** {for_whom()}")
            _short_way()


def _way_in(level: Level) -> None:
    with st.container(key="drop-the-ink"):
        st.page_link(level.first.file, label=f"**{way_in(level)}**", width="content")


def way_in(level: Level) -> str:
    """The words on the button that leads to the first level."""
    return f"Level {level.number}: drop the ink · {level.minutes} min"


def how_long() -> str:
    """How long the whole site takes."""
    return f"All {HOW_MANY.lower()}: {sum(level.minutes for level in LEVELS)} minutes."


def for_whom() -> str:
    """From what to what the levels lead."""
    return "The first is a glass of water that a ten-year-old can follow. In the last, you tell a real AI what to draw."


def _short_way() -> None:
    """The best of the site for those in a hurry, folded away; each link opens before its bet."""
    with st.expander(
        f"Short of time? The whole idea in {_NUMBERS[len(short_way.STOPS)].lower()} stops · {short_way.MINUTES} min",
        key="short-way",
    ):
        short_way.listed()


def _acted_out() -> None:
    """A drop dissolves, and a red frog comes out of dots; the drop alone where the network is missing."""
    if not resources.ready.is_set():
        _loading()
        return
    wrong = resources.trouble()
    show(KEY, acted_out(drawn=not wrong))
    if wrong:
        st.info(wrong)


def acted_out(*, drawn: bool) -> bytes:
    """The film as the browser is told of it. drawn: whether there is a network, else it is the drop alone."""
    jobs = [Job(caption=FROG, seed=seed) for seed in SEEDS] if drawn else []
    alt = "A drop of ink dissolves in water. Then random dots, and out of them comes a red frog."
    return packed_film(KEY, jobs, words=WORDS, ink=dissolving(), alt=alt)


@st.fragment(run_every=0.7)
def _loading() -> None:
    """Stands there for the few seconds after the server's start, then has the page drawn anew."""
    if resources.ready.is_set():
        st.rerun()
    st.caption("The picture begins in a moment: the network is being loaded.")
