"""What `make claims` measures of words in other orders, where the truth is known: a network that our program acts."""

import json

import pytest
import torch

from diffusion_core.common.assets import CLAIMS_FILE, READER
from diffusion_core.data.critters import caption, draw
from diffusion_core.data.word_order import exchanged
from diffusion_core.evaluation.attribute_reader import load_reader
from diffusion_core.evaluation.claims import order
from diffusion_core.evaluation.claims.lab import Lab
from diffusion_core.evaluation.claims.order import APART, BACKWARDS, ORDER_CLAIMS, ORDER_PAIRS, SHUFFLED, WAYS, WRITTEN

FIRST, COUNT = 76_000_000, 12


def in_any_order(scenes) -> list[list[str]]:
    return [sorted(caption(scene).split()) for scene in scenes]


@pytest.fixture
def lab(monkeypatch):
    """It draws as asked what is said as written, and swaps what is worn where words stand in any other order."""
    said = []

    def drawn(network, captions, seeds):
        said.append(list(captions))
        crowds = [make(FIRST, len(captions)) for make in order.CROWDS.values()]
        scenes = next(some for some in crowds if [sorted(words.split()) for words in captions] == in_any_order(some))
        right = list(captions) == [caption(scene) for scene in scenes]
        return draw(list(seeds), scenes=scenes if right else [exchanged(scene, "worn") for scene in scenes])

    monkeypatch.setattr(order, "generate", drawn)
    monkeypatch.setattr(order, "with_words_apart", lambda network: ("apart", network))
    yield Lab("network", load_reader(READER, torch.device("cpu")), first=FIRST), said
    order._read.cache_clear()


def test_who_draws_as_asked_is_right_and_swaps_nothing(lab):
    lab, _ = lab
    assert ORDER_CLAIMS[f"order: right, two, {WRITTEN}"](lab, COUNT).value > 0.9
    assert ORDER_CLAIMS[f"order: right, one, {WRITTEN}"](lab, COUNT).value > 0.9
    assert ORDER_CLAIMS[f"order: hat stays, {WRITTEN}"](lab, COUNT).value > 0.9
    assert ORDER_CLAIMS[f"order: hat moves, {WRITTEN}"](lab, COUNT).value == 0


def test_who_swaps_what_is_worn_is_found_out(lab):
    lab, _ = lab
    assert ORDER_CLAIMS[f"order: right, two, {BACKWARDS}"](lab, COUNT).value == 0
    assert ORDER_CLAIMS[f"order: all there, {BACKWARDS}"](lab, COUNT).value > 0.75
    assert ORDER_CLAIMS[f"order: things swapped, {BACKWARDS}"](lab, COUNT).value > 0.75
    assert ORDER_CLAIMS[f"order: things swapped, {WRITTEN}"](lab, COUNT).value == 0


def test_a_way_is_drawn_once_for_all_its_figures_and_of_no_more_scenes_than_it_needs(lab):
    lab, said = lab
    for kind in ("right, two", "all there"):
        assert ORDER_CLAIMS[f"order: {kind}, {SHUFFLED}"](lab, COUNT).of == COUNT
    assert len(said) == 1
    written = [caption(one) for one in order.CROWDS["two"](FIRST, COUNT)]
    assert [sorted(words.split()) for words in said[0]] == [sorted(words.split()) for words in written]


def test_read_alone_it_is_another_network(lab, monkeypatch):
    lab, said = lab
    asked = []
    plain = order.generate
    monkeypatch.setattr(order, "generate", lambda network, *rest: asked.append(network) or plain(network, *rest))
    ORDER_CLAIMS[f"order: right, two, {APART}"](lab, 4)
    ORDER_CLAIMS[f"order: right, two, {WRITTEN}"](lab, 4)
    assert asked == [("apart", "network"), "network"] and said[0] == said[1]


def test_sentences_compare_figures_that_are_measured():
    assert {name for pair in ORDER_PAIRS.values() for name in pair} <= set(ORDER_CLAIMS)
    assert len(ORDER_CLAIMS) == 2 * len(WAYS) + 5 * len(order.TOGETHER) + 2


# --- what was recorded, and the page states


@pytest.fixture(scope="module")
def record():
    return json.loads(CLAIMS_FILE.read_text(encoding="utf-8"))["claims"]


def test_recorded_figures_are_of_enough_scenes(record):
    assert min(row["n"] for name, row in record.items() if name.startswith("order: ")) >= 64


def test_as_written_it_is_right_and_shuffled_it_is_lost(record):
    assert record[f"order: right, two, {WRITTEN}"]["value"] >= 0.93
    assert record[f"order: right, two, {SHUFFLED}"]["value"] <= 0.1
    assert record[f"order: right, two, {BACKWARDS}"]["value"] <= 0.05


@pytest.mark.parametrize("way", order.TOGETHER)
def test_what_becomes_of_a_hat_is_one_thing_in_each_picture(record, way):
    """It stays, moves, is on both or on none: these exclude one another, so together they are at most all."""
    found = [record[f"order: {what}, {way}"]["value"] for what in ("hat stays", "hat moves", "both wear", "none wears")]
    assert 0.5 < sum(found) <= 1
