"""The two parts of level 1: what each sends, how each begins and ends, and where old links lead."""

import pytest

from pages.levels.ink.films import FRAMES, SPECKS
from tests.pages.driver import bet, messages, opened, sent, words

SPREADS, BACK = "level-1", "level-1-back"
GLASS = "ink.glass"
FORMER = {
    SPREADS: {"experiment-1-1": "Drop it", "experiment-1-2": "Follow one speck", "experiment-1-3": "Heart or ring?"},
    BACK: {
        "experiment-1-4": "A race back",
        "experiment-1-5": "Water that never held a drop",
        "experiment-1-6": "From specks to pixels",
        "experiment-1-7": "Why does ink never gather by itself?",
    },
}
"""What the addresses led to, before numbers changed: the same experiment, or the one that took its place."""


def test_on_arrival_the_default_film_is_there_and_no_experiment_sends_much():
    page = opened(SPREADS)
    header, arrays = sent(page, GLASS)
    assert header["frames"] == len(header["labels"]) == FRAMES
    assert header["autoplay"] and header["start"] == 0, "the drop is seen before it spreads"
    assert arrays["0.positions"].shape == (FRAMES, SPECKS, 2)
    sizes = {key: len(message) for part in (page, opened(BACK)) for key, message in messages(part).items()}
    assert max(sizes.values()) < 300_000, sizes


def test_nothing_of_what_a_bet_opens_is_too_much_to_send():
    page, back = opened(SPREADS, {"ink.times": "5,000 times"}), opened(BACK)
    for key in ("ink.outwards", "ink.heart.0"):
        page = bet(page, key, "Just show me")
    for key in ("ink.undo", "ink.whose", "ink.fresh", "ink.chose"):
        back = bet(back, key, "Just show me")
    sizes = [len(message) for part in (page, back) for message in messages(part).values()]
    assert max(sizes) < 1_000_000


@pytest.mark.parametrize("part", FORMER)
def test_every_former_address_leads_to_its_experiment_or_to_what_took_its_place(part):
    found = {header.anchor: header.value for header in opened(part).header}
    for anchor, title in FORMER[part].items():
        assert found[anchor].endswith(title)
    numbers = [value.split()[0] for value in found.values()]
    assert numbers == sorted(numbers)


def test_each_part_says_what_is_wanted_and_ends_with_what_is_open():
    first, second = opened(SPREADS), words(opened(BACK))
    assert "could you ever get the drop's *shape* back?" in words(first)
    assert "forgotten" not in words(first), "it would tell before the bet"
    assert "**The water has forgotten.**" in words(bet(first, "ink.heart.0", "Just show me"))
    assert "First we want the ring back" in second and "What's still open." in second
    assert "It's like seeing a face in a cloud, and being allowed to push the cloud about." in second
