"""How a stream of pictures travels to the player, frame by frame. What comes in one piece is a `common.wire` message.

A stream is a row of chunks, each a u32 length and that many bytes. Chunk 0 is the header as JSON. After it come pairs,
one pair a frame: a JSON record ({"label": …}) and the frame's pixels, the tracks one after the other. A record with
"only" has the pixels of these tracks alone, of a frame that comes whole later. Two kinds of pairs have no pixels:
{"wait": {"place": …, "seconds": …}} says that the run still waits, {"error": sentence} ends the stream with that
sentence. All lengths are little-endian.
"""

import struct
from collections.abc import Sequence

import numpy as np

from diffusion_core.common.wire import as_json, chunk


def stream_header(tracks: Sequence[tuple[str, Sequence[int]]], *, frames: int) -> bytes:
    """The first bytes of a stream.

    tracks: (name, (H, W, C)) in the order in which each frame sends them; frames: how many will follow.
    """
    described = [{"name": name, "shape": list(shape)} for name, shape in tracks]
    return chunk(as_json({"tracks": described, "frames": frames}))


def stream_frame(
    pictures: Sequence[np.ndarray], *, label: str | None = None, only: Sequence[str] | None = None
) -> bytes:
    """One frame of a stream: a uint8 picture (H, W, C) for each track, in the header's order.

    only: the tracks that are there so far, while the frame is not whole.
    """
    if any(picture.dtype != np.uint8 for picture in pictures):
        raise ValueError("A stream carries uint8 pictures; convert with to_bytes first.")
    record = ({} if label is None else {"label": label}) | ({} if only is None else {"only": list(only)})
    return chunk(as_json(record)) + chunk(b"".join(np.ascontiguousarray(picture).tobytes() for picture in pictures))


def stream_wait(place: int, seconds: float | None) -> bytes:
    """A run that waits. place: in the line, 1 for who is next, 0 for who is served; seconds: until its first guess, if
    that is known."""
    return chunk(as_json({"wait": {"place": place, "seconds": seconds}})) + chunk(b"")


def stream_error(sentence: str) -> bytes:
    """The end of a stream that went wrong, as one plain sentence for the visitor."""
    return chunk(as_json({"error": sentence})) + chunk(b"")


def chunks(stream: bytes) -> list[bytes]:
    """The chunks of a finished stream. Raises ValueError when it breaks off in the middle of one."""
    found, at = [], 0
    while at < len(stream):
        (length,) = struct.unpack_from("<I", stream, at)
        found.append(stream[at + 4 : at + 4 + length])
        at += 4 + length
    if at != len(stream):
        raise ValueError("The stream breaks off in the middle of a chunk.")
    return found
