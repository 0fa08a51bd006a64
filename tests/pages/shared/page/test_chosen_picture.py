"""Which picture is noised, on the pages of level 2: no file breaks them, and nobody else is shown it."""

import io
from collections.abc import Mapping
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import AppTest

from pages.server import shelf
from pages.shared.page import chosen_picture, pictures
from pages.shared.page.bets import SHOW_ME
from pages.shared.page.refusals import Lost
from tests import ROOT
from tests.pages.chips import choose
from tests.pages.driver import gone_to, opened, rerun, sent, track, words

FIRST, WHAT_IF, END = "level-2", "level-2-what-if", "level-2-end"
BYTES = pictures.default().data
TOLD = {"noise.which": SHOW_ME, "wrong.spot_one_draw_for_all": SHOW_ME}
ROWS = {"noise": "folds-2-2", "whole": "folds-2-1", "wrong": "folds-2-6", "pair": "folds-2-4"}


def encoded(picture: Image.Image) -> bytes:
    held = io.BytesIO()
    picture.save(held, "PNG")
    return held.getvalue()


def frames(page: AppTest) -> np.ndarray:
    return track(page, "whole.stage", "picture")[1]["pixels"]


def with_menus(here: str = "whole", part: str = FIRST, query: Mapping[str, str] = {}) -> AppTest:
    """A part of the level with the menus of an experiment open."""
    page = opened(part, query, bets=TOLD)
    page.session_state[ROWS[here]] = "Other pictures" if here == "pair" else "Another picture"
    return rerun(page)


def test_the_chips_of_the_critter_change_the_picture():
    page = with_menus()
    seen = {frames(page)[0].tobytes()}
    for name, word in (("animal", "owl"), ("colour", "blue"), ("place", "night"), ("worn", "hat"), ("mood", "sad")):
        seen.add(frames(choose(page, f"whole.{name}", word))[0].tobytes())
    assert len(seen) == 6
    assert "sad blue owl with a hat at night" in sent(page, "whole.stage")[0]["alt"]


@pytest.mark.parametrize("name", pictures.PHOTOGRAPHS)
def test_each_photograph_is_shown_as_it_lies_in_assets(name):
    page = opened(FIRST, {"noise.picture": "photograph", "noise.photograph": name}, bets=TOLD)
    with Image.open(ROOT / "assets" / "photographs" / f"{name}.png") as image:
        assert np.array_equal(frames(page)[0], np.asarray(image.convert("RGB")))
    assert pictures.CREDITS[name] in words(with_menus(query={"noise.picture": "photograph", "noise.photograph": name}))


def test_the_two_pictures_of_a_pair_are_chosen_apart():
    page = opened(END, {"noise.picture": "photograph", "noise.photograph": "rocket", "other.animal": "owl"})
    spec, shown = track(page, "pair.clean", "first")
    with Image.open(ROOT / "assets" / "photographs" / "rocket.png") as image:
        assert np.array_equal(shown["pixels"][0], np.asarray(image.convert("RGB")))
    assert spec["alt"] == "a rocket"
    assert "white owl with a hat in the snow" in track(page, "pair.clean", "other")[0]["alt"]


def own(data: bytes, name: str = "mine.png") -> AppTest:
    page = with_menus(query={"noise.picture": "own"})
    page.file_uploader[0].set_value([(name, data, "image/png")])
    return rerun(page)


def test_your_own_picture_is_noised_and_kept_for_you_alone():
    mine = Image.new("RGB", (200, 100), (10, 200, 30))
    page = own(encoded(mine))
    assert (frames(page)[0] == (10, 200, 30)).all()
    assert "Its middle square is used." in words(page)
    page.session_state[ROWS["whole"]] = None
    assert (frames(rerun(page))[0] == (10, 200, 30)).all()
    shows = {FIRST: ("noise.stage", "picture"), WHAT_IF: ("wrong.stage", "right"), END: ("jump.stage", "walk")}
    for part, (player, name) in shows.items():
        assert (track(gone_to(page, part), player, name)[1]["pixels"][0] == (10, 200, 30)).all()
    somebody_else = opened(FIRST, {"noise.picture": "own"}, bets=TOLD)
    assert frames(somebody_else)[0].tobytes() == BYTES


def test_a_picture_chosen_in_one_experiment_is_the_picture_of_all_and_of_the_address():
    page = with_menus("noise")
    choose(page, "noise.animal", "owl")
    for player in ("noise.stage", "whole.stage"):
        assert "owl" in track(page, player, "picture")[0]["alt"]
    assert page.query_params["noise.animal"] == "owl"
    choose(page, "noise.animal", "cat")
    assert "noise.animal" not in page.query_params


def test_a_picture_chosen_in_one_part_of_the_level_is_the_picture_of_all():
    page = with_menus("wrong", WHAT_IF)
    choose(page, "wrong.animal", "owl")
    # once more: AppTest takes the first run after one of single fragments for such a run, too
    end = gone_to(rerun(page), END)
    assert "owl" in track(end, "jump.stage", "walk")[0]["alt"]
    assert "owl" in track(end, "pair.clean", "first")[0]["alt"]
    assert "rabbit" in track(end, "pair.clean", "other")[0]["alt"]


def test_the_other_picture_of_the_pair_stays_its_own():
    page = with_menus("pair", END)
    choose(page, "pair.other.animal", "dog")
    assert "dog" in track(page, "pair.clean", "other")[0]["alt"]
    assert frames(gone_to(page, FIRST))[0].tobytes() == BYTES


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"not a picture at all", "This file is not a picture"),
        (encoded(Image.new("RGB", (80, 80)))[:60], "This picture is damaged"),
        (encoded(Image.new("L", (1, 500))), "too long and thin"),
        (b"", "This file is not a picture"),
    ],
)
def test_a_bad_file_gets_one_sentence_and_the_page_lives_on(data, sentence):
    page = own(data)
    assert sentence in page.warning[0].value
    assert len(page.warning) == 1
    assert frames(page)[0].tobytes() == BYTES


def test_of_a_file_that_was_read_nothing_is_kept_but_its_small_picture(monkeypatch):
    stores: list[MemoryUploadedFileManager] = []
    add = MemoryUploadedFileManager.add_file
    noted = lambda store, *file: (stores.append(store), add(store, *file))  # noqa: E731
    monkeypatch.setattr(MemoryUploadedFileManager, "add_file", noted)
    page = own(encoded(Image.new("RGB", (200, 100), (10, 200, 30))))
    assert {file.data for store in stores for kept in store.file_storage.values() for file in kept.values()} == {b""}
    assert page.session_state["whole.file"].getvalue() == b""
    assert [len(one.picture.data) for one in page.session_state["pictures"].values()] == [64 * 64 * 3]
    assert (frames(rerun(page))[0] == (10, 200, 30)).all()


def test_a_file_that_was_let_go_before_it_was_read_is_said_to_be_lost(monkeypatch):
    monkeypatch.setattr(MemoryUploadedFileManager, "add_file", lambda *_: None)
    assert own(encoded(Image.new("RGB", (80, 80)))).warning[0].value.startswith(Lost.sentence)


def test_a_link_to_somebodys_own_picture_says_what_is_missing():
    page = with_menus(query={"noise.picture": "own"})
    assert "Choose a file" in words(page) and "Meanwhile you see a critter." in words(page)


def test_what_is_left_of_a_file_that_was_read_is_not_read_again(monkeypatch):
    state = {"whole.file": SimpleNamespace(type=shelf.READ)}
    monkeypatch.setattr(chosen_picture.st, "session_state", state)
    chosen_picture._take_file("noise", "whole.file", chosen_picture.Place("whole", "2.2", "fold"))
    assert list(state) == ["whole.file"]
