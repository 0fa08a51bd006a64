"""The two parts of level 1: what each sends."""

from pages.levels.ink.drop_figures import CELLS
from pages.levels.ink.films import FRAMES, SPECKS
from tests.pages.driver import bet, messages, opened, sent

SPREADS, BACK = "level-1", "level-1-back"
GLASS = "ink.glass"


def test_on_arrival_the_default_film_is_there_and_no_experiment_sends_much():
    page = opened(SPREADS)
    header, arrays = sent(page, GLASS)
    assert header["frames"] == len(header["labels"]) == FRAMES
    assert header["autoplay"] and header["start"] == 0, "the drop is seen before it spreads"
    assert arrays["0.positions"].shape[0] == FRAMES and arrays["0.positions"].shape[1] > SPECKS
    assert arrays["1.shade"][..., 0].shape == (FRAMES, CELLS, CELLS)
    sizes = {key: len(message) for part in (page, opened(BACK)) for key, message in messages(part).items()}
    assert max(sizes.values()) < 300_000, sizes


def test_nothing_of_what_a_bet_opens_is_too_much_to_send():
    page, back = opened(SPREADS, {"ink.times": "5,000 times"}), opened(BACK)
    for key in ("ink.outwards", "ink.wider", "ink.heart.0"):
        page = bet(page, key, "Just show me")
    for key in ("ink.undo", "ink.fresh"):
        back = bet(back, key, "Just show me")
    sizes = [len(message) for part in (page, back) for message in messages(part).values()]
    assert max(sizes) < 1_000_000
