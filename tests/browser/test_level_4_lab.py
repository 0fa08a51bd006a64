"""The break-it lab in a real Chromium: two runs side by side from one noise, scrubbed without a request."""

import numpy as np
import pytest

from tests.browser.conftest import SIZES
from tests.browser.stage import Stage, traffic

ONE = "level-4-step?lab.broken=One%20step,%20not%20twenty&moment=lab_sound.0"


def arrived(page, name: str, frames: int) -> Stage:
    stage = Stage(page, f"lab.{name}")
    stage.reaches("available", frames)
    stage.reaches("status", "")
    return stage


@pytest.mark.parametrize("size", SIZES)
def test_a_broken_run_begins_at_the_sound_runs_noise_and_ends_elsewhere(visit, size):
    page = visit(ONE, size=size)
    sound, broken = arrived(page, "lab_sound", 21), arrived(page, "lab_broken", 2)
    seen = traffic(page)
    sound.seek(0), broken.seek(0)
    assert np.array_equal(sound.pixels("noisy"), broken.pixels("noisy"))
    sound.seek(20), broken.seek(1)
    apart = np.abs(sound.pixels("noisy").astype(int) - broken.pixels("noisy"))
    assert apart.mean() > 3 and broken.pixels("noisy").shape == (128, 128, 3), "four, two by two"
    assert seen == []


def test_a_bet_breaks_the_run(visit):
    page = visit("level-4-step?open.4.10=true")
    arrived(page, "arrival", 21)
    assert page.locator(".st-key-lab-lab_broken").count() == 0
    page.locator('.bet[data-key="lab.fresh"] .answer', has_text="Just the same").click()
    arrived(page, "lab_sound", 21)
    arrived(page, "lab_broken", 21)
    assert page.get_by_text("Measured on 192 pictures").first.is_visible()
