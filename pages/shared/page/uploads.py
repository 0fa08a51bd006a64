"""A visitor's own picture: opened with care, kept in memory only, and said in one sentence what was done to it."""

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
_BEGINNINGS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
MOST_BYTES = 5_000_000
MOST_PIXELS = 50_000_000
TOO_THIN = 40


class BadPicture(ValueError):
    """The base of what can be wrong with a file; str() of it is one plain sentence for the page."""

    sentence = "This file could not be read as a picture."

    def __init__(self) -> None:
        super().__init__(self.sentence)


class NoPicture(BadPicture):
    """Empty, or of a format outside FORMATS."""

    sentence = "This file is not a picture that we can read: choose a PNG, JPEG, WebP, GIF or BMP."


class DamagedPicture(BadPicture):
    """A known format that breaks off or contradicts itself."""

    sentence = "This picture is damaged: its file breaks off or contradicts itself."


class TooManyBytes(BadPicture):
    """A file larger than MOST_BYTES."""

    sentence = "This file is too large: choose one under 5 megabytes."


class TooManyPixels(BadPicture):
    """A picture of more than MOST_PIXELS, by its header; nothing of it was unpacked."""

    sentence = "This picture has too many pixels: choose one with fewer than 50 million."


class TooThin(BadPicture):
    """One side more than TOO_THIN times the other: no square of it shows anything."""

    sentence = "This picture is too long and thin to cut a square out of it."


@dataclass(frozen=True)
class Opened:
    """pixels: (side, side, 3) uint8; notes: a sentence for each thing that was changed on the way."""

    pixels: np.ndarray
    notes: tuple[str, ...]


def safe_open(data: bytes, *, side: int = 64) -> Opened:
    """Bytes from a stranger to a small square RGB picture.

    The header is checked before anything is unpacked. Turned as the camera says, laid onto white where transparent, the
    first frame where it moves, the middle square of it. Raises BadPicture, whose text is one sentence for the page.
    """
    if len(data) > MOST_BYTES:
        raise TooManyBytes
    picture = _open(data)
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise TooManyPixels
    if max(width, height) > TOO_THIN * min(width, height):
        raise TooThin
    try:
        return _unpack(picture, side)
    except Exception:
        # decoders raise half a dozen kinds of error on damaged data
        raise DamagedPicture from None


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        raise (DamagedPicture if data.startswith(_BEGINNINGS) else NoPicture) from None
    except Image.DecompressionBombError:
        raise TooManyPixels from None
    except Exception:
        raise DamagedPicture from None


def _unpack(picture: Image.Image, side: int) -> Opened:
    # a JPEG is unpacked at a fraction of its size; other formats ignore this
    picture.draft(None, (8 * side, 8 * side))
    # read before the pixels are turned and converted, which forgets them
    notes = tuple(sentence for applies, sentence in _NOTES if applies(picture))
    flat = _on_white(ImageOps.exif_transpose(picture))
    square = ImageOps.fit(flat, (side, side), Image.Resampling.BOX)
    return Opened(pixels=np.asarray(square, dtype=np.uint8), notes=notes)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        # sixteen bits a pixel, which convert() would cut off at 255
        deep = np.asarray(picture, dtype=np.float64)
        return Image.fromarray((deep / 257).round().clip(0, 255).astype(np.uint8)).convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    white = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(white, layer).convert("RGB")


def _moves(picture: Image.Image) -> bool:
    return getattr(picture, "is_animated", False)


def _turned(picture: Image.Image) -> bool:
    return picture.getexif().get(0x0112, 1) not in (0, 1)


def _printed(picture: Image.Image) -> bool:
    return picture.mode == "CMYK"


_NOTES = (
    (_moves, "This picture moves; its first frame is used."),
    (lambda picture: picture.has_transparency_data, "Transparent parts stand on white."),
    (_printed, "Its colours are meant for print (CMYK) and may look a little different."),
    (_turned, "It was turned upright, as the camera noted."),
    (lambda picture: picture.width != picture.height, "Its middle square is used."),
)
