"""One nudge, taken apart: it is the step that training makes, and it makes this exercise easier."""

import torch

from diffusion_core.data.critters import draw
from diffusion_core.process.prediction import velocity
from diffusion_core.training.one_nudge import flat_weights, nudge_once

CAPTION = "a happy red cat"


def test_the_exercise_is_a_known_mixture_and_the_error_is_the_distance_from_the_right_answer(network):
    made = nudge_once(network, draw([5]), CAPTION, 3)
    alpha, sigma = torch.sigmoid(made.given.log_snr).sqrt(), torch.sigmoid(-made.given.log_snr).sqrt()
    torch.testing.assert_close(made.given.x, alpha * made.x0 + sigma * made.given.eps)
    # both halves of the guess mix to the same noisy picture
    torch.testing.assert_close(made.given.x, alpha * made.guess.x0 + sigma * made.guess.eps, atol=1e-4, rtol=1e-4)
    off = velocity(*made.guess, made.given.log_snr) - velocity(made.x0, made.given.eps, made.given.log_snr)
    torch.testing.assert_close(torch.tensor(made.error), off.square().mean(), atol=1e-3, rtol=1e-2)


def test_the_nudge_is_small_moves_nearly_all_weights_and_helps(network):
    before = flat_weights(network)
    made = nudge_once(network, draw([5]), CAPTION, 3)
    assert torch.equal(before, made.before) and torch.equal(made.after, flat_weights(network))
    assert made.error_after < made.error
    # the first step of AdamW is the rate, up or down, and a little decay (Kingma & Ba 2015, section 2.1)
    assert (made.after - made.before).abs().max() <= made.rate * (1 + 0.02 * before.abs().max()) * 1.01
    assert (made.after != made.before).double().mean() > 0.5


def test_the_same_seed_is_the_same_exercise(make_network):
    one, two, other = (nudge_once(make_network(), draw([5]), CAPTION, seed) for seed in (3, 3, 4))
    assert torch.equal(one.after, two.after) and one.error == two.error
    assert not torch.equal(one.given.eps, other.given.eps)
