"""What `make record-clip` says of several lessons together."""

import math

import pytest
import torch

from diffusion_core.commands.record_clip import ends
from diffusion_core.training.clip_lesson import FOUND, TABLE, Look


def lesson(*found: float, preferred: float) -> list[Look]:
    """One that takes a second from look to look."""
    table, example = torch.eye(TABLE), torch.tensor([0.5, 0.5])
    return [Look(i, math.nan, share, preferred, table, example, float(i)) for i, share in enumerate(found)]


def test_the_end_is_the_mean_over_lessons_and_its_interval_is_of_them():
    """Of shares 0.5, 0.6 and 0.7 the spread is 0.1: Student's 4.303 of its standard errors to either side."""
    runs = [lesson(0.0, 0.96, preferred=share) for share in (0.5, 0.6, 0.7)]
    found = ends(runs)
    assert found["preferred_end"]["value"] == pytest.approx(0.6) and found["preferred_end"]["n"] == 3
    half = 4.303 * 0.1 / math.sqrt(3)
    assert found["preferred_end"]["interval"] == pytest.approx([0.6 - half, 0.6 + half], abs=1e-3)
    assert found["preferred_each"] == [0.5, 0.6, 0.7] and found["found_end"]["interval"] == [0.96, 0.96]


def test_an_interval_of_shares_ends_at_one():
    found = ends([lesson(0.9, preferred=share) for share in (0.9, 1.0)])
    assert found["preferred_end"]["interval"][1] == 1


def test_only_lessons_that_came_there_count_for_how_long_it_took():
    found = ends([lesson(0.1, FOUND, 0.9, preferred=0.5), lesson(0.1, 0.2, 0.3, 0.96, preferred=0.5)])
    assert found["reached"] == 2 and found["seconds_until_found"] == 2
    none = ends([lesson(0.1, 0.2, preferred=0.5)] * 2)
    assert none["reached"] == 0 and none["seconds_until_found"] is None
