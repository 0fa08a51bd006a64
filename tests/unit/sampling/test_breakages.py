"""The lab breaks one part at a time, and its measures see what they are meant to see."""

from dataclasses import asdict

import pytest
import torch

from diffusion_core.data.critters import TRAINING_COUNT, caption, draw, scene_of
from diffusion_core.evaluation.claims.broken import BROKEN_CLAIMS, BROKEN_PAIRS, grain
from diffusion_core.evaluation.scenes import single_scenes
from diffusion_core.networks.weights import load_network
from diffusion_core.process.prediction import from_velocity
from diffusion_core.sampling.breakages import BREAKAGES, ONE_STEP, SOUND
from diffusion_core.sampling.job import Job


@pytest.mark.parametrize("name", BREAKAGES)
def test_a_breakage_differs_from_its_sound_run_in_one_part(name):
    sound, broken = (asdict(job) for job in (SOUND[BREAKAGES[name].sound], BREAKAGES[name].broken))
    assert len([field for field in sound if sound[field] != broken[field]]) == 1


def test_nothing_is_broken_in_a_sound_run():
    usual = asdict(Job())
    for job in SOUND.values():
        assert {field for field, value in asdict(job).items() if value != usual[field]} <= {
            "sampler",
            "steps",
            "guidance",
        }
    assert BREAKAGES[ONE_STEP].broken.steps == 1


def test_every_run_is_measured_in_three_ways():
    runs = [*SOUND, *BREAKAGES, "drawn"]
    for run in runs:
        assert {f"lab: {what}, {run}" for what in ("right", "distance", "grain")} <= set(BROKEN_CLAIMS)
    assert all(set(pair) <= set(BROKEN_CLAIMS) for pair in BROKEN_PAIRS.values())


def test_grain_is_the_spread_of_white_specks_and_blind_to_a_ramp():
    """An average of nine keeps a ninth of white noise's variance, so 8/9 of it is taken away."""
    specks = 0.1 * torch.randn(4, 3, 200, 200, generator=torch.Generator().manual_seed(0))
    assert grain(specks)[0].item() == pytest.approx(127.5 * 0.1 * (8 / 9) ** 0.5, rel=0.02)
    ramp = torch.linspace(-1, 1, 64).expand(1, 3, 64, 64)
    assert grain(ramp).item() < 1


def test_grain_falls_when_pictures_are_blurred_and_rises_with_specks():
    pictures = draw(range(8))
    blurred = torch.nn.functional.avg_pool2d(pictures, 3, 1, 1, count_include_pad=False)
    specks = pictures + 0.1 * torch.randn(pictures.shape, generator=torch.Generator().manual_seed(0))
    assert (grain(blurred) < grain(pictures)).all() and (grain(specks) > grain(pictures)).all()


def test_scenes_asked_for_are_those_that_come():
    for wanted, green_rabbit in (("green rabbit", True), ("seen", False)):
        scenes = single_scenes(5_000_000, 6, wanted)
        pairs = [(scene.critters[0].animal, scene.critters[0].colour) for scene in scenes]
        assert all((pair == ("rabbit", "green")) == green_rabbit for pair in pairs)
        assert {len(scene.critters) for scene in scenes} == {1}


def test_who_hears_of_too_little_noise_takes_away_too_much_and_of_too_much_leaves_some():
    """By the share of the true noise in the noise that is named: the mean of their product over that of its square."""
    network, numbers = load_network(), range(TRAINING_COUNT, TRAINING_COUNT + 3)
    x0 = draw(numbers)
    eps = torch.randn(x0.shape, generator=torch.Generator().manual_seed(0))
    x, half = 0.5**0.5 * (x0 + eps), torch.zeros(3)
    words = network.reader.read([caption(scene_of(number)) for number in numbers])

    def named(offset: float) -> float:
        with torch.inference_mode():
            guess = from_velocity(x, network(x, half + offset, words), half)
        return float((guess.eps * eps).mean() / eps.square().mean())

    less, more = (BREAKAGES[f"told a little {way} noise"].broken.level_offset for way in ("less", "more"))
    assert named(more) < 0.9 < named(0) < 1.05 < 1.1 < named(less)
