"""The gallery that memory knows by heart: drawn once for all, within the memory that it may take, and told of."""

import threading

import numpy as np
import pytest

from diffusion_core.data.critters import draw_bytes, training_seeds
from pages.levels.network.blur import choosing_figures, gallery, unseen_figures
from pages.levels.network.blur.gallery import BATCH, NotDrawn
from pages.shared.page.bets import SHOW_ME
from tests.pages.driver import names, opened, rerun, sent, words
from tests.waiting import until

PAGE = "level-4-blur"
MOST = 100_000_000
"""Bytes that all visitors together may cost."""


def finished() -> gallery.Gallery:
    drawn = gallery.begun()
    until(lambda: drawn.errand.over, within=120)
    return drawn


def test_it_holds_the_first_training_pictures_and_is_drawn_once(small_gallery):
    drawn = finished()
    assert drawn.errand.finished and drawn.errand.latest == 1
    assert np.array_equal(drawn.pictures[[0, -1]], draw_bytes(training_seeds()[[0, small_gallery - 1]]).numpy())
    assert gallery.begun() is drawn and len(drawn.errand.results) == small_gallery / BATCH


def test_with_all_its_films_it_fits_into_a_hundred_megabytes(small_gallery):
    finished()
    choosing, unseen = choosing_figures.choosing(1), unseen_figures.unseen(1)
    films = 0
    for film in (choosing, unseen):
        for name in film.__dataclass_fields__:
            films += getattr(getattr(film, name), "nbytes", 0)
    assert 24 * films + 3 * 64 * 64 * 4_000 < MOST
    assert finished().pictures.nbytes == 3 * 64 * 64 * small_gallery


def test_before_the_bet_nobody_waits_for_it(empty_gallery, monkeypatch):
    monkeypatch.setattr(gallery, "_waited_for", lambda drawn: pytest.fail("nobody should wait"))
    page = opened(PAGE)
    assert sent(page, "blur.stage")[0]["frames"] == 1 and "knows 400 of the 64,358 training pictures." in words(page)
    assert max(len(message.proto.bytes) for message in page.get("bidi_component")) < 300_000
    finished()


def test_whoever_comes_on_a_cold_server_sees_the_page_and_the_wall_fill(empty_gallery, monkeypatch):
    """It once stood still at a progress bar, with nothing of the page below it."""
    gate, drawn = threading.Event(), gallery.draw_bytes

    def slowly(seeds):
        if int(seeds[0]) > int(training_seeds()[empty_gallery // 2]):
            gate.wait(60)
        return drawn(seeds)

    monkeypatch.setattr(gallery, "draw_bytes", slowly)
    begun = gallery.begun()
    until(lambda: gallery.so_far() >= empty_gallery // 2, within=60)
    page = opened(PAGE, {"moment": "blur.8~unseen.3"})
    assert sent(page, "blur.stage")[0]["frames"] == 1 and names(page, "blur.unseen") == ["cat", "noisy"]
    light = sent(page, "blur.stage")[1]["2.light"][0]
    assert light[0] == 255 and light[-1] == 0, "those that are drawn are lit"
    assert {"4.12", "4.13"} <= {one.value.split()[0] for one in page.header}
    gate.set()
    until(lambda: begun.errand.over, within=60)
    rerun(page)
    assert sent(page, "blur.stage")[0]["frames"] == 28 and "memory" in names(page, "blur.unseen")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_one_that_broke_off_is_told_and_the_next_visitor_has_it_drawn(empty_gallery, monkeypatch):
    def broken(seeds):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(gallery, "draw_bytes", broken)
        begun = gallery.begun()
        until(lambda: begun.errand.over)
        page = opened(PAGE, bets={"blur.safest": SHOW_ME})
        assert "The training pictures could not be drawn. Please reload the page." in [one.value for one in page.info]
    finished()
    page = opened(PAGE, bets={"blur.safest": SHOW_ME})
    assert sent(page, "blur.stage")[0]["frames"] == 28


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_who_asks_gets_an_error_that_is_a_sentence(empty_gallery, monkeypatch):
    monkeypatch.setattr(gallery, "draw_bytes", lambda seeds: 1 / 0)
    with pytest.raises(NotDrawn, match=r"could not be drawn\. Please reload the page\."):
        gallery.gallery()
