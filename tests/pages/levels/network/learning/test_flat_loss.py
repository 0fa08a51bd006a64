"""4.7: the loss, and the floor that it cannot go below."""

from pages.levels.network.learning import flat_loss_figures, live_figures
from pages.shared.player import SAID
from tests.pages.driver import bet, cards, messages, opened, sent, verdict, words

PAGE = "level-4-learning"


def test_the_loss_is_shown_first_and_its_floor_after_the_bet(tiny_engine):
    page = opened(PAGE, {"open.4.7": "true"})
    assert "learning.loss" in messages(page) and "learning.floor" not in messages(page)
    bet(page, "learning.flat", "It's too small")
    header, arrays = sent(page, "learning.floor")
    assert header["frames"] == len(live_figures.recorded()["points"]["nudges"])
    error, least = arrays["0.y0"], arrays["0.y1"]
    assert (error >= least - 0.003).all() and error[-1].mean() < least.mean() + 0.02 < error[0].mean()
    assert header["proof"]["marks"] == ["by_level", SAID]
    assert cards(page)["learning.flat"]["right"] == "Nothing is wrong"
    assert f"**{error[-1].mean():.3f}**" in verdict(page, "learning.flat")
    assert "a low loss isn't yet a right drawing" in words(page) and "a few points stray in 4.5" in words(page)


def test_the_large_networks_loss_is_the_one_that_was_logged():
    seen, loss = flat_loss_figures.large_log()
    assert seen == sorted(seen) and len(seen) == len(loss)
    half = len(loss) // 2
    # "looks the same": nearly all of the fall comes early
    assert loss[half] - loss[-1] < 0.15 * (loss[0] - loss[-1])
