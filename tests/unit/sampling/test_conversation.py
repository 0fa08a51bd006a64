"""What a job asks of a network, and what it makes of the answers."""

import math
from dataclasses import replace

import pytest
import torch

from diffusion_core.common.randomness import Noise
from diffusion_core.process.prediction import clipped
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.conversation import Question, answer_together, converse, single_question, start_of
from diffusion_core.sampling.generate import generate
from diffusion_core.sampling.guidance import guide, matters
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import SAMPLERS, path, run
from diffusion_core.training.loop import blank_network


def serve(conversation, network):
    """Answer a conversation alone, on the CPU; returns its questions."""
    questions = []
    try:
        question = next(conversation)
        while True:
            questions.append(question)
            (answer,) = answer_together(network, [question], torch.device("cpu"))
            question = conversation.send(answer)
    except StopIteration:
        return questions


def by_hand(job, network):
    """The same pictures from sampler, guidance and network put together plainly."""
    draw = Noise(range(job.seed, job.seed + job.count), (3, 64, 64))
    asked, unasked = (network.denoiser(network.reader.read([text] * job.count)) for text in (job.caption, ""))

    def denoiser(x, log_snr):
        guess = asked(x, log_snr)
        return guess if job.guidance == 1 else guide(guess, unasked(x, log_snr), job.guidance)

    moments = path(make_schedule(job.schedule, job.T), job.steps)
    return list(run(SAMPLERS[job.sampler](draw(), moments, draw), clipped(denoiser) if job.clip else denoiser))


@pytest.fixture(autouse=True)
def always_guided(monkeypatch):
    """Guidance to the last step, so that the plain loop is comparable."""
    monkeypatch.setattr("diffusion_core.sampling.conversation.matters", lambda log_snr, low, high: True)


def test_words_that_pull_with_nothing_say_nothing_at_any_noise_level(network, monkeypatch):
    monkeypatch.setattr("diffusion_core.sampling.conversation.matters", matters)
    pulled, without_words = (generate(network, [text], [0], steps=12, guidance=0.0) for text in ("a red cat", ""))
    assert torch.allclose(pulled, without_words, atol=1e-4)
    assert not torch.allclose(generate(network, ["a red cat"], [0], steps=12, guidance=1.0), without_words, atol=1e-2)


@pytest.mark.parametrize(
    "job",
    [
        Job(steps=4, caption="a red cat", guidance=1.0, count=2),
        Job(steps=4, caption="a red cat", guidance=3.0, count=2, seed=5),
        Job(steps=4, caption="a red cat", guidance=0.0),
        Job(steps=4, caption="", guidance=3.0, sampler="dpmpp_2m"),
        Job(steps=4, caption="an owl at night", guidance=2.5, sampler="ddpm", clip=False, schedule="linear", T=200),
        Job(steps=1, caption="a pig", sampler="dpmpp_2m"),
    ],
    ids=lambda job: f"{job.sampler}-{job.guidance}-{job.clip}",
)
@torch.inference_mode()
def test_a_job_is_its_sampler_guidance_and_network_put_together(job, network):
    steps = []
    serve(converse(job, network, steps.append), network)
    wanted = by_hand(job, network)
    assert [step.index for step in steps] == [step.index for step in wanted]
    for ours, plain in zip(steps, wanted, strict=True):
        torch.testing.assert_close(ours.x, plain.x, atol=1e-4, rtol=1e-4)
        torch.testing.assert_close(ours.x0, plain.x0, atol=1e-4, rtol=1e-4)


def test_pictures_have_the_shape_of_the_networks_plan(tiny_plan):
    plan = replace(tiny_plan, colours=4, size=32)
    drawn = generate(blank_network(plan, 0), ["a red cat", ""], [0, 1], steps=2)
    assert plan.shape == drawn.shape[1:] == (4, 32, 32)


@pytest.mark.parametrize(("changes", "rows"), [({}, 4), ({"guidance": 1.0}, 2), ({"caption": ""}, 2)])
@torch.inference_mode()
def test_only_guidance_with_a_caption_asks_twice(network, changes, rows):
    job = Job(**{"caption": "a red cat", "guidance": 2.0, "count": 2, "steps": 3, **changes})
    questions = serve(converse(job, network, lambda step: None), network)
    assert [len(question.x) for question in questions] == [rows] * 3


@torch.inference_mode()
def test_the_last_clear_steps_are_not_guided(network, monkeypatch):
    monkeypatch.setattr("diffusion_core.sampling.conversation.matters", lambda log_snr, low, high: log_snr < 0)
    questions = serve(converse(Job(caption="a cat", steps=10), network, lambda step: None), network)
    assert [len(q.x) for q in questions] == [2 if q.log_snr[0] < 0 else 1 for q in questions]
    assert {len(q.x) for q in questions} == {1, 2}


@torch.inference_mode()
def test_clipping_keeps_the_guess_in_range(network):
    for clip in (True, False):
        steps = []
        serve(converse(Job(caption="a cat", guidance=15.0, steps=5, clip=clip), network, steps.append), network)
        assert (max(step.x0.abs().max() for step in steps) <= 1) == clip


@torch.inference_mode()
def test_answers_come_back_to_who_asked(network, device):
    random = torch.Generator().manual_seed(1)
    questions = [
        Question(torch.randn(n, 3, 64, 64, generator=random), torch.full((n,), level), network.reader.read([word] * n))
        for n, level, word in [(1, -3.0, ""), (3, 0.0, "a red cat"), (2, 3.0, "an owl at night")]
    ]
    network.to(device)
    answers = answer_together(network, questions, device)
    for question, answer in zip(questions, answers, strict=True):
        (alone,) = answer_together(network, [question], device)
        assert answer.x0.device.type == "cpu"
        torch.testing.assert_close(answer.x0, alone.x0, atol=2e-3, rtol=2e-3)
        torch.testing.assert_close(answer.eps, alone.eps, atol=2e-3, rtol=2e-3)


@torch.inference_mode()
def test_a_single_question_is_told_its_answer_as_it_is(network):
    x, answers = 3 * torch.randn(2, 3, 64, 64, generator=torch.Generator().manual_seed(2)), []
    (question,) = serve(single_question(x, torch.tensor([0.0, 1.0]), ["", "a cat"], network, answers.append), network)
    assert torch.equal(question.x, x)
    assert answers[0].x0.abs().max() > 1


def test_generating_without_an_engine_gives_the_jobs_pictures(network):
    jobs = [Job(caption="a red cat", seed=3, steps=4), Job(caption="", seed=9, steps=4)]
    together = generate(network, [job.caption for job in jobs], [job.seed for job in jobs], steps=4)
    for job, picture in zip(jobs, together, strict=True):
        steps = []
        with torch.inference_mode():
            serve(converse(job, network, steps.append), network)
        torch.testing.assert_close(picture, steps[-1].x[0].clamp(-1, 1), atol=1e-3, rtol=1e-3)


def test_more_pictures_than_are_drawn_at_once_are_each_of_their_own_words_and_seed(network, monkeypatch):
    captions, seeds = ["a red cat", "", "a pig"], [3, 9, 4]
    together = generate(network, captions, seeds, steps=2)
    monkeypatch.setattr("diffusion_core.sampling.generate.TOGETHER", 2)
    assert torch.allclose(generate(network, captions, seeds, steps=2), together, atol=1e-3)
    assert not torch.allclose(together[2], together[0], atol=1e-1)


@pytest.mark.parametrize("schedule", ["cosine", "linear"])
def test_noise_in_which_a_picture_is_believed_starts_at_that_level(schedule, network):
    job = Job(schedule=schedule, believed=0.0047, steps=3)
    assert make_schedule(schedule, 1000).alpha_bar_at(start_of(job)) == pytest.approx(0.0047, rel=1e-6)
    assert start_of(job) < start_of(Job(schedule=schedule)) == 1000
    first, sound = (next(converse(one, network, lambda step: None)) for one in (job, Job(schedule=schedule, steps=3)))
    assert first.log_snr[0].item() == pytest.approx(math.log(0.0047 / 0.9953))
    assert torch.equal(first.x, sound.x)  # the same noise: only what is believed of it differs
