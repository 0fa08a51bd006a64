"""Level 4: what the page shows is what was asked for, and what it says is true."""

from urllib.parse import parse_qs, urlparse

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from diffusion_core import critters
from diffusion_core.critters import HELD_OUT, TRAINING_COUNT, VOCABULARY
from diffusion_core.job import Job
from diffusion_core.words import Vocabulary
from pages.shared import denoise_figures as figures
from pages.shared import streams
from pages.shared.denoise_figures import Wish
from pages.shared.player.wire import unpack

PAGE = "levels/level_4_denoise.py"
NEW = "levels/network/part_new.py"


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


def test_on_arrival_a_picture_is_being_guessed(tiny_engine, open_page):
    app = open_page(PAGE)
    assert not app.exception and not app.info
    seeing, _ = players(app)["denoise.seeing"]
    assert seeing["frames"] == 21 and 0 < seeing["start"] < 20
    assert seeing["labels"][10].startswith("t = 500 · noise 5")
    # on arrival the page does not say what the bet is about
    assert "blur" not in text_of(app).split("Q14")[0]


def test_on_arrival_a_green_rabbit_is_drawn(tiny_engine, open_page):
    app = open_page(NEW)
    assert not app.exception and not app.info
    assert job_of(app) == Job(caption="a happy green rabbit with a hat in the snow", seed=0)
    assert "training pictures" not in text_of(app)


def test_the_noised_picture_is_a_critter_beyond_the_training_set(tiny_engine, open_page):
    _, arrays = players(open_page(PAGE, {"denoise.picture": "12"}))["denoise.seeing"]
    drawn = critters.draw([TRAINING_COUNT + 12])[0].permute(1, 2, 0).numpy()
    clean = arrays["0.pixels"][0]
    assert np.abs(clean - (drawn + 1) * 127.5).max() <= 0.51
    parts, table = arrays["2.parts"], arrays["2.table"]
    at_start = table[0, 0] * parts[0] + table[0, 1] * parts[1]
    assert np.abs(at_start - drawn).max() < 1e-3
    at_end = table[20, 0] * parts[0] + table[20, 1] * parts[1]
    assert abs(at_end.mean()) < 0.05 and abs(at_end.std() - 1) < 0.05


def test_how_far_off_the_guess_is_follows_from_the_two_pictures_shown(tiny_engine):
    found = figures.guesses(5, False)
    clean = (found.clean + 1) * 127.5
    assert np.abs(np.abs(found.guess - clean).mean((1, 2, 3)) - found.off).max() < 0.5
    # without noise the network's answer splits into exactly the picture
    assert found.off[0] < 0.5 < found.off[-1]


def test_telling_the_network_the_words_changes_what_it_guesses(tiny_engine):
    told, untold = figures.guesses(5, True), figures.guesses(5, False)
    assert np.array_equal(told.clean, untold.clean) and np.array_equal(told.noise, untold.noise)
    assert not np.array_equal(told.guess, untold.guess)


@pytest.mark.parametrize(
    ("contrast", "off", "kind"), [(0.1, 60, figures.BLUR), (1.0, 4, figures.SAME), (0.9, 60, figures.OTHER)]
)
def test_a_blur_a_copy_and_another_picture_are_told_apart(contrast, off, kind):
    none = np.zeros(1)
    made = figures.Guesses("", none, none, none, none, none, off=np.array([0, off]), contrast=np.array([1, contrast]))
    assert figures.kind_of_guess(made) == kind


def test_an_average_of_many_pictures_has_too_little_contrast_for_a_picture_whatever_noise_lies_on_it():
    many = critters.draw(range(200))
    average = many.mean(0, keepdim=True)
    grain = 0.2 * torch.randn(average.shape, generator=torch.Generator().manual_seed(0))
    shares = figures.contrast(average + grain) / figures.contrast(many)
    assert (shares < 0.7).float().mean() > 0.95


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
    assert not app.exception and "denoise.drawing" not in players(app)
    assert len(app.info) == 1
    assert "mauve" in app.info[0].value if "mauve" in words else "16" in app.info[0].value


@pytest.mark.parametrize("file", [PAGE, NEW])
def test_without_weights_a_sentence_stands_where_the_network_would_answer_and_the_page_lives(
    no_weights, open_page, file
):
    app = open_page(file)
    assert not app.exception
    assert {"missing" in note.value for note in app.info} == {True}
    assert app.pills(key="bet.denoise.rabbit" if file == NEW else "bet.denoise.pure") is not None


@pytest.mark.parametrize("query", [{"denoise.picture": "99999", "denoise.told": "true"}, {"denoise.picture": "0"}])
def test_every_picture_can_be_noised(tiny_engine, open_page, query):
    app = open_page(PAGE, query)
    assert not app.exception and "denoise.seeing" in players(app)


def test_the_bet_on_green_rabbits_is_decided_by_counting(tiny_engine, open_page):
    app = open_page(NEW)
    app.pills(key="bet.denoise.rabbit").set_value("A few dozen").run()
    said = text_of(app)
    assert "**You said** A few dozen. **It is:** None." in said
    assert "**none** showed a happy green rabbit with a hat in the snow" in said


def test_the_bet_on_pure_noise_moves_the_player_there(tiny_engine, open_page):
    app = open_page(PAGE)
    app.pills(key="bet.denoise.pure").set_value("Just show me").run()
    assert players(app)["denoise.seeing"][0]["start"] == 20
    assert "**The answer:**" in text_of(app)


def test_training_pictures_are_counted_as_one_would_by_hand():
    scenes = critters.scenes_of(critters.training_seeds()[:4000])
    codes = figures._training_codes
    assert figures.training_pictures() == len(critters.training_seeds())
    by_hand = sum(
        scene.place == "night" and any(c.animal == "cat" and c.colour == "red" for c in scene.critters)
        for scene in scenes
    )
    figures._training_codes = lambda: codes()[:4000]
    try:
        assert figures.how_often(Wish("cat", "red", place="night")) == by_hand > 0
        assert figures.how_often(Wish()) == 4000
    finally:
        figures._training_codes = codes


def test_no_held_out_pair_was_ever_trained_on():
    for animal, word in HELD_OUT:
        where = {"colour": critters.COLOURS, "worn": critters.WORN, "place": critters.PLACES}
        field = next(name for name, table in where.items() if word in table)
        assert figures.how_often(Wish(animal, **{field: word})) == 0


def test_every_wish_can_be_read_by_the_network():
    reader = Vocabulary(VOCABULARY)
    for animal in critters.ANIMALS:
        for worn in (figures.ANY, *critters.WORN):
            for place in (figures.ANY, *critters.PLACES):
                words = Wish(animal, "orange", worn, "surprised", place).words
                assert reader.tokens([words]).shape == (1, 17)
                assert animal in words and (place == figures.ANY or place in words)
