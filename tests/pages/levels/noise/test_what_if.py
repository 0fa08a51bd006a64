"""Level 2: each slip beside the right way, and what it says of itself is so."""

import re

import numpy as np
import pytest

from diffusion_core.process.mistakes import MISTAKES, likeness
from diffusion_core.process.spectrum import fine_part
from pages.levels.noise import what_if, what_if_figures
from pages.shared.page import pictures
from tests.pages.driver import bet, cards, names, opened, track, words

WHAT_IF = "level-2-what-if"
BYTES = pictures.default().data


@pytest.mark.parametrize("name", MISTAKES)
def test_each_slip_stands_beside_the_right_way_and_its_fault_is_named_and_measured(name):
    page = opened(WHAT_IF, {"wrong.slip": what_if.NAMES[name]})
    right, wrong = (
        what_if_figures.noising_of(BYTES, which, 0, what_if_figures.FACTS[name])
        for which in (what_if_figures.RIGHT, name)
    )
    evidence = ["evidence"] if name in what_if_figures.EVIDENCE else []
    assert names(page, "wrong.stage") == ["right", "wrong", *evidence, "fault"]
    assert np.array_equal(track(page, "wrong.stage", "right")[1]["pixels"], right.frames)
    assert np.array_equal(track(page, "wrong.stage", "wrong")[1]["pixels"], wrong.frames)
    assert not np.array_equal(right.frames[1:], wrong.frames[1:])
    fault = what_if.FAULTS[name](right, wrong)
    assert fault in words(page) and re.search(r"\*\*[\d.,]+", fault)


def test_what_each_slip_says_of_itself_is_so():
    runs = {
        name: what_if_figures.noising_of(BYTES, name, 0, tuple(what_if_figures.MEASURES))
        for name in (what_if_figures.RIGHT, *MISTAKES)
    }
    facts = {name: run.facts for name, run in runs.items()}
    right = facts[what_if_figures.RIGHT]
    assert abs(right["likeness"][-1]) < 0.04 and abs(right["likeness of fine detail"]) < 0.1
    assert facts["one draw for all"]["likeness"].min() > 0.99
    assert facts["a random tenth"]["untouched"][10] == pytest.approx(0.9**10, abs=0.03)
    assert facts["soft splats"]["likeness of fine detail"] > 0.95
    assert facts["multiply"]["dark"][10] < right["dark"][10] / 2 and facts["multiply"]["largest"][-1] > 10_000
    assert facts["never shrink"]["variance"][-1] > 10 and right["variance"][-1] == pytest.approx(1, abs=0.06)
    assert facts["from the original"]["likeness"][-1] > 0.6
    for name in (what_if_figures.RIGHT, "never shrink"):
        assert what_if_figures.last_variance(BYTES, name, 0) == pytest.approx(facts[name]["variance"][-1], rel=1e-5)


def test_the_spectrum_of_the_right_draws_is_flat_and_that_of_splats_falls():
    spec, curves = track(opened(WHAT_IF, {"wrong.slip": what_if.NAMES["soft splats"]}), "wrong.stage", "fault")
    assert [line["name"] for line in spec["lines"]] == ["all alike", "the right way", "the slip"]
    assert not curves["y0"].any()
    # powers of ten: a ring of a few waves scatters more than a ring of many
    assert np.abs(curves["y1"][:, 3:]).max() < 0.35 and np.abs(curves["y1"][:, 3:].mean()) < 0.05
    assert (curves["y2"][:, 0] > 1).all() and (np.nan_to_num(curves["y2"][:, 24:], nan=-9) < -4).all()


def test_the_bet_on_shrinking_is_marked_by_the_run():
    page = opened(WHAT_IF)
    said = words(bet(page, "wrong.shrink", "They end in the same bell"))
    assert cards(page)["wrong.shrink"]["right"] == "They run off, further and further"
    assert "Only the shrinking holds that bell together" in said


def test_what_is_shown_as_evidence_is_the_picture_that_was_not_hidden():
    original = pictures.to_signed(BYTES)[0]
    for name, fine in (("one draw for all", False), ("soft splats", True)):
        field = what_if_figures.EVIDENCE[name][1]
        shown = [what_if_figures.noising_of(BYTES, which, 0, (field,)) for which in (name, what_if_figures.RIGHT)]
        seen = [pictures.to_signed(run.facts[field].tobytes())[0] for run in shown]
        wanted = fine_part(original, ring=what_if_figures.FINE) if fine else original
        assert likeness(seen[0], wanted) > 0.85 and abs(likeness(seen[1], wanted)) < 0.1
