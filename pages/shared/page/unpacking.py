"""What unpacks a stranger's picture, in a process of its own: `python -m pages.shared.page.unpacking SIDE`.

It imports Pillow and no more, so that it starts in a tenth of a second and has 17 MB, and the server never imports it:
no decoder runs there. Its answer, which `uploads` reads: a byte that is 0 or says what is wrong (1 for the first of
KINDS), a byte with a bit for each of NOTES, and the pixels, SIDE · SIDE · 3 bytes.
"""

import io
import math
import sys
import warnings

# WebPImagePlugin: or Pillow would load its forty others to find it
from PIL import Image, UnidentifiedImageError, WebPImagePlugin  # noqa: F401

from pages.server.aside import answer_once, hold_back
from pages.shared.page import refusals
from pages.shared.page.refusals import DamagedPicture, NoPicture, TooHeavy, TooManyForWebP, TooManyPixels

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
_BEGINNINGS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_START_OF_SCAN = b"\xff\xda"
_AT_ONCE = 250_000
"""Pixels that are laid on white together."""
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How to undo each orientation that a camera notes (EXIF 2.3, tag 0x0112)."""


def main() -> None:
    side = int(sys.argv[1])
    warnings.simplefilter("ignore")
    # Pillow asks at each place where a size is read, and refuses what has more than twice as many
    Image.MAX_IMAGE_PIXELS = refusals.MOST_PIXELS // 2
    hold_back()
    answer_once(lambda data: answer(data, side))


def answer(data: bytes, side: int) -> bytes:
    """As at the head of this file. Whatever goes wrong is one of KINDS."""
    try:
        notes, pixels = unpack(data, side)
    except refusals.BadPicture as wrong:
        return bytes([1 + refusals.KINDS.index(type(wrong))])
    except MemoryError:
        return bytes([1 + refusals.KINDS.index(TooHeavy)])
    return bytes([0, sum(applies << place for place, applies in enumerate(notes))]) + pixels


def unpack(data: bytes, side: int) -> tuple[tuple[bool, ...], bytes]:
    """Whether each of NOTES applies, and the pixels. Raises BadPicture, MemoryError.

    The header is checked before anything is unpacked. Turned as the camera says, laid onto white where transparent, the
    first frame where it moves, the middle square of it.
    """
    picture = _open(data)
    width, height = picture.size
    if width * height > refusals.MOST_PIXELS:
        raise TooManyPixels
    if picture.format == "WEBP" and width * height > refusals.MOST_PIXELS_WEBP:
        raise TooManyForWebP
    if max(width, height) > refusals.TOO_THIN * min(width, height):
        raise refusals.TooThin
    try:
        return _unpack(picture, side)
    except MemoryError:
        raise
    except Exception:
        # decoders raise half a dozen kinds of error on damaged data
        raise DamagedPicture from None


def _open(data: bytes) -> Image.Image:
    # each pass goes over all pixels; the two bytes stand nowhere else in a scan, and hardly ever beside one
    if data.startswith(b"\xff\xd8") and data.count(_START_OF_SCAN) > refusals.MOST_SCANS:
        raise refusals.TooManyScans
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        raise (DamagedPicture if data.startswith(_BEGINNINGS) else NoPicture) from None
    except Image.DecompressionBombError:
        raise TooManyPixels from None
    except MemoryError:
        raise
    except Exception:
        raise DamagedPicture from None


def _unpack(picture: Image.Image, side: int) -> tuple[tuple[bool, ...], bytes]:
    # a JPEG is unpacked at a fraction of its size; other formats ignore this
    picture.draft(None, (8 * side, 8 * side))
    # read before the pixels are converted, which forgets them
    turn = _UPRIGHT.get(picture.getexif().get(0x0112, 1))
    notes = (
        getattr(picture, "is_animated", False),
        picture.has_transparency_data,
        picture.mode == "CMYK",
        turn is not None,
        picture.width != picture.height,
    )
    square = _square(picture, side)
    return notes, (square if turn is None else square.transpose(turn)).tobytes()


def _square(picture: Image.Image, side: int) -> Image.Image:
    """The middle square on white, shrunk: what `ImageOps.fit` makes of it, but some rows at a time, without a copy."""
    width, height = picture.size
    edge = min(width, height)
    left, top = (width - edge) / 2, (height - edge) / 2
    narrow = Image.new("RGB", (side, height))
    rows = max(1, _AT_ONCE // width)
    for y in range(math.floor(top), math.ceil(top + edge), rows):
        some = _on_white(picture.crop((0, y, width, min(y + rows, height))))
        across = (left, 0, left + edge, some.height)
        narrow.paste(some.resize((side, some.height), Image.Resampling.BOX, across), (0, y))
    return narrow.resize((side, side), Image.Resampling.BOX, (0, top, side, top + edge))


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        # sixteen bits a pixel, which convert() would cut off at 255
        return picture.convert("I").point(lambda grey: grey * (1 / 257) + 0.5).convert("L").convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    white = Image.new("RGBA", layer.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, layer).convert("RGB")


if __name__ == "__main__":
    main()
