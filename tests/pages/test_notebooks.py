"""An experiment that is taken along as a notebook comes to the pictures that its page shows, without any page."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import numpy as np
import pytest
import torch

from diffusion_core.common.assets import MODEL
from diffusion_core.ink import reflect
from diffusion_core.sampling.conversation import lead
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import ddim
from diffusion_core.serving import networks
from pages.server import resources
from pages.shared.page.bets import SHOW_ME
from pages.shared.page.notebook import LABEL
from pages.shared.page.notebook.made import Notebook
from pages.shared.page.notebook.without import WITHOUT
from pages.shared.player import to_bytes
from pages.shown import experiments
from pages.site_map import PARTS
from tests import ROOT
from tests.pages.driver import asked, bet, job, messages, names, opened, sent, track

NETWORK = ("level-4", "level-5")
STEPS_OF_GREY = 2
"""By so much of 255 a picture may differ: the server asks for several visitors at once, which rounds otherwise."""
SEAMS = 0.03
"""The share of a sheet that may be white lines between its pictures."""


@pytest.fixture(autouse=True)
def single_precision(monkeypatch):
    """Processors that multiply half as precisely and twice as fast would move the page's own picture by more."""
    monkeypatch.setattr(networks, "fast_dtype", lambda device: torch.float32)


FOLDED = {"level-4-step": {"lab.seed": "4"}}
"""What opens the boxes of experiments that are folded away, by page."""


def revealed(path: str, **more: str):
    """A page on which all bets are made. more: of its address."""
    page = opened(path, more)
    while waiting := asked(page):
        bet(page, waiting[0], SHOW_ME)
    return page


def notebooks(page) -> dict[str, Notebook]:
    """By the numbers of their experiments."""
    folds = page.session_state["folds"]
    return {number: labels[LABEL].args[0] for number, labels in folds.items() if LABEL in labels}


def run_all(found: dict[str, Notebook], folder: Path, *more: str) -> dict[str, dict[str, np.ndarray]]:
    """The arrays of each one's result. more: arguments of the runner."""
    for number, one in found.items():
        (folder / f"{number}.ipynb").write_text(one.text(), encoding="utf-8")
    command = [sys.executable, "-m", "tests.pages.notebook_runner", str(folder), *more]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    results = {number: dict(np.load(folder / f"{number}.npz")) for number in found}
    return {number: dict(with_pairs(result)) for number, result in results.items()}


def with_pairs(result: dict[str, np.ndarray]) -> Iterator[tuple[str, np.ndarray]]:
    """Films of several pictures also two by two, side by side, as pages show them."""
    for name, array in result.items():
        yield name, array
        if array.ndim == 5:
            for first in range(0, array.shape[1] - 1, 2):
                yield f"{name}.{first}", np.concatenate([array[:, first], array[:, first + 1]], axis=2)


def on_show(page) -> list[np.ndarray]:
    """All that the players of a page show: pictures, specks and the numbers of charts, frame by frame."""
    found: list[np.ndarray] = []
    for player in messages(page):
        header, _ = sent(page, player)
        if "tracks" not in header:  # another component
            continue
        if header["stream"]:
            found += streamed(page, player)
        for name in names(page, player):
            spec, arrays = track(page, player, name)
            found += drawn(spec, arrays)
    return found


def drawn(spec: dict, arrays: dict[str, np.ndarray]) -> list[np.ndarray]:
    """A track's frames, as the browser draws them."""
    if spec["kind"] == "mixture":
        parts, table = arrays["parts"].astype(np.float64), arrays["table"]
        return [to_bytes(np.stack([a * parts[0] + b * parts[-1] for a, b in table]))]
    if spec["kind"] == "drop":
        ways = torch.from_numpy(arrays["positions"] * spec["unit"]) + torch.tensor(spec["at"])
        return [(reflect(ways).numpy() * 65_535).round().astype(np.uint16)]
    return list(arrays.values())


def streamed(page, player: str) -> list[np.ndarray]:
    """The last picture of each of a stream's tracks, those of one job side by side."""
    steps = list(resources.engine().submit(job(page, player)))
    wide = [torch.cat(list(x.clamp(-1, 1)), dim=-1)[None] for x in (steps[-1].x, steps[-1].x0)]
    return [to_bytes(one) for one in wide]


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether both are the same, or they are at their beginning as far as the shorter one goes, or at their end."""
    if one.ndim == other.ndim == 3 and one.shape[-1] == other.shape[-1] == 2:
        one, other = (in_the_box(specks)[:, : min(one.shape[1], other.shape[1])] for specks in (one, other))
    if one.shape[1:] != other.shape[1:] or not one.size or one.ndim < 2:
        return False
    few = min(len(one), len(other))
    return any(near(one[part], other[part]) for part in (slice(few), slice(-1, None)))


def in_the_box(specks: np.ndarray) -> np.ndarray:
    """In [0, 1], also those that are sent in 65,535ths. Of many that were computed, a page may show the first few."""
    return specks / 65_535 if specks.dtype == np.uint16 else specks.astype(np.float64)


def near(one: np.ndarray, other: np.ndarray) -> bool:
    apart = np.abs(one.astype(np.float64) - other.astype(np.float64))
    if one.dtype == other.dtype == np.uint8:
        return bool((apart > STEPS_OF_GREY).mean() <= SEAMS)
    return bool(apart.max() <= 1e-3 * max(1.0, float(np.abs(other).max())))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.path)
def test_each_experiment_has_a_notebook_that_comes_to_what_the_page_shows_or_a_reason(part, request, tmp_path):
    if part.path.startswith(NETWORK) or part.path == "level-3-small-steps":
        request.getfixturevalue("engine_of")(MODEL)
    page = revealed(part.path)
    found, shows = notebooks(page), on_show(page)
    here = {one.number: name for name, one in experiments().items() if one.page == part}
    folded = FOLDED.get(part.path, {})
    having = {here[number] for number in (notebooks(revealed(part.path, **folded)) if folded else found)
              if number in here}  # fmt: skip
    assert set(here.values()) - having == {name for name in WITHOUT if name in here.values()}
    for one in found.values():
        nbformat.validate(nbformat.reads(one.text(), as_version=4))
    for number, result in run_all(found, tmp_path).items():
        assert any(alike(mine, theirs) for mine in result.values() for theirs in shows), number


def test_what_is_changed_in_a_notebook_counts(tmp_path):
    """The functions that stand there to be changed are the ones that run: once they raise, so does the notebook."""
    dissolves = notebooks(revealed("level-2"))["2.1"]
    drawn = Notebook("4.9", "", "films", {"jobs": [Job(steps=2)]}, [ddim, lead])
    run_all({"2.1": dissolves, "4.9": drawn}, tmp_path, "--counting")
    counting = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.glob("*.json")}
    assert counting == {"2.1": ["walk"], "4.9": ["ddim", "lead"]}
