"""What `make claims` measures of copies and of what was learnt by heart, where the truth is known."""

import numpy as np
import pytest
import torch

from diffusion_core.common.assets import READER
from diffusion_core.data.critters import TRAINING_COUNT, draw, draw_bytes, training_seeds
from diffusion_core.evaluation.attribute_reader import load_reader
from diffusion_core.evaluation.claims import kept
from diffusion_core.evaluation.claims.kept import CROWDS, KINDS, more, off, standing_out
from diffusion_core.evaluation.claims.lab import Lab
from diffusion_core.process.exact_denoiser import mixture_denoiser

FIRST, COUNT = 74_000_000, 6


class ByHeart:
    """Stands in for the network: as a key of the caches."""


@pytest.fixture
def lab():
    yield Lab(ByHeart(), load_reader(READER, torch.device("cpu")), first=FIRST)
    kept._off.cache_clear()
    kept._trained_features.cache_clear()


@pytest.fixture
def trained(monkeypatch):
    """The training pictures that the measures hold against: those that "seen" chooses, and some others."""
    chosen = training_seeds()[torch.linspace(0, len(training_seeds()) - 1, COUNT).long()]
    pictures = draw_bytes(torch.cat([chosen, training_seeds()[1:41]])).numpy()
    monkeypatch.setattr(kept, "training_pictures", lambda: pictures)
    return pictures


def test_seen_pictures_are_of_the_training_and_new_ones_are_not():
    seen, new = (KINDS[kind](FIRST, COUNT) for kind in ("seen", "new"))
    numbers = training_seeds()[torch.linspace(0, len(training_seeds()) - 1, COUNT).long()]
    assert torch.equal(seen, draw(numbers)) and int(numbers.max()) < TRAINING_COUNT < FIRST
    assert len({picture.numpy().tobytes() for picture in torch.cat([seen, new])}) == 2 * COUNT


def test_a_network_that_knows_its_pictures_by_heart_is_further_off_on_new_ones(lab, monkeypatch):
    exact = mixture_denoiser(KINDS["seen"](FIRST, COUNT))
    monkeypatch.setattr(kept, "predict", lambda network, x, levels, words: exact(x, levels))
    assert more(0)(lab, COUNT).interval[0] > 0
    assert off("seen", 0)(lab, COUNT).value < 1 < off("new", 0)(lab, COUNT).value


@pytest.mark.parametrize("eye", kept.EYES)
def test_training_pictures_stand_out_as_copies_and_fresh_drawings_do_not(lab, trained, eye):
    assert standing_out("copied", eye)(lab, COUNT).value == 1
    assert standing_out("fresh", eye)(lab, COUNT).value == 0


def test_a_shifted_copy_is_the_same_picture_moved_sideways(lab):
    shifted, seen = (CROWDS[crowd](lab, 2) for crowd in ("shifted", "copied"))
    assert torch.equal(shifted[..., kept.SHIFT :], seen[..., : -kept.SHIFT]) and not torch.equal(shifted, seen)


def test_all_training_pictures_are_compared_part_by_part(lab, trained, monkeypatch):
    monkeypatch.setattr(kept, "CHUNK", 7)
    parts = list(kept._trained(lab, "pixels"))
    assert len(parts) == 7 and sum(map(len, parts)) == len(trained)
    assert np.allclose(torch.cat(parts), trained / 127.5 - 1, atol=1e-6)
    assert standing_out("copied", "pixels")(lab, COUNT).value == 1
