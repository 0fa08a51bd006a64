"""5.7: a small CLIP as it learns: its table, the share that it finds, and the share with the right colours."""

import math
from collections.abc import Sequence

import numpy as np
import streamlit as st

from diffusion_core.data.critters import caption
from diffusion_core.networks.clip import blank_clip
from diffusion_core.training.clip_lesson import (
    BATCH,
    CLIP_LESSONS,
    EXAMPLE,
    PLAIN,
    TABLE,
    WITH_SWAPS,
    Look,
    exam,
    look,
    swapped_caption,
)
from pages.levels.words.binding.clip_record import recorded
from pages.shared.player import Curves, Line, Numbers, Pictures
from pages.shared.player.track import Track

COIN = 50.0
NAMES = {
    PLAIN: "any other captions",
    WITH_SWAPS: "captions with swapped colours, too",
}
"""The lessons by what stands among their wrong answers."""


@st.cache_data(max_entries=1, show_spinner=False)
def blank_look() -> Look:
    """What a small CLIP can do before its first nudge."""
    return look(blank_clip(0), 0, math.nan, 0.0)._replace(seconds=0.0)


def tracks(looks: Sequence[Look], shown: Sequence[Look], *, told: bool) -> list[Track]:
    """The table and the example for the looks that are shown, a curve over all of them. told: the colours, too."""
    found = [_table(shown), _example()]
    if told:
        found.append(_fits([one.example[0].item() for one in shown]))
    return found + ([_curves(_columns(looks), [one.nudges for one in shown], told=told)] if len(looks) > 1 else [])


def recorded_tracks(lesson: str) -> tuple[list[Track], list[str]]:
    """The recorded lesson, a frame a look: without its table, which wasn't kept. Beside it the frames' labels."""
    run = recorded()[lesson]
    columns = {name: run[name] for name in ("nudges", "found", "preferred")}
    labels = [
        f"nudge {nudge} · {right:.0%} with the right colours"
        for nudge, right in zip(run["nudges"], run["preferred"], strict=True)
    ]
    return [_example(), _fits(run["example"]), _curves(columns, run["nudges"], told=True)], labels


def compared() -> tuple[list[Track], list[str]]:
    """Both lessons that were recorded, as far as each went: who gets the colours right."""
    runs = {name: recorded()[name] for name in CLIP_LESSONS}
    at = np.array(max((run["nudges"] for run in runs.values()), key=lambda nudges: nudges[-1]), np.float64)
    roles = dict(zip(runs, ("noise", "clean"), strict=True))
    lines = [
        Line(NAMES[name], _until(at, run["nudges"], run["preferred"]), roles[name], "solid")
        for name, run in runs.items()
    ]
    chart = Curves("compared", at, [*lines, Line("a coin", np.full(len(at), COIN), "plain", "dashed")],
                   title="right colours, in %", digits=0, trail=True, y_range=(0, 105), x_label="nudges", note="",
                   size="full")  # fmt: skip
    return [chart], [f"nudge {nudge:.0f}" for nudge in at]


def label(lesson: str, seen: Look) -> str:
    """ "nudge 60 of 240 · 3,840 pictures · 4 s of processor time"."""
    nudges = f"nudge {seen.nudges} of {CLIP_LESSONS[lesson].nudges}"
    return f"{nudges} · {seen.nudges * BATCH:,} pictures shown · {seen.seconds:.0f} s of processor time"


def _until(at: np.ndarray, nudges: Sequence[int], values: Sequence[float]) -> np.ndarray:
    """A curve in %, at other places; none where it has ended."""
    return np.where(at <= nudges[-1], 100 * np.interp(at, nudges, values), np.nan)


def _columns(looks: Sequence[Look]) -> dict[str, list[float]]:
    return {name: [getattr(one, name) for one in looks] for name in ("nudges", "found", "preferred")}


def _table(shown: Sequence[Look]) -> Pictures:
    """A row a picture, a column a caption: the lighter, the surer it is that they belong together."""
    lit = np.stack([np.sqrt(one.table.numpy()) for one in shown])
    return Pictures("table", (2 * lit - 1)[..., None].repeat(3, -1), title=f"{TABLE} pictures × {TABLE} captions",
                    role="guess", note="", size="main",
                    alt="a row a picture, a column a caption; bright where both seem to belong together")  # fmt: skip


def _example() -> Pictures:
    return Pictures("example", exam().x[0], title="a picture it never saw", role="clean", note="", size="main",
                    alt=caption(EXAMPLE))  # fmt: skip


def _fits(shares: Sequence[float]) -> Numbers:
    """How sure it is of either caption for that picture."""
    right = 100 * np.array(shares, np.float64)
    rows = {f"“{caption(EXAMPLE)}”": right, f"“{swapped_caption(EXAMPLE)}”": 100 - right}
    return Numbers("fits", rows, formats=dict.fromkeys(rows, "{:.0f} %"), title="which caption fits it?", note="",
                   size="full")  # fmt: skip


def _curves(columns: dict[str, list[float]], at: Sequence[int], *, told: bool) -> Curves:
    nudges = np.array(columns["nudges"], np.float64)
    lines = [Line(f"finds its caption among {TABLE}", 100 * np.array(columns["found"]), "guess")]
    if told:
        lines += [
            Line("right colours, of two captions", 100 * np.array(columns["preferred"]), "noise"),
            Line("a coin", np.full(len(nudges), COIN), "plain", "dashed"),
        ]
    return Curves("right", nudges, lines, at=np.array(at, np.float64), title="right, in %", digits=0, trail=True,
                  y_range=(0, 105), x_label="nudges", role="guess", note="", size="full")  # fmt: skip


def so_far() -> tuple[list[Track], list[str]]:
    """What the plain lesson, as it was recorded, came to with the colours."""
    run = recorded()[PLAIN]
    nudges = np.array(run["nudges"], np.float64)
    lines = [
        Line(NAMES[PLAIN], 100 * np.array(run["preferred"]), "noise", "solid"),
        Line("a coin", np.full(len(nudges), COIN), "plain", "dashed"),
    ]
    chart = Curves("compared", nudges, lines, title="right colours, in %", digits=0, y_range=(0, 105),
                   x_label="nudges", note="", size="full")  # fmt: skip
    return [chart], [f"nudge {nudge:.0f}" for nudge in nudges]
