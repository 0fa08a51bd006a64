"""What a visitor takes along: files that are what was on show, with where it comes from written in."""

import io

import numpy as np
import pytest
from PIL import Image, ImageSequence

from tests.browser.player.seen import DROP, MIXTURE, box, read

WHERE = """figure => {
  const inners = [...figure.closest(".stage").querySelectorAll(".inner")].map(one => one.getBoundingClientRect());
  const box = figure.querySelector("canvas").getBoundingClientRect();
  const [left, top] = ["left", "top"].map(side => Math.min(...inners.map(one => one[side])));
  return [box.left - left + 12, box.top - top + 12, box.width].map(length => length * devicePixelRatio);
}"""
"""Where the first picture lies in what is saved, and how wide it is there, in pixels."""


def saved(page, key: str, kind: str) -> bytes:
    stage = box(page, key)
    stage.locator("button.save").click()
    with page.expect_download(timeout=60_000) as coming:
        stage.locator(f"button[data-kind={kind}]").click()
    return coming.value.path().read_bytes()


def test_a_picture_is_saved_as_it_stands_with_where_it_comes_from(visit):
    page = visit()
    image = Image.open(io.BytesIO(saved(page, MIXTURE, "png")))
    assert image.text["Title"] and "t = 250 · noise 25 %" in image.text["Description"]
    assert f"{page.url.split('?')[0]}" in image.text["Source"] and "moment=noise.10" in image.text["Source"]
    left, top, width = (round(length) for length in box(page, MIXTURE).locator("figure").first.evaluate(WHERE))
    times, pixels = width // 64, np.asarray(image.convert("RGB"))
    squares = pixels[top : top + 64 * times, left : left + 64 * times].reshape(64, times, 64, times, 3)
    assert times > 1 and (squares == squares[:, :1, :, :1]).all() and len(np.unique(squares)) > 20


def test_a_film_is_saved_as_a_gif(visit):
    page = visit()
    with Image.open(io.BytesIO(saved(page, MIXTURE, "gif"))) as image:
        durations = [frame.info["duration"] for frame in ImageSequence.Iterator(image)]
        assert b"Title: " in image.info["comment"] and image.info["loop"] == 0
    assert len(durations) > 30 and sum(durations) == pytest.approx(41 * 80, abs=200)


def test_a_film_is_saved_as_webm(visit):
    film = saved(visit(), DROP, "webm")
    assert film.startswith(b"\x1a\x45\xdf\xa3") and b"SOURCE" in film[-4000:] and len(film) > 20_000


def test_the_film_on_show_goes_on_meanwhile_and_nothing_is_left_behind(visit):
    page = visit()
    drawn = read(page, MIXTURE, "frame")
    saved(page, MIXTURE, "png")
    assert read(page, MIXTURE, "frame") == drawn
    assert page.locator(".player.copy").count() == 0
