"""What a page shows as "the same with the diffusers library" is run here, and comes to the page's own picture.

Its schedulers are that library's; its network is ours, behind the call of theirs. The settings on the other side are
those of the page: its own figures, or the job that its player asks this server for.
"""

import inspect
from dataclasses import replace
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from streamlit.testing.v1 import AppTest
from torch import Tensor

from diffusion_core.common.assets import MODEL
from diffusion_core.common.randomness import Noise, generator
from diffusion_core.data.critters import TRAINING_COUNT, caption, draw, scene_of, training_seeds
from diffusion_core.networks.caption_reader import Context
from diffusion_core.networks.clip import WIDTH, contrastive_loss
from diffusion_core.networks.weights import load_network
from diffusion_core.process.forward import add_noise
from diffusion_core.process.prediction import clipped
from diffusion_core.process.schedules import SCHEDULES, make_schedule
from diffusion_core.sampling.halfway import back, there
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import run
from diffusion_core.serving import networks
from diffusion_core.training import loop
from diffusion_core.training.one_nudge import nudge_once
from pages.levels.network.anew import between_figures, noise_decides_figures, two_ways_in_figures
from pages.levels.network.anew.between_figures import WORDS
from pages.levels.network.asking import OTHER_CHANCE, SHAPE, asking, cosine, noise
from pages.levels.network.inside import guessing
from pages.levels.network.see import seeing_figures, smallest_figures
from pages.levels.network.step import drawing, one_step_figures
from pages.levels.network.step.drawing import SAMPLERS
from pages.levels.noise import jump_figures, scales
from pages.server import resources
from pages.shared.page.bets import SHOW_ME
from pages.shared.page.code import excerpt
from tests.pages.driver import job, opened, run_through

CLOSE = 1e-3


def theirs(name: str) -> Any:
    """What an excerpt defines: the very text that the page shows, run."""
    names: dict[str, Any] = {}
    exec(compile(excerpt(name)[1], name, "exec"), names)
    (*_, made) = [one for one in names.values() if inspect.isfunction(one) or inspect.isclass(one)]
    return made


def alike(theirs: Tensor, ours: Tensor) -> None:
    torch.testing.assert_close(theirs.float().clamp(-1, 1), ours.float().clamp(-1, 1), atol=CLOSE, rtol=0)


@pytest.fixture(autouse=True)
def single_precision(monkeypatch):
    """Processors that multiply half as precisely and twice as fast would move the page's own picture by more."""
    monkeypatch.setattr(networks, "fast_dtype", lambda device: torch.float32)
    monkeypatch.setattr(loop, "fast_dtype", lambda device: torch.float32)


@pytest.fixture
def network(engine_of):
    """Ours behind the call of theirs, and the page's engine with the same weights."""
    engine_of(MODEL)
    with torch.inference_mode():
        yield theirs("our_network")()


def picture_of(drawn: Job) -> Tensor:
    *_, step = resources.engine().submit(drawn)
    return step.x


# --- without a network


def test_small_steps():
    picture, steps = draw([5]), scales.STEPS
    ours = list(jump_figures.small_steps(picture, scales.schedule(), generator(7)))
    for mine, other in zip(ours, theirs("small_steps")(picture, steps, generator(7)), strict=True):
        torch.testing.assert_close(other, mine, atol=CLOSE, rtol=0)


@pytest.mark.parametrize("t", [t for t in jump_figures.AT if t])
def test_jump(t):
    picture, eps = draw([5]), noise([3])
    ours = add_noise(picture, eps, scales.plan(jump_figures.STEPS).alpha_bar[t])
    torch.testing.assert_close(theirs("jump")(picture, eps, t), ours, atol=CLOSE, rtol=0)


@pytest.mark.parametrize("T", [10, 250, 1000])
@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_two_schedules(T, share):
    picture, eps, t = draw([5]), noise([3]), round(share * T)
    for name, noisy in theirs("two_schedules")(picture, eps, t, T).items():
        ours = add_noise(picture, eps, SCHEDULES[name](T).alpha_bar[t])
        torch.testing.assert_close(noisy, ours, atol=CLOSE, rtol=0)


def test_clip_loss():
    said = pictures, captions, swapped = torch.randn(19, WIDTH, generator=generator(1)).split((8, 8, 3))
    of_one_length = [F.normalize(rows, dim=1) for rows in said]
    ours = contrastive_loss(*of_one_length[:2], torch.tensor(7.0), of_one_length[2])
    torch.testing.assert_close(theirs("clip_loss")(pictures, captions, 7.0, swapped), ours, atol=CLOSE, rtol=0)


def test_one_filter():
    x, x0 = smallest_figures.pair(13)
    lesson = smallest_figures.learning(13, smallest_figures.IDENTITY)
    nine, filtered = theirs("one_filter")(x, x0, smallest_figures.LESSONS)
    learnt = torch.from_numpy(lesson.nine[-1])
    torch.testing.assert_close(nine, learnt, atol=CLOSE, rtol=0)
    alike(filtered, smallest_figures.convolve(x, learnt))


def test_hears_words():
    """Rows in another order are heard alike, by theirs and by ours; words read in another order are not."""
    ours, said = load_network(), ("a red cat and a blue dog in the snow", "a blue cat and a red dog in the snow")
    mixed, x = torch.randperm(11, generator=generator(2)), noise([3])
    with torch.inference_mode(), torch.random.fork_rng(devices=[]):
        told, other = (ours.reader.read([words]).vectors[:, :11] for words in said)
        heaps, every = [told, told[:, mixed], other], torch.ones(1, 11, dtype=torch.bool)
        torch.manual_seed(0)
        answers = theirs("hears_words")(heaps, x, 500), [ours(x, torch.zeros(1), Context(one, every)) for one in heaps]
    for as_read, as_heap, other_words in answers:
        apart = (as_read - other_words).abs().max()
        assert as_read.shape == x.shape and apart > CLOSE and (as_read - as_heap).abs().max() < apart / 100


# --- with the network


def test_guess(network):
    found, inside = seeing_figures.guesses(3, False), guessing.asked(13)
    for i, t in [(i, t) for i, t in enumerate(seeing_figures.MOMENTS) if t]:
        _, picture, eps = theirs("guess")(network, network.tell(""), found.clean[None], found.noise[None], t)
        alike(picture[0], found.x0[i])
        alike(eps[0], found.eps[i])
    found = guessing.guess(13)
    for i, t in [(i, t) for i, t in enumerate(guessing.MOMENTS) if t]:
        _, picture, _ = theirs("guess")(network, network.tell(""), inside.x0, inside.eps, t)
        shown = torch.from_numpy(found.frames[i]).permute(2, 0, 1) / 127.5 - 1
        torch.testing.assert_close(picture[0].clamp(-1, 1), shown, atol=0.5 / 127.5 + CLOSE, rtol=0)


def test_exercise():
    x0, words = draw([int(training_seeds()[0])]), caption(scene_of(int(training_seeds()[0])))
    ours, copy = load_network(), load_network()
    made = nudge_once(ours, x0, words, 0)
    other = theirs("our_network")(copy.requires_grad_(True))
    level = made.given.log_snr.item()
    t, left = make_schedule("cosine").time_of(level) - 1, torch.sigmoid(torch.tensor(level)).item()
    loss = theirs("exercise")(other, other.tell(words), x0, made.given.eps, t, left, made.rate)
    assert loss == pytest.approx(made.error, abs=CLOSE)
    guesses = [net(made.given.x, made.given.log_snr, net.reader.read([words])).detach() for net in (ours, copy)]
    alike(*guesses)
    # which the network before the nudge would not be
    still = load_network()
    before = still(made.given.x, made.given.log_snr, still.reader.read([words]))
    assert (guesses[1] - guesses[0]).abs().max() < 0.1 * (before - guesses[0]).abs().max()


def test_one_step(network):
    found, told = one_step_figures.backward(4), network.tell(one_step_figures.WORDS)
    steps = list(theirs("one_step")(network, told, network.tell(""), generator(4), one_step_figures.STEPS))
    assert len(steps) == len(found.tiles["x0"])
    for made, after, guess in zip(steps, found.tiles["after"], found.tiles["x0"], strict=True):
        alike(made.pred_original_sample[0], guess)
        torch.testing.assert_close(made.prev_sample[0], after, atol=CLOSE, rtol=0)


def drawn(network, page: AppTest, player: str) -> tuple[Job, Tensor]:
    """The first picture of what a player draws: what the page asks for, and what their library makes of it."""
    asked = job(page, player)
    told = network.tell(asked.caption)
    made = theirs(f"draw_{asked.sampler}")(network, told, network.tell(""), generator(asked.seed), asked.steps)
    return asked, made


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_draw(network, sampler):
    page = opened("level-4-step", {"denoise.sampler": SAMPLERS[sampler]}, bets={drawing.BET: SHOW_ME})
    asked, made = drawn(network, page, "denoise.drawing")
    assert asked.sampler == sampler
    alike(made, picture_of(asked))


def test_draw_in_the_lab(network):
    asked, made = drawn(network, opened("level-4-step", {"moment": "lab_sound.1"}), "lab.lab_sound")
    alike(made[0], picture_of(asked)[0])


@pytest.mark.parametrize("believed", ["linear", "scaled linear", "not rescaled"])
def test_believes(network, believed):
    page = opened("level-3-small-steps", {"moment": "fooled.1", "schedule.believed": believed})
    asked = replace(job(page, "schedule.fooled"), count=1)  # the first of its pictures, which is drawn as if alone
    eps = noise([asked.seed])
    made = theirs("believes")(network, network.tell(""), eps, asked.believed, asked.steps)
    alike(made, picture_of(asked))


@pytest.mark.parametrize("t", [100, 500, 1000])
def test_part_way(network, t):
    clean, seed = draw([TRAINING_COUNT + 3]), 300
    chance = Noise([seed + OTHER_CHANCE], SHAPE)
    *_, step = run(back(there(clean, noise([seed]), cosine(), t), cosine(), t, chance), clipped(asking()))
    made = theirs("part_way")(network, network.tell(""), clean, noise([seed]), t, generator(seed + OTHER_CHANCE))
    alike(made, step.x)


def test_same_noise(network):
    ways, _ = run_through(noise_decides_figures.twice_each(0))
    chance = [generator(OTHER_CHANCE), generator(2 * OTHER_CHANCE)]
    made = list(theirs("same_noise")(network, network.tell(""), noise([0]), chance))
    alike(torch.cat(made), ways.ends)


def test_between(network):
    walk, _ = run_through(between_figures.walked(6, "round"))
    one, other = (end[None] for end in between_figures.ends_of(6))
    for place in (0, between_figures.PLACES // 2):
        share = place / (between_figures.PLACES - 1)
        made = theirs("between")(network, network.tell(WORDS), one, other, share, between_figures.STEPS)
        alike(made[0], walk.pictures[place])


def test_two_ways(network):
    found = two_ways_in_figures.noised(0, 20)
    way, _ = run_through(two_ways_in_figures.brought_back(found, 20))
    path, home = theirs("two_ways")(network, network.tell(found.words), found.clean, noise([0]))
    torch.testing.assert_close(path[0], found.ends[1], atol=CLOSE, rtol=0)
    alike(home[0], way[-1].x[1])


SLIPS = {
    "noise, not velocity": ('"v_prediction"', '"epsilon"'),
    "a first step at 950": ('"trailing"', '"leading"'),
    "no guidance": ("v = free + 4 * (v - free)", "pass"),
    "a guess that leaves the noise as it was": (", use_clipped_model_output=True", ""),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_the_agreement_would_notice_the_settings_that_excerpts_once_had(network, slip):
    right, wrong = SLIPS[slip]
    job, text = Job(caption=WORDS, seed=3, steps=5), excerpt("draw_ddim")[1]
    assert right in text
    names: dict[str, Any] = {}
    exec(text.replace(right, wrong), names)
    made = names["draw"](network, network.tell(WORDS), network.tell(""), generator(3), job.steps)
    assert (made.clamp(-1, 1) - picture_of(job).clamp(-1, 1)).abs().max() > 100 * CLOSE
