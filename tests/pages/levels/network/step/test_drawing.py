"""Draw anew: what the page shows is what was asked for."""

import pytest

from diffusion_core.sampling.job import Job
from tests.pages.driver import asked, bet, cards, job, messages, opened, sent, verdict, words

NEW = "level-4-new"


def test_on_arrival_a_green_rabbit_is_drawn(tiny_engine):
    app = opened(NEW)
    assert not app.info
    assert job(app, "denoise.drawing") == Job(caption="a happy green rabbit with a hat in the snow", seed=0)
    assert "training pictures, **" not in words(app)


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
def test_a_link_asks_for_exactly_what_it_says(tiny_engine, query, changes):
    app = opened(NEW, query)
    default = {"caption": "a happy green rabbit with a hat in the snow", "seed": 0}
    wanted = Job(**(default | changes))
    assert job(app, "denoise.drawing") == wanted
    header, _ = sent(app, "denoise.drawing")
    side = 64 if wanted.count == 1 else 256
    assert header["tracks"][0]["incoming"] == [side, side, 3]
    assert header["frames"] == (wanted.steps + 1 if wanted.count == 1 else 10)


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
def test_nonsense_in_a_link_is_passed_over(tiny_engine, query):
    app = opened(NEW, query)
    assert job(app, "denoise.drawing") == Job(caption="a happy green rabbit with a hat in the snow", seed=0)


@pytest.mark.parametrize("typed", ["a mauve cat", "a cat " * 9])
def test_words_that_the_network_cannot_read_are_answered_in_a_sentence(tiny_engine, typed):
    app = opened(NEW, {"denoise.words": typed})
    assert "denoise.drawing" in messages(app)
    assert job(app, "denoise.drawing").caption == "a happy green rabbit with a hat in the snow"
    assert len(app.info) == 1
    assert "mauve" in app.info[0].value if "mauve" in typed else "16" in app.info[0].value


@pytest.mark.parametrize("address", ["level-4", NEW])
def test_without_weights_a_sentence_stands_where_the_network_would_answer_and_the_page_lives(no_weights, address):
    app = opened(address)
    assert {"missing" in note.value for note in app.info} == {True}
    assert ("denoise.rabbit" if address == NEW else "denoise.worst") in asked(app)


def test_the_bet_on_green_rabbits_is_decided_by_counting(tiny_engine):
    app = opened(NEW)
    bet(app, "denoise.rabbit", "A few dozen")
    assert cards(app)["denoise.rabbit"]["right"] == "None"
    assert verdict(app, "denoise.rabbit").startswith("Not quite. **0** of 64,358 pictures showed one.")
    assert "**none** showed a happy green rabbit with a hat in the snow" in words(app)
    assert sent(app, "denoise.drawing")[0]["proof"]["marks"] == ["noisy"]
