"""The pictures that can be chosen: each has its licence, and only a visitor's own is private."""

import io

import numpy as np
from PIL import Image

from pages.shared.page import pictures
from pages.shared.player import to_bytes
from tests import ROOT


def encoded(picture: Image.Image) -> bytes:
    held = io.BytesIO()
    picture.save(held, "PNG")
    return held.getvalue()


def test_every_photograph_has_its_licence():
    said = (ROOT / "assets" / "photographs" / "LICENCES.md").read_text(encoding="utf-8")
    files = {path.name for path in (ROOT / "assets" / "photographs").glob("*.png")}
    assert files == {f"{name}.png" for name in pictures.PHOTOGRAPHS}
    assert all(f"| {name} |" in said for name in files)


def test_only_a_visitors_own_picture_is_private():
    mine = pictures.taken(encoded(Image.new("RGB", (70, 70), "red")))
    assert mine.picture.private and mine.picture.pixels()[0, 0].tolist() == [255, 0, 0]
    assert pictures.taken(b"no picture").picture is None and not pictures.default().private


def test_the_bytes_and_the_signed_scale_are_one_picture():
    data = pictures.default().data
    assert np.array_equal(to_bytes(pictures.to_signed(data))[0].tobytes(), data)
