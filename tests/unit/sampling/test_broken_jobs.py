"""The switches of a job that break a run do what they say, and nothing more."""

import math
from dataclasses import replace

import pytest
import torch

from diffusion_core.process.prediction import alpha_sigma, from_velocity, velocity
from diffusion_core.sampling.conversation import answer_together, converse
from diffusion_core.sampling.generate import generate_as
from diffusion_core.sampling.job import Job

JOB = Job(caption="a red cat", guidance=1.0, steps=4, count=2)


@torch.inference_mode()
def run_of(job, network):
    """The questions and the steps of a job, answered on the CPU."""
    questions, steps = [], []
    conversation = converse(job, network, steps.append)
    try:
        question = next(conversation)
        while True:
            questions.append(question)
            question = conversation.send(answer_together(network, [question], torch.device("cpu"))[0])
    except StopIteration:
        return questions, steps


@pytest.mark.parametrize("sampler", ["ddpm", "ddim"])
def test_without_fresh_noise_each_step_ends_at_its_mean_and_begins_at_the_same_noise(network, sampler):
    job = replace(JOB, sampler=sampler, fresh=False)
    questions, steps = run_of(job, network)
    sound, _ = run_of(replace(job, fresh=True), network)
    assert torch.equal(questions[0].x, sound[0].x) and questions[0].x.std() > 0.9
    assert all(torch.equal(step.x, step.mean) for step in steps)


def test_with_fresh_noise_ddpm_leaves_its_mean_in_every_step_but_the_last(network):
    _, steps = run_of(replace(JOB, sampler="ddpm"), network)
    assert [torch.equal(step.x, step.mean) for step in steps] == [False, False, False, True]


@pytest.mark.parametrize("offset", [-2.0, 1.5])
def test_a_network_told_a_wrong_noise_level_is_asked_at_it_and_its_velocity_read_at_the_true_one(network, offset):
    job = replace(JOB, level_offset=offset, clip=False)
    questions, steps = run_of(job, network)
    sound, _ = run_of(replace(job, level_offset=0.0), network)
    for asked, true in zip(questions[1:], sound[1:], strict=True):
        assert asked.log_snr[0].item() == pytest.approx(true.log_snr[0].item() + offset)
    assert questions[0].log_snr[0] == -math.inf or questions[0].log_snr[0] < -10
    for asked, true, step in zip(questions[1:], sound[1:], steps[1:], strict=True):
        with torch.inference_mode():
            answer = answer_together(network, [asked], torch.device("cpu"))[0]
        v = velocity(answer.x0, answer.eps, asked.log_snr)
        alpha, sigma = alpha_sigma(true.log_snr, asked.x)
        torch.testing.assert_close(step.x0, alpha * asked.x - sigma * v, atol=1e-4, rtol=1e-4)
        torch.testing.assert_close(alpha * step.x0 + sigma * step.eps, asked.x, atol=1e-4, rtol=1e-4)


def test_what_a_job_says_holds_for_other_captions_and_seeds(network):
    job = Job(sampler="ddpm", steps=3, fresh=False, level_offset=0.5, clip=False)
    pictures = generate_as(job, network, ["a red cat", "a pig"], [5, 9])
    for picture, caption, seed in zip(pictures, ["a red cat", "a pig"], [5, 9], strict=True):
        _, steps = run_of(replace(job, caption=caption, seed=seed), network)
        torch.testing.assert_close(picture, steps[-1].x[0].clamp(-1, 1), atol=1e-3, rtol=1e-3)


@pytest.mark.parametrize("offset", [-1.0, 1.0])
def test_a_right_answer_for_more_noise_leaves_noise_in_the_guess_and_one_for_less_takes_away_too_much(offset):
    """Read at alpha, the velocity for alpha' leaves sigma * (alpha - alpha') of the noise in the guessed picture."""
    random = torch.Generator().manual_seed(0)
    x0, eps = (torch.randn(1, 3, 64, 64, generator=random) for _ in range(2))
    true = torch.zeros(1, dtype=torch.float64)
    alpha, sigma = alpha_sigma(true, x0)
    guess = from_velocity(alpha * x0 + sigma * eps, velocity(x0, eps, true + offset), true)
    left = ((guess.x0 - x0) * eps).mean() / eps.square().mean()
    heard, _ = alpha_sigma(true + offset, x0)
    assert left.item() == pytest.approx((sigma * (alpha - heard)).item(), abs=0.02)
    assert (left > 0) == (offset < 0)
