"""Files from strangers. The truths here are files that Pillow or this test wrote byte by byte."""

import io
import struct
import subprocess
import sys
import tracemalloc
import warnings
import zlib

import numpy as np
import pytest
from PIL import Image, ImageOps

from pages.server import aside, turns
from pages.shared.page import refusals, unpacking, uploads
from pages.shared.page.uploads import safe_open
from tests import ROOT

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


def scans(count: int) -> bytes:
    """A progressive JPEG whose last pass comes again and again, so many passes in all."""
    whole = encoded(halves(), "JPEG", progressive=True)
    starts = [at for at in range(len(whole)) if whole[at : at + 2] == b"\xff\xda"]
    return whole[:-2] + whole[starts[-1] : -2] * (count - len(starts)) + whole[-2:]


def test_a_jpeg_of_very_many_passes_is_refused_before_it_is_unpacked():
    assert close(np.frombuffer(unpacking.unpack(scans(refusals.MOST_SCANS), 64)[1], np.uint8)[:3], RED)
    with pytest.raises(refusals.TooManyScans):
        unpacking.unpack(scans(refusals.MOST_SCANS + 1), 64)


@pytest.mark.parametrize("size", [(4032, 3024), (3500, 3571)])
def test_a_picture_of_twelve_megapixels_is_read(size):
    assert safe_open(encoded(Image.new("L", size, 90), "PNG")).pixels.mean() == 90


@pytest.mark.parametrize(
    ("kind", "size", "error"),
    [
        ("PNG", (4000, 3200), refusals.TooManyPixels),
        ("JPEG", (4000, 3200), refusals.TooManyPixels),
        ("WEBP", (2400, 2400), refusals.TooManyForWebP),
    ],
)
def test_a_picture_of_more_is_refused(kind, size, error):
    with pytest.raises(error):
        safe_open(encoded(Image.new("L", size), kind))


@pytest.mark.parametrize("size", [(301, 100), (100, 301), (37, 64), (1000, 999)])
def test_rows_taken_a_few_at_a_time_make_the_same_square(size, monkeypatch):
    monkeypatch.setattr(unpacking, "_AT_ONCE", 5_000)
    noise = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    picture = Image.fromarray(noise)
    expected = ImageOps.fit(picture, (64, 64), Image.Resampling.BOX)
    found = np.frombuffer(unpacking.unpack(encoded(picture, "PNG"), 64)[1], np.uint8)
    assert np.abs(found - np.asarray(expected, np.int16).ravel()).max() <= 1


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_small_square_is_turned_as_the_whole_would_be(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    noise = np.random.default_rng(1).integers(0, 256, (128, 192, 3), dtype=np.uint8)
    data = encoded(Image.fromarray(noise), "PNG", exif=exif)
    with Image.open(io.BytesIO(data)) as picture:
        expected = ImageOps.fit(ImageOps.exif_transpose(picture), (64, 64), Image.Resampling.BOX)
    assert np.abs(safe_open(data).pixels.astype(int) - np.asarray(expected)).max() <= 1


def test_no_decoder_runs_in_the_server():
    script = "import sys, pages.shared.page.uploads; print(any(name.split('.')[0] == 'PIL' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True).stdout == b"False\n"


def test_what_unpacks_is_light():
    script = "import sys, pages.shared.page.unpacking; print({'torch', 'streamlit', 'numpy'} & {*sys.modules})"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True).stdout == b"set()\n"


@pytest.mark.parametrize("answer", [b"", b"\x00", bytes([0, 0, 9]), b"\xff", bytes([1, 1]), bytes(3 + 3 * 64 * 64)])
def test_an_answer_that_is_none_is_not_believed(answer, monkeypatch):
    monkeypatch.setattr(uploads._UNPACKING, "ask", lambda *_, **_more: answer)
    with pytest.raises(refusals.TooHeavy):
        safe_open(b"x")


@pytest.mark.parametrize(("broken", "error"), [(aside.NoAnswer, refusals.TooHeavy), (turns.Crowded, refusals.Crowded)])
def test_a_process_that_fails_is_said_in_one_sentence(broken, error, monkeypatch):
    def ask(*_: object, **_more: object) -> bytes:
        raise broken

    monkeypatch.setattr(uploads._UNPACKING, "ask", ask)
    with pytest.raises(error):
        safe_open(b"x")


def test_memory_that_is_refused_is_said_in_one_sentence(monkeypatch):
    monkeypatch.setattr(unpacking, "_square", lambda *_: bytes(2**62))
    assert unpacking.answer(encoded(halves(), "PNG"), 64) == bytes([1 + refusals.KINDS.index(refusals.TooHeavy)])


def test_what_unpacks_holds_itself_back(monkeypatch):
    held: list[str] = []
    monkeypatch.setattr(sys, "argv", ["unpacking", "64"])
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    monkeypatch.setattr(unpacking, "hold_back", lambda: held.append("held back"))
    monkeypatch.setattr(unpacking, "answer_once", lambda work: held.append("answered"))
    with warnings.catch_warnings():
        unpacking.main()
    assert held == ["held back", "answered"] and Image.MAX_IMAGE_PIXELS == refusals.MOST_PIXELS // 2
