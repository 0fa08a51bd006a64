"""The page of questions: every question once, its answer, a picture, and a link that opens what the answer is about."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from diffusion_core.common.assets import MODEL
from pages.reference import finder, thumbnails
from pages.server import resources
from pages.shared.page.questions import asked
from pages.shown import place
from tests.pages.driver import content, opened, words

PAGE = "questions"


def entries(page: AppTest) -> dict[str, finder.Entry]:
    """What the browser was sent, by the ends of the questions' addresses."""
    (sent,) = [part.proto for part in page.get("bidi_component") if part.proto.component_name == finder.NAME]
    found = [one for group in content(sent)["groups"] for one in group["entries"]]
    assert len({one["anchor"] for one in found}) == len(found)
    return {one["anchor"]: one for one in found}


@pytest.mark.usefixtures("tiny_engine")
def test_every_question_stands_there_once_by_its_words_and_old_links_find_it():
    found = entries(opened(PAGE))
    assert list(found) == [key.lower() for key in asked()] and len(found) >= 38
    for key, one in asked().items():
        entry = found[key.lower()]
        assert (entry["question"], entry["answer"]) == (one.question, one.answer)
        # a number of ours means nothing to who asks
        assert not re.search(r"\bQ\d", " ".join(entry.values()).replace(entry["picture"], ""))


@pytest.mark.usefixtures("tiny_engine")
def test_every_question_has_a_picture():
    pictures = [entry["picture"] for entry in entries(opened(PAGE)).values()]
    assert all(picture.startswith("data:image/webp;base64,") for picture in pictures)
    # an experiment of 300 kB is the most that a page sends; each picture counts once in what is compressed
    assert sum(map(len, set(pictures))) < 300_000


def test_without_weights_the_answers_stand_there_with_the_pictures_that_need_none(no_weights, monkeypatch):
    monkeypatch.setattr(thumbnails, "_packed", {})
    thumbnails.draw.clear()
    found = entries(opened(PAGE))
    assert found["q5"]["picture"] and not found["q19"]["picture"] and found["q19"]["answer"]


def test_before_the_server_is_ready_the_answers_stand_there_already(no_weights):
    resources.ready.clear()
    page = opened(PAGE)
    assert all(entry["answer"] and not entry["picture"] for entry in entries(page).values())


def test_the_questions_stand_there_before_their_pictures_are_drawn(no_weights, monkeypatch):
    monkeypatch.setattr(thumbnails, "_packed", {})
    monkeypatch.setattr(thumbnails, "draw", lambda: None)
    assert all(entry["answer"] and not entry["picture"] for entry in entries(opened(PAGE)).values())


LINKS = {place(one.shown).address for one in asked().values()}


def page_of(link: str) -> str:
    return link.partition("#")[0].partition("?")[0]


@pytest.mark.usefixtures("tiny_engine")
@pytest.mark.parametrize("path", sorted(set(map(page_of, LINKS))))
def test_every_link_leads_to_a_heading_that_is_there(path):
    headers = opened(path).header
    # a heading without an anchor of ours gets one from its words
    anchors = {header.anchor or header.value.lower().replace(" ", "-") for header in headers} | {""}
    assert {link.partition("#")[2] for link in LINKS if page_of(link) == path} - anchors == set()


def test_each_experiment_that_an_answer_shows_has_a_thumbnail_of_pixels(engine_of):
    engine_of(MODEL)
    assert {one.shown for one in asked().values()} == set(thumbnails.DRAWN)
    for key, draw in thumbnails.DRAWN.items():
        drawn = draw()
        assert drawn.shape == (64, 64, 3) and drawn.dtype == np.uint8 and drawn.std() > 5, key


def test_nobody_reads_a_number_of_a_question_on_the_page(tiny_engine):
    assert not re.search(r"\bQ\d", words(opened(PAGE)))
