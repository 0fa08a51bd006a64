"""The home page: a critter asked for in words that the network knows, doors that open, and no network no harm."""

import pytest
from streamlit.testing.v1 import AppTest

from diffusion_core.data.critters import VOCABULARY
from diffusion_core.data.vocabulary import Vocabulary
from diffusion_core.sampling.job import Job
from pages.frame import LEVELS
from pages.server import resources
from pages.start.doors import door_picture
from tests.pages.driver import bet, control, controls, job, messages, opened, press, sent, stream, words

HOME = ""
FIRST = 22


def job_of(app: AppTest) -> Job:
    """What the page's one player asks this server for."""
    (player,) = messages(app)
    assert stream(app, player)["show"] == ["noisy"] and sent(app, player)[0]["frames"] == 21
    return job(app, player)


def test_a_critter_is_asked_for_in_words_that_stand_under_it(tiny_engine):
    app = opened(HOME)
    assert not app.info
    drawn = job_of(app)
    assert (drawn.seed, drawn.steps, drawn.count) == (FIRST, 20, 1)
    assert f"*{drawn.caption}*" in [part.value for part in app.markdown]


@pytest.fixture
def student(monkeypatch, tiny_weights, engine_of):
    """A server that can also draw in four steps, by a network of its own."""
    monkeypatch.setattr("diffusion_core.common.assets.FEW_STEPS", tiny_weights)
    monkeypatch.setattr(resources, "has_student", lambda: True)
    engine_of(tiny_weights)


def ahead(app: AppTest) -> list[str]:
    return [one.key for one in controls(app) if one.key.startswith("more.")]


def test_six_come_at_once_and_six_others_when_asked(student):
    app = opened(HOME)
    assert ahead(app) == [f"more.{FIRST + i}" for i in range(1, 7)]
    press(app, "home.others")
    assert ahead(app) == [f"more.{FIRST + i}" for i in range(7, 13)]
    app = opened(HOME, {"home.more": "99998"})
    assert ahead(app)[:3] == ["more.99998", "more.99999", "more.0"]


def test_a_chosen_one_is_drawn_from_its_noise_by_the_network(student):
    app = opened(HOME)
    chosen = control(app, f"more.{FIRST + 3}")
    drawn = job_of(press(app, chosen.key))
    assert (drawn.seed, drawn.steps, drawn.weights) == (FIRST + 3, 20, "critters")
    assert chosen.help == drawn.caption and chosen.label in drawn.caption


def test_without_a_student_nothing_is_promised(tiny_engine):
    app = opened(HOME)
    assert ahead(app) == []


def test_again_asks_for_another_one_and_goes_on_after_the_last(tiny_engine):
    for before, after in ((0, 1), (99_999, 0)):
        app = opened(HOME, {"home.seed": str(before)})
        old = job_of(app)
        press(app, "home.again")
        assert (old.seed, job_of(app).seed) == (before, after)
        assert old.caption != job_of(app).caption


@pytest.mark.parametrize("seed", ["-1", "100000", "1e9", "<script>", ""])
def test_a_nonsensical_seed_means_the_first(tiny_engine, seed):
    app = opened(HOME, {"home.seed": seed})
    assert job_of(app).seed == FIRST


def test_all_captions_can_be_read_by_the_network(tiny_engine):
    captions = {job_of(opened(HOME, {"home.seed": str(seed)})).caption for seed in (0, 3, 8, 11)}
    assert len(captions) == 4
    Vocabulary(VOCABULARY).tokens(sorted(captions))


def test_a_door_with_a_picture_leads_to_each_level(tiny_engine):
    app = opened(HOME)
    doors = [link.proto.page for link in app.get("page_link")][: len(LEVELS)]
    assert doors == [level.first.path for level in LEVELS]
    pictures = [door_picture(level.folder) for level in LEVELS]
    assert {picture.shape for picture in pictures} == {(256, 256, 3)}
    assert all(picture.std() > 10 for picture in pictures)


def test_without_weights_one_sentence_stands_there_and_the_doors_still_open(no_weights):
    app = opened(HOME)
    assert ["missing" in note.value for note in app.info] == [True]
    assert len(app.get("page_link")) >= len(LEVELS)


def test_while_the_network_is_loading_the_page_says_so(tiny_engine):
    resources.ready.clear()
    app = opened(HOME)
    assert any("being loaded" in note.value for note in app.caption)


def test_the_bet_is_answered_and_says_why_the_others_are_wrong(tiny_engine):
    app = opened(HOME)
    bet(app, "home.new", "Yes, by heart")
    said = words(app)
    assert "**It is:** No, it is new." in said
    assert "In pieces" in said and "never saw" in said


def test_the_code_on_show_is_the_sampler_that_drew(tiny_engine):
    (shown, *_) = [block.value for block in opened(HOME).code]
    assert shown.startswith("def ddim(")
