"""Draw anew: what `make evaluate` measured, in words."""

import streamlit as st

from diffusion_core.common.assets import EVALUATION
from diffusion_core.common.records import read_record
from pages.shared.numbers import fixed


@st.cache_data(show_spinner=False)
def evaluation() -> dict:
    """What `make evaluate` measured."""
    return read_record(EVALUATION)


def share(name: str) -> str:
    """A share of the evaluation and its interval, % held to its number: "50.7 % (48.5 to 52.9 %, 2,000 pictures)"."""
    row = evaluation()[name]
    low, high = row["interval"]
    value, highest = (fixed(f"{100 * part:.1f} %") for part in (row["value"], high))
    return f"{value} ({100 * low:.1f} to {highest}, {row['n']:,} pictures)"


def told_of(name: str) -> str:
    """A share of the evaluation, and how many it is of: "100 of 100"."""
    row = evaluation()[name]
    return f"{round(row['value'] * row['n'])} of {row['n']}"


def most_copies() -> int:
    """Of 100 drawn pictures, at most how many can be copies, by the upper end of what was measured.

    A share f of copies has a training picture nearest, and half of the others has: f + (1 - f) / 2.
    """
    return round(100 * (2 * evaluation()["copying"]["interval"][1] - 1))
