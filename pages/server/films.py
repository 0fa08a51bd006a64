"""The route that makes a GIF of a film: frames go in, as the visitor's browser has drawn them, and one file comes out.

POST /api/film: a u32 length, so many bytes of JSON, {"width", "height", "ms", "sizes", "comment"}, and the frames one
after the other, each so many bytes as `sizes` says, which inflate to red, green and blue of its pixels, row by row.
"""

import io
import json
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from anyio import CapacityLimiter, to_thread
from PIL import Image
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from pages.server.neighbours import neighbourhood
from pages.server.origins import is_this_site
from pages.server.packing import InPieces
from pages.server.security import host_of

ADDRESS = "/api/film"
MOST_BYTES = 6_000_000
MOST_HEADER = 20_000
MOST_PIXELS = 12_500_000
"""Of all frames together: about a second's work."""
MOST_FRAMES, MOST_SIDE = 500, 2_000
MOST_COMMENT = 8_000
FASTEST, SLOWEST = 20, 10_000
"""Milliseconds for which a frame may stay."""
MOST_WAITING, MOST_OF_ONE = 40, 20
"""Films that wait, from all and from one neighbourhood; a whole class may have one address."""
BUSY = "Many films are being made just now. Please try again in a moment."
ABSURD = "This server does not know how to make a film of that. Please reload the page."
LARGE = "This film is too large for a GIF. Try the other kinds."
STRANGER = "Only a page of this site may ask for that."
_waiting: Counter[str] = Counter()
_one_at_a_time = CapacityLimiter(1)


class NoFilm(ValueError):
    """What came is no film, or too large a one; said in one sentence."""


@dataclass(frozen=True)
class Film:
    """What came, looked through: nothing of it is inflated yet. ms: for which each frame stays."""

    width: int
    height: int
    ms: int
    comment: str
    frames: tuple[bytes, ...]


async def film(request: Request) -> Response:
    """Answer with the file; refused as every file that is too large, and whoever comes from elsewhere."""
    origin = request.headers.get("origin")
    if origin and not is_this_site(origin, host_of(request.scope)):
        return PlainTextResponse(STRANGER, 403)
    if not 0 < _length(request) <= MOST_BYTES:
        return PlainTextResponse(LARGE, 413)
    who = neighbourhood(request.scope)
    if _waiting.total() >= MOST_WAITING or _waiting[who] >= MOST_OF_ONE:
        return PlainTextResponse(BUSY, 503)
    _waiting[who] += 1
    try:
        made = await to_thread.run_sync(_made, await request.body(), limiter=_one_at_a_time)
    except NoFilm as wrong:
        return PlainTextResponse(str(wrong), 400)
    except ClientDisconnect:
        return Response(status_code=400)
    finally:
        _waiting[who] -= 1
        if not _waiting[who]:
            del _waiting[who]
    return InPieces(made, media_type="image/gif", headers={"Cache-Control": "no-store"})


def _length(request: Request) -> int:
    said = request.headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 12 else 0


def _made(body: bytes) -> bytes:
    return gif(read(body))


def read(body: bytes) -> Film:
    """What a browser sent. Raises NoFilm."""
    try:
        (length,) = struct.unpack_from("<I", body)
        if length > MOST_HEADER:
            raise NoFilm(ABSURD)
        said = json.loads(body[4 : 4 + length])
        numbers = [said["width"], said["height"], said["ms"], *said["sizes"]]
        comment = said["comment"]
    except NoFilm:
        raise
    except (struct.error, ValueError, TypeError, KeyError, RecursionError) as error:
        raise NoFilm(ABSURD) from error
    if not all(type(number) is int and number > 0 for number in numbers) or not isinstance(comment, str):
        raise NoFilm(ABSURD)
    width, height, ms, *sizes = numbers
    if not sizes or len(sizes) > MOST_FRAMES or max(width, height) > MOST_SIDE:
        raise NoFilm(LARGE)
    if width * height * len(sizes) > MOST_PIXELS:
        raise NoFilm(LARGE)
    if 4 + length + sum(sizes) != len(body) or not FASTEST <= ms <= SLOWEST or len(comment) > MOST_COMMENT:
        raise NoFilm(ABSURD)
    return Film(width, height, ms, comment, tuple(_cut(body, 4 + length, sizes)))


def _cut(body: bytes, at: int, sizes: list[int]) -> Iterator[bytes]:
    for size in sizes:
        yield body[at : at + size]
        at += size


def gif(film: Film) -> bytes:
    """The file: each frame in 256 colours of its own, never dithered, so that pixels stay what they are.

    Raises NoFilm for frames that are not as large as was said.
    """
    frames = [_in_few_colours(film, frame) for frame in film.frames]
    out = io.BytesIO()
    comment = film.comment.encode(errors="replace")
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=film.ms, loop=0, comment=comment,
                   optimize=False)  # fmt: skip
    return out.getvalue()


def _in_few_colours(film: Film, frame: bytes) -> Image.Image:
    """One frame at a time is inflated, and no further than to what it should be."""
    wanted, inflating = film.width * film.height * 3, zlib.decompressobj()
    try:
        pixels = inflating.decompress(frame, wanted + 1)
    except zlib.error as error:
        raise NoFilm(ABSURD) from error
    if len(pixels) != wanted:
        raise NoFilm(ABSURD)
    image = Image.frombytes("RGB", (film.width, film.height), pixels)
    return image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
