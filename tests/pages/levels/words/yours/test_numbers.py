"""5.2: the lines are the network's own, and the map says what lies together in all 128 numbers."""

import numpy as np
import pytest
import torch

from diffusion_core.common.assets import MODEL
from diffusion_core.common.wire import unpack
from diffusion_core.data.critters import VOCABULARY
from diffusion_core.data.training_set import EMPTY, LOST_WORDS, PARTIAL
from diffusion_core.networks.weights import load_network
from diffusion_core.networks.word_vectors import read_closely
from pages.levels.words.yours import alike, numbers, numbers_figures, word_map
from pages.levels.words.yours.numbers import BET, MAP, SENTENCE, TAUGHT
from pages.levels.words.yours.numbers_figures import BRIGHT, NAMED, STAGES
from pages.shared.page.recorded import figure
from tests.pages.driver import bet, cards, change, opened, track, verdict, words

PAGE = "level-5"


def shown(page):
    """What the sentence on its way was sent: header and arrays."""
    (found,) = [part.proto for part in page.get("bidi_component") if part.proto.component_name.endswith("ink_looks")]
    return unpack(found.bytes)


def test_before_the_bet_there_are_words_and_numbers_and_no_lines(tiny_engine):
    header, arrays = shown(opened(PAGE))
    assert header["words"][1:] == SENTENCE.split() and set(arrays) == {"before", "after"} and not header["told"]


def test_the_lines_are_those_of_the_networks_own_reader(tiny_engine, tiny_weights):
    app = bet(opened(PAGE), BET, cards(opened(PAGE))[BET]["options"][0])
    header, arrays = shown(app)
    found = read_closely(load_network(tiny_weights).reader, SENTENCE)
    for name in ("before", "after", "looks"):
        assert np.allclose(arrays[name], getattr(found, name).numpy(), atol=2e-2), name
    assert header["turn"] == 1 and header["words"][header["chosen"]] == "red"


def test_each_word_is_of_one_kind():
    kinds = {word: numbers_figures.kind_of(word) for word in VOCABULARY}
    assert set(kinds.values()) == {*numbers_figures.KINDS.values(), numbers_figures.HOLDING}
    assert (kinds["owl"], kinds["bow"], kinds["sleepy"], kinds["snow"], kinds["an"]) == (
        "animals", "things worn", "moods", "places", "words between")  # fmt: skip


def test_the_nearest_word_is_the_nearest_in_all_numbers():
    rows = np.random.default_rng(0).normal(size=(len(VOCABULARY), 16)).astype(np.float32)
    rows[3] = 5 * rows[7] + 0.01
    rows -= rows.mean(0)
    assert numbers_figures.nearest_words(rows)[VOCABULARY[3]] == VOCABULARY[7]


def test_with_a_row_of_its_kind_each_word_lies_among_its_kind():
    kinds = [numbers_figures.kind_of(word) for word in VOCABULARY]
    names = sorted(set(kinds))
    rows = np.eye(len(names), dtype=np.float32)[[names.index(kind) for kind in kinds]]
    rows += 0.01 * np.random.default_rng(0).normal(size=rows.shape).astype(np.float32)
    hits, count = numbers_figures.among_its_kind(rows)
    assert hits == count == len(VOCABULARY) - 7


def test_the_map_is_drawn_when_it_is_opened_and_all_words_are_on_it(tiny_engine):
    app = opened(PAGE)
    assert not app.get("plotly_chart")
    change(app, "folds-5-2", MAP)
    assert len(app.get("plotly_chart")) == 1
    before, count = numbers_figures.among_its_kind(numbers_figures.rows().before)
    assert f"for **{before}** of {count} words before reading" in words(app)
    change(app, "words.solid", True)
    assert "scatter3d" in app.get("plotly_chart")[0].proto.spec


@pytest.mark.parametrize("dimensions", [2, 3])
def test_a_map_bears_each_word_once_at_its_place(dimensions):
    spots = np.random.default_rng(0).normal(size=(len(VOCABULARY), dimensions))
    chart = word_map.figure(spots).to_plotly_json()
    placed = {word: tuple(trace[axis][i] for axis in "xyz"[:dimensions])
              for trace in chart["data"] for i, word in enumerate(trace["text"])}  # fmt: skip
    assert placed == {word: tuple(spots[i]) for i, word in enumerate(VOCABULARY)}
    assert len({(trace["marker"]["symbol"], trace["marker"]["color"]) for trace in chart["data"]}) == 6


def test_how_captions_were_used_is_read_from_the_lesson_itself(tiny_engine):
    app = change(opened(PAGE), "folds-5-2", TAUGHT)
    told = words(app)
    whole = 100 - round(100 * (EMPTY + PARTIAL + LOST_WORDS))
    assert f"**{100 * EMPTY:.0f}** were left out" in told and f"**{whole}** told all" in told
    films = [track(app, "words.told", f"told{i}")[1]["pixels"] for i in range(3)]
    assert all((one != other).any() for one, other in zip(films, films[1:], strict=False))


def test_a_colour_finds_its_animal_the_second_time_and_not_the_first():
    first, second = (figure(name) for name in (numbers.FIRST, numbers.SECOND))
    assert first["interval"][1] < 0.05 and second["interval"][0] > 0.95 and second["n"] >= 128
    assert numbers.verdict() == numbers.OWN


def test_the_verdict_counts_and_the_rail_says_what_this_very_reading_shows(tiny_engine):
    app = bet(opened(PAGE), BET, numbers.OTHER)
    second = figure(numbers.SECOND)
    assert f"So did **{round(second['value'] * second['n'])}** of {second['n']} colours" in verdict(app, BET)
    shares = numbers_figures.taken(SENTENCE, "red", look=1)
    assert f"From *dog* it takes {100 * shares['dog']:.0f} %." in words(app)
    first = numbers_figures.taken(SENTENCE, "red", look=0)
    assert f"looks most at *{max(first, key=first.get)}* the first time" in words(app)


def test_with_the_shipped_network_words_gather_by_reading(shipped):
    """At the start the numbers say nothing of a word's kind; after reading nearly all do."""
    rows = numbers_figures.rows()
    (before, count), (after, _) = (numbers_figures.among_its_kind(found) for found in (rows.before, rows.after))
    assert count == len(VOCABULARY) - 7 and before < count / 3 and after > 0.8 * count
    assert numbers_figures.kind_of(numbers_figures.nearest_words(rows.before)["cat"]) != "animals"
    assert numbers_figures.kind_of(numbers_figures.nearest_words(rows.after)["cat"]) == "animals"
    assert abs(before - numbers_figures.by_luck()) < 3 and alike.verdict() == alike.LUCK
    found = numbers_figures.reading(SENTENCE)
    cat = found.words.index("red")
    assert found.words[found.looks[1, cat].argmax()] == "cat"


@pytest.fixture
def shipped(engine_of):
    engine_of(MODEL)


def test_before_the_second_bet_the_rows_stand_there_and_no_square(tiny_engine):
    app = opened(PAGE)
    header, arrays = track(app, "words.rows", "rows")
    assert header["frames"] == 1 and arrays["pixels"].shape[1] == 3 * len(NAMED)


def test_after_it_the_squares_are_how_alike_the_networks_own_rows_are(tiny_engine):
    app = bet(opened(PAGE), alike.BET, alike.KIND)
    stages, pixels = numbers_figures.rows().stages, track(app, "words.alike", "alike")[1]["pixels"]
    assert len(stages) == len(STAGES) == len(pixels)
    places = [VOCABULARY.index(word) for word in NAMED]
    rows = torch.from_numpy(stages[-1])
    unit = torch.nn.functional.normalize(rows - rows.mean(0), dim=1)[places]
    wanted = 255 * (unit @ unit.T).clamp(0, BRIGHT) / BRIGHT
    assert np.abs(pixels[-1, ..., 0] - wanted.numpy()).max() < 1.01
    before, count = numbers_figures.among_its_kind(stages[0])
    assert f"only **{before}** of {count} words" in verdict(app, alike.BET)


def test_by_luck_is_what_shuffled_rows_come_to():
    draws, shape = np.random.default_rng(0), (60, len(VOCABULARY), 64)
    hits = [numbers_figures.among_its_kind(found)[0] for found in draws.normal(size=shape).astype(np.float32)]
    assert np.mean(hits) == pytest.approx(numbers_figures.by_luck(), abs=1.2)


def test_with_the_shipped_network_half_of_the_likeness_is_where_words_stand(shipped):
    """So it is told, and not put down to looking alone."""
    rows = numbers_figures.rows()
    placed, _ = numbers_figures.among_its_kind(rows.looked[0])
    app = bet(opened(PAGE), alike.BET, alike.LUCK)
    assert 2 * numbers_figures.by_luck() < placed < numbers_figures.among_its_kind(rows.after)[0]
    assert f"place in the sentence added, **{placed}** do" in words(app)
