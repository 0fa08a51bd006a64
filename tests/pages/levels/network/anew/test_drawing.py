"""Level 4: what the page shows is what was asked for, and what it says is true."""

from urllib.parse import parse_qs, urlparse

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from diffusion_core.common.wire import unpack
from diffusion_core.data import critters
from diffusion_core.data.critters import HELD_OUT, VOCABULARY
from diffusion_core.data.vocabulary import Vocabulary
from diffusion_core.sampling.job import Job
from pages.levels.network import training_pictures
from pages.levels.network.anew.wishes import ANY, Wish, how_often
from pages.server import streams

PAGE = "levels/network/see/part.py"
NEW = "levels/network/anew/part.py"


def players(app: AppTest) -> dict[str, tuple[dict, dict[str, np.ndarray]]]:
    """Header and arrays of each player on the page, by key."""
    found = [unpack(part.proto.bytes) for part in app.get("bidi_component") if part.proto.bytes]
    return {header["key"]: (header, arrays) for header, arrays in found}


def job_of(app: AppTest) -> Job:
    """The job that the page's stream would have computed."""
    query = parse_qs(urlparse(players(app)["denoise.drawing"][0]["stream"]["url"]).query)
    return Job.from_text(streams.opened(query["job"][0]))


def text_of(app: AppTest) -> str:
    return "\n".join(part.value for part in [*app.markdown, *app.caption, *app.info])


def test_on_arrival_a_green_rabbit_is_drawn(tiny_engine, open_page):
    app = open_page(NEW)
    assert not app.exception and not app.info
    assert job_of(app) == Job(caption="a happy green rabbit with a hat in the snow", seed=0)
    assert "** showed" not in text_of(app)


@pytest.mark.parametrize(
    ("query", "changes"),
    [
        ({"denoise.seed": "99999"}, {"seed": 99_999}),
        ({"denoise.steps": "1"}, {"steps": 1}),
        ({"denoise.steps": "100"}, {"steps": 100}),
        ({"denoise.pull": "0"}, {"guidance": 0.0}),
        ({"denoise.pull": "8"}, {"guidance": 8.0}),
        ({"denoise.sampler": "DDPM"}, {"sampler": "ddpm"}),
        ({"denoise.sampler": "DPM-Solver++"}, {"sampler": "dpmpp_2m"}),
        ({"denoise.sixteen": "true"}, {"count": 16}),
        ({"denoise.animal": "owl", "denoise.colour": "blue"}, {"caption": "a happy blue owl with a hat in the snow"}),
        ({"denoise.animal": "any"}, {"caption": ""}),
        ({"denoise.worn": "any", "denoise.place": "night"}, {"caption": "a happy green rabbit at night"}),
        (
            {"denoise.words": " A purple mouse "},
            {"caption": "a purple mouse"},
        ),
    ],
)
def test_a_link_asks_for_exactly_what_it_says(tiny_engine, open_page, query, changes):
    app = open_page(NEW, query)
    assert not app.exception
    default = {"caption": "a happy green rabbit with a hat in the snow", "seed": 0}
    job = Job(**(default | changes))
    assert job_of(app) == job
    header, _ = players(app)["denoise.drawing"]
    side = 64 if job.count == 1 else 256
    assert header["tracks"][0]["incoming"] == [side, side, 3]
    assert header["frames"] == (job.steps + 1 if job.count == 1 else 10)


@pytest.mark.parametrize(
    "query",
    [
        {"denoise.seed": "-1", "denoise.steps": "1e9", "denoise.pull": "nan", "denoise.sampler": "guess"},
        {
            "denoise.animal": "<script>",
            "denoise.colour": "mauve",
            "denoise.sixteen": "perhaps",
            "moment": "drawing.9999",
        },
    ],
)
def test_nonsense_in_a_link_is_passed_over(tiny_engine, open_page, query):
    app = open_page(NEW, query)
    assert not app.exception
    assert job_of(app) == Job(caption="a happy green rabbit with a hat in the snow", seed=0)


@pytest.mark.parametrize("words", ["a mauve cat", "a cat " * 9])
def test_words_that_the_network_cannot_read_are_answered_in_a_sentence(tiny_engine, open_page, words):
    app = open_page(NEW, {"denoise.words": words})
    assert not app.exception and "denoise.drawing" in players(app)
    assert job_of(app).caption == "a happy green rabbit with a hat in the snow"
    assert len(app.info) == 1
    assert "mauve" in app.info[0].value if "mauve" in words else "16" in app.info[0].value


@pytest.mark.parametrize("file", [PAGE, NEW])
def test_without_weights_a_sentence_stands_where_the_network_would_answer_and_the_page_lives(
    no_weights, open_page, file
):
    app = open_page(file)
    assert not app.exception
    assert {"missing" in note.value for note in app.info} == {True}
    assert app.pills(key="bet.denoise.rabbit" if file == NEW else "bet.denoise.worst") is not None


def test_the_bet_on_green_rabbits_is_decided_by_counting(tiny_engine, open_page):
    app = open_page(NEW)
    app.pills(key="bet.denoise.rabbit").set_value("A few dozen").run()
    said = text_of(app)
    assert "**You said** A few dozen. **It is:** None." in said
    assert "**none** showed a happy green rabbit with a hat in the snow" in said


def test_training_pictures_are_counted_as_one_would_by_hand(monkeypatch):
    scenes = critters.scenes_of(critters.training_seeds()[:4000])
    assert training_pictures.known() == len(critters.training_seeds())
    by_hand = sum(
        scene.place == "night" and any(c.animal == "cat" and c.colour == "red" for c in scene.critters)
        for scene in scenes
    )
    first = training_pictures.codes()[:4000]
    monkeypatch.setattr(training_pictures, "codes", lambda: first)
    assert how_often(Wish("cat", "red", place="night")) == by_hand > 0
    assert how_often(Wish()) == 4000


def test_no_held_out_pair_was_ever_trained_on():
    for animal, word in HELD_OUT:
        where = {"colour": critters.COLOURS, "worn": critters.WORN, "place": critters.PLACES}
        field = next(name for name, table in where.items() if word in table)
        assert how_often(Wish(animal, **{field: word})) == 0


def test_every_wish_can_be_read_by_the_network():
    reader = Vocabulary(VOCABULARY)
    for animal in critters.ANIMALS:
        for worn in (ANY, *critters.WORN):
            for place in (ANY, *critters.PLACES):
                words = Wish(animal, "orange", worn, "surprised", place).words
                assert reader.tokens([words]).shape == (1, 17)
                assert animal in words and (place == ANY or place in words)
