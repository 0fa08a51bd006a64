"""Level 1: ways back from mixed water to a ring, each computed, as tracks for the player."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch

from diffusion_core import ink
from diffusion_core.common.randomness import generator
from pages.levels.ink.films import REMEMBERED, after, days, moments
from pages.shared.page.controls import MOST_SEEDS
from pages.shared.player import Numbers, Particles

WATER = 60
SPECKS = 400
SHAPE = "ring"
CELLS = 12
BACKWARD_STEPS = 24
MOST_STEPS = 100
BACK = "On the ring"


@dataclass(frozen=True)
class Way:
    """A way back. specks: (F, N, 2) in [0, 1], from mixed water; back: (F,) of 100 specks, how many lie on the ring."""

    specks: np.ndarray
    back: np.ndarray


def spreads() -> torch.Tensor:
    return ink.diffusion(WATER) * moments()


def plain_water(shape: str = SHAPE) -> float:
    """Of 100 specks strewn evenly, how many lie where that ink was."""
    return 100 * (ink.ink_of(shape) > 0).double().mean().item()


@st.cache_data(max_entries=REMEMBERED, show_spinner=False)
def filmed(seed: int) -> Way:
    """The film backwards."""
    chance, drop = generator(seed), ink.ink_of(SHAPE)
    return _way(ink.stumble(ink.specks_of(drop, SPECKS, chance), spreads(), chance).flip(0), drop)


@st.cache_data(max_entries=REMEMBERED, show_spinner=False)
def guided(seed: int, steps: int, spacing: str, *, shoves: int = 0, known: str = SHAPE) -> Way:
    """From the film's last frame, step by step, by a guide that knows a drop.

    seed: of the film; spacing: a key of ink.SPACINGS; shoves: seed of the way back; known: what shape the guide knows.
    """
    start, drop = torch.from_numpy(filmed(seed).specks[0]), ink.ink_of(known)
    way_back = ink.SPACINGS[spacing](spreads()[-1].item(), steps)
    steps_back = ink.undo(start, ink.DropGuide(drop), way_back, generator(MOST_SEEDS + shoves))
    return _way(torch.stack([start, *steps_back]), drop)


@st.cache_data(max_entries=REMEMBERED, show_spinner=False)
def possible(seed: int, steps: int, spacing: str) -> np.ndarray:
    """(F,) of 100 spots of the ring, from how many a speck may still have come on the guided way: its mean.

    Spots that are unequally likely count as fewer (`DropGuide.possible`). After the last step it stays as it was.
    """
    way, drop = guided(seed, steps, spacing), ink.DropGuide(ink.ink_of(SHAPE))
    spreads_back = ink.SPACINGS[spacing](spreads()[-1].item(), steps)[:-1].tolist()
    places = torch.from_numpy(way.specks)
    left = [drop.possible(place, spread) for place, spread in zip(places, spreads_back, strict=False)]
    means = [count.mean().item() for count in left]
    return 100 * np.array([*means, means[-1]])


def _way(specks: torch.Tensor, drop: torch.Tensor) -> Way:
    return Way(specks.numpy(), 100 * ink.inked(specks, drop).double().mean(dim=1).numpy())


@st.cache_data(max_entries=REMEMBERED, show_spinner=False)
def unmixed(seed: int) -> np.ndarray:
    """(F, CELLS, CELLS) specks in each cell, counted in mixed water, then with the rule of spreading run backwards."""
    cells = torch.from_numpy(filmed(seed).specks[0] * CELLS).long().clamp(0, CELLS - 1)
    counts = torch.bincount(cells[:, 1] * CELLS + cells[:, 0], minlength=CELLS**2).double().view(CELLS, CELLS)
    frames = [counts]
    for _ in range(BACKWARD_STEPS):
        frames.append(ink.exchange(frames[-1], -backward_step()))
    return torch.stack(frames).numpy()


def backward_step() -> float:
    """D·t of one step back: half of what such a rule can take forwards without breaking."""
    return 1 / (8 * CELLS**2)


def hours_undone(frame: int) -> float:
    """Hours in the real glass that the backward rule has undone by a frame."""
    return 24 * days(frame * backward_step() / ink.diffusion(WATER))


def labels(way: str, frames: int) -> list[str]:
    """What stands beside the frames of a way: "film", "rule" or "steps"."""
    if way == "film":
        passed = moments()[1:].flip(0).tolist()
        return [*(f"{after(moment).removeprefix('after ')} after the drop" for moment in passed), "the drop itself"]
    if way == "rule":
        whole = f"hours undone, of {days(moments()[-1].item()):.0f} days"
        undone = [f"{hours_undone(frame):.1f} {whole}" for frame in range(1, frames)]
        return ["counted", *undone[:-1], f"{undone[-1]} · broken down"]
    return ["mixed water", *(f"step {step} of {frames - 1}" for step in range(1, frames))]


def glass(way: Way, title: str, *, name: str = "back", size: str = "main") -> Particles:
    return Particles(name, way.specks, title=title, alt=f"specks of ink on their way back: {title}", role="ink",
                     note="", size=size, radius=9, glass=True)  # fmt: skip


def goal(seed: int) -> Particles:
    """The ring as it was, to compare with."""
    return Particles("goal", filmed(seed).specks[-1][None], title="the ring as it was", glass=True,
                     alt="the ring that the ink began as", role="ink", size="medium", radius=9)  # fmt: skip


def tally(way: Way) -> Numbers:
    """How many specks are back, beside how many would be there by luck."""
    water = np.full(len(way.back), plain_water())
    rows = {BACK: way.back, f"{BACK} in plain water, by luck": water}
    return Numbers("tally", rows, formats=dict.fromkeys(rows, "{:.0f} in 100 specks"), title="how many are back?")


def cells(counts: np.ndarray, *, name: str = "cells", title: str = "", size: str = "main") -> Particles:
    """Specks in cells: ink where there are some, the other colour where the rule says fewer than none."""
    share = np.clip(counts / counts[0].max(), -1, 1)[..., None]
    paper, much, less = (np.array(rgb, float) for rgb in ((241, 245, 249), (30, 58, 138), (171, 77, 6)))
    colours = paper + np.where(share > 0, (much - paper) * share, (less - paper) * -share)
    return Particles(name, np.zeros((len(counts), 0, 2)), shade=colours.round().astype(np.uint8), role="ink", note="",
                     title=title or f"{CELLS} by {CELLS} cells", alt="how many specks the rule says are in each cell",
                     size=size, glass=True)  # fmt: skip


def fullest_and_emptiest(counts: np.ndarray) -> Numbers:
    rows = {"Fullest cell": counts.max(axis=(1, 2)), "Emptiest cell": counts.min(axis=(1, 2))}
    return Numbers("extremes", rows, formats=dict.fromkeys(rows, "{:,.0f} specks"), title="what the rule says")
