"""Worksheets: two pages a level, on which everything fits, and which tell the answers only where they are asked to."""

import io

import numpy as np
import pytest
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.classroom.answers import answers
from pages.shared.handouts import worksheets
from pages.shared.handouts.sheet import PAPERS, file_of, unmarked
from pages.site_map import LEVELS, PARTS, parts_of
from tests.handouts.chosen import CHOSEN
from tests.handouts.gather import Bet, bets_of
from tests.handouts.paper import BOX, DRAW, PER_PAGE, TICK, pages
from tests.pages.driver import change, opened, words
from tests.pages.printed import faults, in_one_line, size_of, words_of

HINT = "A bet has changed: run `make handouts`."


@pytest.fixture(scope="module")
def bets() -> list[Bet]:
    return list(bets_of(2))


def test_the_bets_are_those_of_the_pages_with_what_came_of_them(bets):
    assert [bet.place.split()[0] for bet in bets] == ["2.1", "2.3", "2.4", "2.6", "A"]
    assert all(bet.right in bet.options and bet.says and bet.question.endswith("?") for bet in bets)
    assert bets[0].question.startswith("The picture has 4,096 pixels.") and "12,288" in bets[0].says


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("told", [False, True])
def test_all_words_and_pictures_lie_on_the_sheet_and_none_over_another(bets, paper, told):
    for figure in pages(f"Level 2: {LEVELS[1].door}", bets, paper=paper, answers=told):
        assert faults(figure, labels=(DRAW,)) == []


def test_a_pupils_sheet_tells_no_answer_and_the_teachers_ticks_each(bets):
    for told in (False, True):
        texts = [one.get_text() for figure in pages("", bets, paper="A4", answers=told) for one in figure.texts]
        assert texts.count(TICK) == (len(bets) if told else 0)
        assert any("Step 30 changed all 12,288" in text.replace("\n", " ") for text in texts) is told


def test_a_pupil_has_a_box_to_draw_in_and_lines_to_write_on_for_every_bet(bets):
    for figure, half in zip(pages("", bets, paper="Letter", answers=False), (3, len(bets) - 3), strict=True):
        assert [one.get_text() for one in figure.texts].count(DRAW) == half
        assert len(figure.artists) >= 2 * half


def test_the_same_bets_make_the_same_file(bets):
    one, other = (file_of(pages("Level 2", bets, paper="Letter", answers=False), "") for _ in range(2))
    assert one == other


def test_pictures_are_printed_as_square_pixels(bets):
    (figure, _) = pages("", bets, paper="A4", answers=True)
    images = [image for place in figure.axes for image in place.images]
    assert images and all(image.get_interpolation() == "none" for image in images)
    assert all(np.asarray(image.get_array()).dtype == np.uint8 for image in images)


# --- the files of the site


@pytest.mark.parametrize(("level", "paper", "told"), worksheets.ALL)
def test_a_file_has_two_pages_of_its_paper_and_says_what_the_answer_key_says(level, paper, told):
    file = worksheets.file(level, paper, answers=told).read_bytes()
    said, names = words_of(file), (PdfReader(io.BytesIO(file)).metadata or {})["/Keywords"].split()
    assert len(said) == 2 and size_of(file) == pytest.approx(PAPERS[paper], abs=0.01)
    assert len(names) == 2 * PER_PAGE or level not in CHOSEN and len(names) > PER_PAGE, names
    assert set(names) == set(CHOSEN.get(level, names)), HINT
    for place, name in enumerate(names):
        known, page = answers()[name], said[place // PER_PAGE]
        assert known.part.level == level
        for text in (known.question, *known.options):
            assert in_one_line(unmarked(text)) in page, (name, text, HINT)
        assert (in_one_line(unmarked(known.says)) in page) is told, (name, HINT)
    whole = " ".join(said)
    assert whole.count(TICK) == (len(names) if told else 0)
    assert whole.count(BOX) + whole.count(TICK) == sum(len(answers()[name].options) for name in names)


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=worksheets.ROUTES))


def test_every_file_is_served_as_it_lies_there_to_be_saved(client):
    for level, paper, told in worksheets.ALL:
        answer = client.get(f"/{worksheets.link(level, paper, answers=told)}")
        assert answer.content == worksheets.file(level, paper, answers=told).read_bytes()
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="ink-to-image-level-')
    for name in ("level-6-a4.pdf", "../answer_key.json", "level-1-a5.pdf"):
        assert client.get(f"/{worksheets.ADDRESS}/{name}").status_code == 404


@pytest.mark.parametrize("level", [1, 3])
def test_a_level_ends_with_its_worksheet_and_leads_to_no_answers(level):
    *before, last = parts_of(level)
    assert all(f"]({worksheets.link(level, paper)})" in words(opened(last.path)) for paper in PAPERS)
    assert all(worksheets.ADDRESS not in words(opened(page.path)) for page in before)


def test_no_page_of_a_level_leads_to_answers_on_paper():
    files = [worksheets.link(level, paper, answers=True) for level, paper, told in worksheets.ALL if told]
    said = words(opened(PARTS[1].path))
    assert worksheets.link(1, "A4") in said and not any(file in said for file in files)


def test_teachers_find_each_worksheet_and_its_answers_for_their_paper():
    page = opened("teach")
    for paper in PAPERS:
        there = page if paper == "A4" else change(page, "teach.paper", paper)
        linked = [one.proto.url for one in there.get("link_button")]
        assert linked == [worksheets.link(level.number, paper, answers=told)
                          for level in LEVELS for told in (False, True)]  # fmt: skip
