"""5.6: the same words in another order."""

import pytest

from diffusion_core.common.assets import MODEL
from diffusion_core.data.word_order import backwards
from diffusion_core.networks import words_apart
from diffusion_core.sampling.defaults import STEPS
from pages.levels.words.binding import orders, orders_figures
from pages.levels.words.binding.orders_figures import CAPTION
from pages.levels.words.binding.word_row import same_words
from tests.pages.driver import bet, cards, names, opened, press, sent, track, verdict, words

PAGE = "level-5-wrong"


@pytest.mark.usefixtures("tiny_engine")
class TestWithANetworkThatHasLearntNothing:
    def test_before_the_bet_only_the_caption_as_written_is_drawn(self):
        page = opened(PAGE)
        assert names(page, "words.orders") == ["written"] and "words.alone" not in {b.key for b in page.button}
        assert "Our reader sees" not in words(page)

    def test_after_it_both_orders_play_side_by_side_out_of_one_noise(self):
        page = bet(opened(PAGE), orders.BET, orders.CAT)
        header, _ = sent(page, "words.orders")
        assert names(page, "words.orders") == ["written", "other"] and header["frames"] == STEPS + 1
        assert header["proof"]["marks"] == ["other"]
        first, second = (track(page, "words.orders", name)[1]["pixels"] for name in ("written", "other"))
        assert (first[0] == second[0]).all() and (first[-1] != second[-1]).any()
        assert track(page, "words.orders", "other")[0]["title"] == f"“{backwards(CAPTION)}”"

    def test_the_verdict_is_the_recorded_share(self):
        page = bet(opened(PAGE), orders.BET, orders.DOG)
        assert cards(page)[orders.BET]["right"] == orders.DOG
        assert "of 100 pictures" in verdict(page, orders.BET) and verdict(page, orders.BET).startswith("Yes!")

    def test_words_can_be_left_out_shuffled_and_read_alone(self):
        page = bet(opened(PAGE), orders.BET, orders.DOG)
        press(page, "words.without_articles")
        assert track(page, "words.orders", "other")[0]["title"] == "“red cat with hat and blue dog in the meadow”"
        press(page, "words.shuffled")
        once = track(page, "words.orders", "other")[0]["title"]
        press(page, "words.shuffled")
        assert track(page, "words.orders", "other")[0]["title"] != once
        press(page, "words.alone")
        assert track(page, "words.orders", "other")[0]["title"] == "each word read alone"
        press(page, "words.as_written")
        same = [track(page, "words.orders", name)[1]["pixels"] for name in ("written", "other")]
        assert (same[0] == same[1]).all()

    def test_a_link_brings_an_order_back_and_nonsense_does_not(self):
        asked = {"words.order": "a hat in a red dog", "moment": "orders.3"}
        assert track(opened(PAGE, asked), "words.orders", "other")[0]["title"] == "“a hat in a red dog”"
        for absurd in ("a giraffe", "hat hat", "", "<b>", "a " * 40):
            page = opened(PAGE, asked | {"words.order": absurd})
            assert track(page, "words.orders", "other")[0]["title"] == f"“{backwards(CAPTION)}”"


def test_without_a_network_there_is_a_sentence(no_weights):
    assert "The trained network is missing" in words(opened(PAGE))


@pytest.mark.parametrize("sent", ["red a", 3, None, ["a", "red"], "a red red", "a  red", "a red blue"])
def test_a_browser_may_only_move_the_words_that_stand_there(sent):
    assert same_words(["a", "red"], sent) == (sent == "red a")


def test_each_word_alone_is_drawn_by_the_network_whose_words_do_not_hear_one_another():
    written, other = orders_figures.jobs(CAPTION, 5, True)
    assert (written.weights, other.weights) == ("critters", words_apart.APART) and written.seed == other.seed


def test_the_default_picture_shows_what_the_verdict_says(engine_of):
    """Backwards, the hat sits on the other animal: in the very picture with which the page begins."""
    engine_of(MODEL)
    written, other = orders_figures.films(orders_figures.jobs(backwards(CAPTION), orders.SEED, False))
    assert written.sees == "a red cat with a hat and a blue dog" and written.place == "meadow"
    assert "dog with a hat" in other.sees and "cat with a hat" not in other.sees
