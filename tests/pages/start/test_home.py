"""The home page: a critter asked for in words that the network knows, doors that open, and no network no harm."""

from urllib.parse import parse_qs, urlparse

import pytest
from streamlit.testing.v1 import AppTest

from diffusion_core.common.wire import unpack
from diffusion_core.data.critters import VOCABULARY
from diffusion_core.data.vocabulary import Vocabulary
from diffusion_core.sampling.job import Job
from pages.frame import LEVELS
from pages.server import resources, streams
from pages.start.doors import door_picture

PAGE = "start/home.py"
FIRST = 22


def job_of(app: AppTest) -> Job:
    """What the page's one player asks this server for."""
    (header,) = (unpack(part.proto.bytes)[0] for part in app.get("bidi_component") if part.proto.bytes)
    query = parse_qs(urlparse(header["stream"]["url"]).query)
    assert query["show"] == ["noisy"] and header["frames"] == 21
    return Job.from_text(streams.opened(query["job"][0]))


def test_a_critter_is_asked_for_in_words_that_stand_under_it(tiny_engine, open_page):
    app = open_page(PAGE)
    assert not app.exception and not app.info
    job = job_of(app)
    assert (job.seed, job.steps, job.count) == (FIRST, 20, 1)
    assert f"*{job.caption}*" in [part.value for part in app.markdown]


@pytest.fixture
def student(monkeypatch, tiny_weights, engine_of):
    """A server that can also draw in four steps, by a network of its own."""
    monkeypatch.setattr("diffusion_core.common.assets.FEW_STEPS", tiny_weights)
    monkeypatch.setattr(resources, "has_student", lambda: True)
    engine_of(tiny_weights)


def ahead(app: AppTest) -> list[str]:
    return [button.key for button in app.button if button.key.startswith("more.")]


def test_six_come_at_once_and_six_others_when_asked(student, open_page):
    app = open_page(PAGE)
    assert not app.exception
    assert ahead(app) == [f"more.{FIRST + i}" for i in range(1, 7)]
    app.button(key="home.others").click().run()
    assert ahead(app) == [f"more.{FIRST + i}" for i in range(7, 13)]
    app = open_page(PAGE, {"home.more": "99998"})
    assert ahead(app)[:3] == ["more.99998", "more.99999", "more.0"]


def test_a_chosen_one_is_drawn_from_its_noise_by_the_network(student, open_page):
    app = open_page(PAGE)
    chosen = app.button(key=f"more.{FIRST + 3}")
    chosen.click().run()
    job = job_of(app)
    assert (job.seed, job.steps, job.weights) == (FIRST + 3, 20, "critters")
    assert chosen.help == job.caption and chosen.label in job.caption


def test_without_a_student_nothing_is_promised(tiny_engine, open_page):
    app = open_page(PAGE)
    assert not app.exception and ahead(app) == []


def test_again_asks_for_another_one_and_goes_on_after_the_last(tiny_engine, open_page):
    for before, after in ((0, 1), (99_999, 0)):
        app = open_page(PAGE, {"home.seed": str(before)})
        old = job_of(app)
        app.button(key="home.again").click().run()
        assert (old.seed, job_of(app).seed) == (before, after)
        assert old.caption != job_of(app).caption


@pytest.mark.parametrize("seed", ["-1", "100000", "1e9", "<script>", ""])
def test_a_nonsensical_seed_means_the_first(tiny_engine, open_page, seed):
    app = open_page(PAGE, {"home.seed": seed})
    assert not app.exception and job_of(app).seed == FIRST


def test_all_captions_can_be_read_by_the_network(tiny_engine, open_page):
    captions = {job_of(open_page(PAGE, {"home.seed": str(seed)})).caption for seed in (0, 3, 8, 11)}
    assert len(captions) == 4
    Vocabulary(VOCABULARY).tokens(sorted(captions))


def test_four_doors_lead_to_the_four_levels_with_a_picture_each(tiny_engine, open_page):
    app = open_page(PAGE)
    doors = [link.proto.page for link in app.get("page_link")][: len(LEVELS)]
    assert doors == [level.first.path for level in LEVELS]
    pictures = [door_picture(level.folder) for level in LEVELS]
    assert {picture.shape for picture in pictures} == {(256, 256, 3)}
    assert all(picture.std() > 10 for picture in pictures)


def test_without_weights_one_sentence_stands_there_and_the_doors_still_open(no_weights, open_page):
    app = open_page(PAGE)
    assert not app.exception
    assert ["missing" in note.value for note in app.info] == [True]
    assert len(app.get("page_link")) >= len(LEVELS)


def test_while_the_network_is_loading_the_page_says_so(tiny_engine, open_page):
    resources.ready.clear()
    app = open_page(PAGE)
    assert not app.exception
    assert any("being loaded" in note.value for note in app.caption)


def test_the_bet_is_answered_and_says_why_the_others_are_wrong(tiny_engine, open_page):
    app = open_page(PAGE)
    app.pills(key="bet.home.new").select("Yes, by heart").run()
    said = " ".join(part.value for part in app.markdown)
    assert not app.exception and "**It is:** No, it is new." in said
    assert "In pieces" in said and "never saw" in said


def test_the_code_on_show_is_the_sampler_that_drew(tiny_engine, open_page):
    (shown, *_) = [block.value for block in open_page(PAGE).code]
    assert shown.startswith("def ddim(")
