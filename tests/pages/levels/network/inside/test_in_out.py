"""4.16: what goes in and comes out, and the arithmetic beside it."""

import re

import numpy as np
import torch

from pages.levels.network.inside import guessing
from tests.pages.driver import names, opened, sent, track

PAGE = "level-4-inside"


def test_the_numbers_beside_the_pictures_are_the_arithmetic(tiny_engine):
    rows = track(opened(PAGE, {"moment": "inout.3"}), "inside.inout", "factors")[0]["rows"]
    level = np.array([float(text.replace("−", "-")) for text in rows[0]["texts"]])
    assert level[0] > 0 > level[-1], "low is noisy"
    sums = [[re.findall(r"\d\.\d\d", text) for text in row["texts"]] for row in rows[1:]]
    (first, minus), (second, plus) = (np.array(one, float).T for one in sums)
    assert all(" − " in text for text in rows[1]["texts"]) and all(" + " in text for text in rows[2]["texts"])
    assert np.abs(level[1:-1] - np.log(first[1:-1] ** 2 / minus[1:-1] ** 2)).max() < 0.2, "log(alpha² / sigma²)"
    assert np.abs(first**2 + minus**2 - 1).max() < 0.02 and np.abs(second**2 + plus**2 - 1).max() < 0.02
    asked, found = guessing.asked(13), guessing.guess(13)
    v = torch.from_numpy(found.v[5]).permute(2, 0, 1).float() / 127.5 - 1
    picture = first[5] * asked.x[5] - minus[5] * v
    sure = (v.abs() < 0.99) & (picture.abs() < 0.98)
    shown = torch.from_numpy(found.frames[5]).permute(2, 0, 1).float() / 127.5 - 1
    assert sure.float().mean() > 0.02 and (shown - picture)[sure].abs().max() < 0.05


def test_what_comes_out_of_pure_noise_is_not_given_away(tiny_engine):
    page = opened(PAGE, {"open.4.14": "true"})
    header = sent(page, "inside.inout")[0]
    assert names(page, "inside.inout") == ["out", "noisy"]
    assert header["frames"] < header["whole"] and header["labels"][-1].startswith("t = 500 ")
