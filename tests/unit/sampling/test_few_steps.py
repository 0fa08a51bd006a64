"""The student of few steps on the model card: only what was measured on these very weights."""

import json

import pytest

from diffusion_core.evaluation.student_card import UNTESTED, keep_figures, section
from diffusion_core.networks.weights import save_int8
from diffusion_core.sampling.few_steps import JUMPS, NAME, quick

NOTES = {"ways": "1200", "pictures": "64000", "hours": "0.5", "machine": "2 processor cores"}


def record(steps: int, digest: str, right: float) -> dict:
    share = {"value": right, "interval": [right - 0.01, right + 0.01], "n": 1000}
    return {"steps": steps, "sha256": digest, "all_right_seen": share, "frechet": 12.5}


def test_the_student_is_asked_for_its_jumps_and_no_more():
    job = quick("a red cat", 7)
    assert (job.weights, job.steps, job.guidance, job.clip) == (NAME, JUMPS, 1, False)
    assert (job.caption, job.seed, job.sampler) == ("a red cat", 7, "ddim")


@pytest.fixture
def student(tmp_path, network):
    path = tmp_path / "few.safetensors"
    return path, save_int8(path, network, NOTES)


def test_the_section_shows_the_figures_of_these_weights_most_steps_first(student, tmp_path):
    path, digest = student
    figures = tmp_path / "few.json"
    assert UNTESTED in section(path, figures)
    for steps, right in ((1, 0.25), (4, 0.75)):
        keep_figures(record(steps, digest, right), figures)
    text = section(path, figures)
    assert digest in text and "1,200 recorded ways" in text.replace("\n", " ") and UNTESTED not in text
    assert "| steps | 4 | 1 |" in text
    assert "| one critter right | 0.75 (0.74 to 0.76), n = 1000 | 0.25 (0.24 to 0.26), n = 1000 |" in text


def test_figures_of_other_weights_are_neither_kept_nor_shown(student, tmp_path):
    path, digest = student
    figures = tmp_path / "few.json"
    keep_figures(record(4, "another", 0.5), figures)
    assert UNTESTED in section(path, figures)
    keep_figures(record(2, digest, 0.5), figures)
    assert set(json.loads(figures.read_text(encoding="utf-8"))) == {"2"}


def test_without_a_student_nothing_is_said(tmp_path):
    assert section(tmp_path / "none.safetensors") == ""
