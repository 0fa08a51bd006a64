"""5.6: the same words in another order, and each of them read alone."""

import re

import pytest

from diffusion_core.common.assets import MODEL
from diffusion_core.data.word_order import backwards
from diffusion_core.networks.words_apart import APART
from diffusion_core.sampling.defaults import STEPS
from pages.levels.words.binding import orders, orders_figures
from pages.levels.words.binding.orders_figures import CAPTION
from pages.levels.words.binding.word_row import same_words
from pages.shared.page.recorded import figure, percent
from tests.pages.driver import bet, cards, change, keys, messages, names, opened, press, sent, track, verdict, words

PAGE = "level-5-wrong"
tiny = pytest.mark.usefixtures("tiny_engine")


def title(page) -> str:
    """The words that the second picture was told, in quotation marks."""
    run = sent(page, "words.orders")[0]["run"]
    return "“" + re.findall('"caption":"([^"]*)"', run)[-1] + "”"


@tiny
def test_before_the_bet_only_the_caption_as_written_is_drawn():
    page = opened(PAGE)
    assert names(page, "words.orders") == ["written", "other"] and "words.backwards" not in keys(page)
    assert "pixels" not in track(page, "words.orders", "other")[1], "only its place"
    assert "Our reader sees" not in words(page) and orders.HAT_BET not in cards(page)
    assert "words.apart" not in messages(page)


@tiny
def test_after_it_both_orders_play_side_by_side_out_of_one_noise():
    page = bet(opened(PAGE), orders.ORDER_BET, orders.STILL)
    header, _ = sent(page, "words.orders")
    assert names(page, "words.orders") == ["written", "other"] and header["frames"] == STEPS + 1
    assert header["proof"]["marks"] == ["other"] and title(page) == f"“{backwards(CAPTION)}”"
    first, second = (track(page, "words.orders", name)[1]["pixels"] for name in ("written", "other"))
    assert (first[0] == second[0]).all() and (first[-1] != second[-1]).any()
    assert verdict(page, orders.ORDER_BET).startswith("Not quite.") and "of 100 are all right" in words(page)


@tiny
def test_words_are_shuffled_left_out_and_brought_back():
    page = bet(opened(PAGE), orders.ORDER_BET, orders.HARDLY)
    press(page, "words.without_articles")
    assert title(page) == "“red cat with hat and blue dog in the meadow”"
    press(page, "words.shuffled")
    once = title(page)
    assert title(press(page, "words.shuffled")) != once
    press(page, "words.as_written")
    same = [track(page, "words.orders", name)[1]["pixels"] for name in ("written", "other")]
    assert (same[0] == same[1]).all()


@tiny
def test_a_link_brings_an_order_back_and_nonsense_does_not():
    asked = {"words.order": "a hat in a red dog", "moment": "orders.3"}
    assert title(opened(PAGE, asked)) == "“a hat in a red dog”"
    for absurd in ("a giraffe", "hat hat", "", "<b>", "a " * 40):
        assert title(opened(PAGE, asked | {"words.order": absurd})) == f"“{backwards(CAPTION)}”"


@tiny
def test_the_second_bet_follows_the_first_and_shows_the_words_read_alone():
    page = bet(opened(PAGE), orders.ORDER_BET, orders.HARDLY)
    assert "pixels" not in track(page, "words.apart", "other")[1], "only its place"
    bet(page, orders.HAT_BET, orders.NEVER)
    assert names(page, "words.apart") == ["written", "other"]
    assert track(page, "words.apart", "other")[0]["title"] == "each word read alone"
    assert cards(page)[orders.HAT_BET]["right"] == orders.HALF_AS_OFTEN
    assert f"**{orders._hat('hat stays'):.0f}** of 100" in verdict(page, orders.HAT_BET)


def test_without_a_network_there_is_a_sentence(no_weights):
    assert "The trained network is missing" in words(opened(PAGE))


@pytest.mark.parametrize("sent", ["red a", 3, None, ["a", "red"], "a red red", "a  red", "a red blue"])
def test_a_browser_may_only_move_the_words_that_stand_there(sent):
    assert same_words(["a", "red"], sent) == (sent == "red a")


def test_the_first_picture_shows_what_both_verdicts_say(engine_of):
    """Backwards it isn't all right, and with words read alone the dog has the hat as well: in the page's own noise."""
    engine_of(MODEL)
    asked = [("", CAPTION), ("", backwards(CAPTION)), (APART, CAPTION)]
    written, other, alone = orders_figures.films(orders_figures.jobs(asked, orders.SEED))
    assert written.sees == "a red cat with a hat and a blue dog" and written.place == "meadow"
    assert other.sees != written.sees and alone.sees == "a red cat with a hat and a blue dog with a hat"


@tiny
def test_what_becomes_of_a_hat_stands_in_the_fold_as_it_was_counted():
    said = words(change(opened(PAGE), "folds-5-6", "Counted"))
    for what, name in orders_figures.HATS.items():
        row = next(line for line in said.splitlines() if line.startswith(f"| {name} |"))
        found = [figure(f"order: {what}, {way}")["value"] for way in ("as written", "each word alone")]
        assert [f"{100 * share:.0f} % (" in row for share in found] == [True, True]
    assert f"swapped what they wear in only {percent('order: things swapped, backwards')}." in said
