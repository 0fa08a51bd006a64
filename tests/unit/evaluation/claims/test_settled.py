"""When a new picture is settled, as `make claims` counts it, where the truth is known: two pictures known by heart."""

import pytest
import torch

from diffusion_core.common.assets import READER
from diffusion_core.data.critters import draw
from diffusion_core.evaluation.attribute_reader import load_reader
from diffusion_core.evaluation.claims import settled
from diffusion_core.evaluation.claims.lab import Lab
from diffusion_core.evaluation.claims.settled import SETTLED_CLAIMS, SETTLED_PAIRS, all_by_halfway, since
from diffusion_core.evaluation.settling import SETTLING, stays_from
from diffusion_core.networks.unet import UNetConfig
from diffusion_core.process.exact_denoiser import mixture_denoiser

FIRST, COUNT = 71_000_000, 4


class ByHeart:
    """Stands in for the network."""

    config = UNetConfig(vocabulary=())


@pytest.mark.parametrize(
    ("seen", "frame"), [("aaaa", 0), ("baaa", 1), ("abaa", 2), ("aaab", 3), ("bbba", 3), ("cbab", 3)]
)
def test_settled_is_what_never_changes_again(seen, frame):
    assert stays_from(list(seen)) == frame


def test_of_one_picture_known_by_heart_all_is_settled_from_the_start(monkeypatch):
    exact = mixture_denoiser(draw([FIRST]))
    monkeypatch.setattr(settled, "asking", lambda network, captions: exact)
    lab = Lab(ByHeart(), load_reader(READER, torch.device("cpu")), first=FIRST)
    assert [since(name)(lab, COUNT).value for name in SETTLING] == [0, 0, 0, 0]
    assert all_by_halfway(lab, COUNT).value == 1


def test_sentences_compare_figures_that_are_measured():
    assert {name for pair in SETTLED_PAIRS.values() for name in pair} <= set(SETTLED_CLAIMS)
