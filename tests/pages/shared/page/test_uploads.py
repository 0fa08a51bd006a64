"""Files from strangers. The truths here are files that Pillow or this test wrote byte by byte."""

import io
import struct
import tracemalloc
import zlib

import numpy as np
import pytest
from PIL import Image

from pages.shared.page import refusals, unpacking
from pages.shared.page.uploads import safe_open

RED, BLUE = (220, 20, 30), (10, 40, 200)


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    held = io.BytesIO()
    picture.save(held, kind, **options)
    return held.getvalue()


def halves(size: tuple[int, int] = (80, 80)) -> Image.Image:
    """Red above, blue below."""
    picture = Image.new("RGB", size, BLUE)
    picture.paste(RED, (0, 0, size[0], size[1] // 2))
    return picture


def bomb(width: int, height: int) -> bytes:
    """A PNG of one colour, tiny as a file and huge as a picture."""

    def part(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    squeeze = zlib.compressobj(9)
    row = bytes(1 + 3 * width)
    body = b"".join(squeeze.compress(row) for _ in range(height)) + squeeze.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", body) + part(b"IEND", b"")


def close(pixel: np.ndarray, colour: tuple[int, int, int], *, within: int = 12) -> bool:
    return bool(np.abs(pixel.astype(int) - colour).max() <= within)


@pytest.mark.parametrize("kind", unpacking.FORMATS)
def test_each_allowed_format_keeps_its_colours(kind):
    opened = safe_open(encoded(halves(), kind))
    assert opened.pixels.shape == (64, 64, 3) and opened.pixels.dtype == np.uint8
    assert close(opened.pixels[8, 32], RED) and close(opened.pixels[56, 32], BLUE)
    assert opened.notes == ()


WRONG = {
    "empty": (b"", refusals.NoPicture),
    "zeros": (b"\x00" * 500, refusals.NoPicture),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", refusals.NoPicture),
    "pdf": (b"%PDF-1.7 nothing", refusals.NoPicture),
    "tiff": (encoded(halves(), "TIFF"), refusals.NoPicture),
    "png that breaks off": (encoded(halves(), "PNG")[:-40], refusals.DamagedPicture),
    "png that is only a header": (encoded(halves(), "PNG")[:20], refusals.DamagedPicture),
    "png with a wrong length": (encoded(halves(), "PNG").replace(b"IDAT", b"IDAT\xff\xff"), refusals.DamagedPicture),
    "jpeg that breaks off": (encoded(halves(), "JPEG")[:-400], refusals.DamagedPicture),
    "gif without a frame": (b"GIF89a\x01\x00\x01\x00\x00\x00\x00", refusals.DamagedPicture),
    "five megabytes and a byte": (b"\x00" * 5_000_001, refusals.TooManyBytes),
    "thread": (encoded(Image.new("L", (5000, 2)), "PNG"), refusals.TooThin),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_read_is_said_in_one_sentence(name):
    data, error = WRONG[name]
    with pytest.raises(error) as raised:
        safe_open(data)
    assert str(raised.value).endswith(".") and str(raised.value).count(".") == 1


def test_a_bomb_is_refused_before_it_is_unpacked():
    data = bomb(13_000, 13_000)
    tracemalloc.start()
    with pytest.raises(refusals.TooManyPixels):
        unpacking.unpack(data, 64)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 2 * len(data) + 1_000_000


@pytest.mark.parametrize(("orientation", "first", "last"), [(3, BLUE, RED), (6, None, None), (8, None, None)])
def test_a_picture_is_turned_as_the_camera_noted(orientation, first, last):
    exif = Image.Exif()
    exif[0x0112] = orientation
    opened = safe_open(encoded(halves(), "JPEG", exif=exif, quality=95))
    assert "turned upright" in " ".join(opened.notes)
    if first:
        assert close(opened.pixels[8, 32], first) and close(opened.pixels[56, 32], last)
    else:
        # a quarter turn: the colours now lie side by side, red on the right after 6, on the left after 8
        sides = (BLUE, RED) if orientation == 6 else (RED, BLUE)
        assert close(opened.pixels[32, 8], sides[0]) and close(opened.pixels[32, 56], sides[1])


def test_a_transparent_picture_stands_on_white():
    picture = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    picture.paste((*RED, 255), (0, 0, 64, 32))
    opened = safe_open(encoded(picture, "PNG"))
    assert close(opened.pixels[8, 32], RED) and close(opened.pixels[56, 32], (255, 255, 255), within=0)
    assert "white" in opened.notes[0]


def test_a_palette_with_a_transparent_entry_stands_on_white():
    picture = Image.new("P", (64, 64), 0)
    picture.putpalette([0, 0, 0, *RED])
    picture.paste(1, (0, 0, 64, 32))
    opened = safe_open(encoded(picture, "PNG", transparency=0))
    assert close(opened.pixels[8, 32], RED) and close(opened.pixels[56, 32], (255, 255, 255), within=0)


def test_the_first_frame_of_a_moving_picture_is_used():
    frames = [Image.new("RGB", (64, 64), colour) for colour in (RED, BLUE)]
    opened = safe_open(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100))
    assert close(opened.pixels[32, 32], RED) and "moves" in opened.notes[0]


def test_colours_for_print_are_converted():
    opened = safe_open(encoded(Image.new("CMYK", (64, 64), (0, 255, 255, 0)), "JPEG", quality=95))
    red, green, blue = opened.pixels[32, 32].astype(int)
    assert red > 180 and green < 80 and blue < 80 and "print" in opened.notes[0]


def test_grey_of_sixteen_bits_is_not_all_white():
    ramp = np.tile(np.linspace(0, 65535, 64).astype(np.uint16), (64, 1))
    opened = safe_open(encoded(Image.fromarray(ramp), "PNG"))
    middle = opened.pixels[32, [4, 32, 60], 0].astype(int)
    assert np.all(np.abs(middle - [16, 131, 243]) <= 8)


def test_the_middle_square_is_cut_out():
    wide = Image.new("RGB", (300, 100), BLUE)
    wide.paste(RED, (100, 0, 200, 100))
    opened = safe_open(encoded(wide, "PNG"), side=96)
    assert opened.pixels.shape == (96, 96, 3)
    assert close(opened.pixels[48, 1], RED) and close(opened.pixels[48, 94], RED)
    assert opened.notes == ("Its middle square is used.",)
