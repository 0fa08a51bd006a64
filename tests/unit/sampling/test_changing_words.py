"""Words that change on the way, words and selves that are led away from, and when the pull counts."""

from dataclasses import replace
from functools import partial

import pytest
import torch

from diffusion_core.process.prediction import clipped
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling import conversation
from diffusion_core.sampling.conversation import converse
from diffusion_core.sampling.defaults import ANY_LEVEL
from diffusion_core.sampling.generate import finish, generate_as
from diffusion_core.sampling.guidance import guide
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.listening import listen, look
from diffusion_core.sampling.samplers import run
from diffusion_core.sampling.switching import _moments, from_there, way_of

ONE, OTHER, STEPS = "a red cat", "a blue owl at night", 6
ALWAYS = Job(steps=STEPS, pull_from=-ANY_LEVEL, pull_to=ANY_LEVEL)


def drawn(job, network, worse=None):
    steps = []
    with torch.inference_mode():
        finish(converse(job, network, steps.append, worse), network, worse)
    return steps


def by_hand(job, asked, against):
    """DDIM with two denoisers put together plainly, the pull at every step."""
    draw = torch.randn(1, 3, 64, 64, generator=torch.Generator().manual_seed(job.seed))

    def denoiser(x, log_snr):
        return guide(asked(x, log_snr), against(x, log_snr), job.guidance)

    from diffusion_core.sampling.samplers import ddim

    with torch.inference_mode():
        return list(run(ddim(draw, _moments(job), lambda: draw), clipped(denoiser)))


def told(network, caption):
    return network.denoiser(network.reader.read([caption]))


@pytest.mark.parametrize("done", [1, 3, 5])
def test_after_the_switch_the_other_words_count_and_before_it_the_first(network, done):
    first, other = (drawn(Job(caption=words, steps=STEPS), network) for words in (ONE, OTHER))
    mixed = drawn(Job(caption=ONE, then=OTHER, switch=done, steps=STEPS), network)
    for index in range(done):
        assert torch.equal(mixed[index].x, first[index].x)
    assert not torch.allclose(mixed[done].x0, first[done].x0, atol=1e-3)
    assert not torch.allclose(mixed[-1].x, other[-1].x, atol=1e-3)


@pytest.mark.parametrize("done", [1, 4])
def test_a_way_taken_once_and_left_at_any_step_is_a_job_that_switches(network, done):
    how = Job(steps=STEPS)
    way = way_of(how, network, [ONE, ONE], [3, 4])
    ends = from_there(how, network, way[done], done, [OTHER, OTHER])
    for seed, end in zip((3, 4), ends, strict=True):
        whole = drawn(Job(caption=ONE, then=OTHER, switch=done, steps=STEPS, seed=seed), network)[-1].x[0].clamp(-1, 1)
        torch.testing.assert_close(end, whole, atol=1e-4, rtol=1e-4)


def test_switching_to_nothing_at_the_end_is_no_switch(network):
    plain, late = (drawn(Job(caption=ONE, steps=STEPS, switch=at), network) for at in (0, STEPS))
    assert torch.equal(plain[-1].x, late[-1].x)


def test_words_that_push_away_take_the_place_of_no_words(network):
    job = replace(ALWAYS, caption=ONE, negative=OTHER, guidance=3.0)
    wanted = by_hand(job, told(network, ONE), told(network, OTHER))
    torch.testing.assert_close(drawn(job, network)[-1].x, wanted[-1].x, atol=1e-4, rtol=1e-4)


def test_a_worse_self_is_told_the_same_and_walked_away_from(network, make_network):
    worse = make_network(1)
    job = replace(ALWAYS, caption=ONE, worse="early", guidance=2.0)
    wanted = by_hand(job, told(network, ONE), told(worse, ONE))
    steps = drawn(job, network, worse)
    torch.testing.assert_close(steps[-1].x, wanted[-1].x, atol=1e-4, rtol=1e-4)
    assert torch.equal(generate_as(job, network, [ONE], [job.seed], worse=worse)[0], steps[-1].x[0].clamp(-1, 1))


@torch.inference_mode()
def test_the_pull_counts_between_its_two_levels_and_nowhere_else(network, monkeypatch):
    rows = []

    def noted(whole, question):
        rows.append((len(question.x), question.log_snr[0].item()))
        return answer(whole, question)

    def answer(whole, question):
        return conversation.answer_together(whole, [question], torch.device("cpu"))[0]

    for job in (Job(caption=ONE, pull_from=-2, pull_to=3), replace(ALWAYS, caption=ONE, steps=20)):
        rows.clear()
        talk = converse(job, network, lambda step: None)
        question = next(talk)
        try:
            while True:
                question = talk.send(noted(network, question))
        except StopIteration:
            pass
        asked_twice = [2 if job.pull_from < level < job.pull_to or job.pull_to == ANY_LEVEL else 1 for _, level in rows]
        assert [count for count, _ in rows] == asked_twice
        assert set(asked_twice) == ({1, 2} if job.pull_to == 3 else {2})


def test_listening_to_a_run_does_not_change_it(network):
    job = Job(caption="a red cat with a hat at night", steps=STEPS, seed=5)
    heard = list(listen(job, partial(look, network), network.config.shape))
    for ours, plain in zip(heard, drawn(job, network), strict=True):
        torch.testing.assert_close(ours.step.x, plain.x, atol=1e-4, rtol=1e-4)
    assert heard[0].looks.shape == (4, 8, 8) and heard[0].changes.shape == (4, 3, 64, 64)


def test_what_a_word_changes_is_the_guess_less_that_without_it(network):
    job = Job(caption="a red cat", steps=2, guidance=1.0, clip=False)
    first = next(listen(job, partial(look, network), network.config.shape))
    x, level = (
        torch.randn(1, 3, 64, 64, generator=torch.Generator().manual_seed(0)),
        torch.tensor([make_schedule("cosine").log_snr(1000)]),
    )
    with torch.inference_mode():
        whole, without_red = (told(network, words)(x, level).x0 for words in ("a red cat", "a cat"))
    torch.testing.assert_close(first.changes[0], (whole - without_red)[0], atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("change", [{"count": 2}, {"switch": 1}, {"negative": "a hat"}, {"worse": "early"}])
def test_only_one_picture_whose_words_stay_can_be_listened_to(network, change):
    with pytest.raises(ValueError, match="one picture at a time"):
        next(listen(Job(caption=ONE, **change), partial(look, network), network.config.shape))
