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
