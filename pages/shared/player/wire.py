"""How bytes travel to the player, in one piece or frame by frame.

One piece (`pack`): u32 length of the header, the header as JSON, then the arrays back to back. The header's entry
"arrays" says for each name its dtype, shape and where it starts, counted from the end of the header.

A stream is a row of chunks, each a u32 length and that many bytes. Chunk 0 is the header as JSON. After it come pairs,
one pair a frame: a JSON record ({"label": …}) and the frame's pixels, the tracks one after the other. A pair whose
record is {"error": sentence} ends the stream with that sentence. All lengths are little-endian.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

DTYPES = {"uint8": "u1", "uint16": "<u2", "int16": "<i2", "float32": "<f4"}


def pack(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> bytes:
    """One message from a JSON header and named arrays.

    header: JSON values, without the key "arrays"; arrays: dtypes of DTYPES, any shape. Raises ValueError on others.
    """
    placed, parts, start = {}, [], 0
    for name, array in arrays.items():
        if array.dtype.name not in DTYPES:
            raise ValueError(f"The player cannot show {array.dtype} ({name}); it takes {', '.join(DTYPES)}.")
        part = np.ascontiguousarray(array, dtype=DTYPES[array.dtype.name]).tobytes()
        placed[name] = {"dtype": array.dtype.name, "shape": array.shape, "start": start}
        parts.append(part)
        start += len(part)
    return chunk(_json({**header, "arrays": placed})) + b"".join(parts)


def unpack(message: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The header (without "arrays") and the arrays of a packed message."""
    (length,) = struct.unpack_from("<I", message)
    header = json.loads(message[4 : 4 + length])
    body = memoryview(message)[4 + length :]
    return header, {name: _array(body, **place) for name, place in header.pop("arrays").items()}


def _array(body: memoryview, dtype: str, shape: Sequence[int], start: int) -> np.ndarray:
    count = int(np.prod(shape))
    return np.frombuffer(body, DTYPES[dtype], count=count, offset=start).reshape(shape)


def stream_header(tracks: Sequence[tuple[str, Sequence[int]]], *, frames: int) -> bytes:
    """The first bytes of a stream.

    tracks: (name, (H, W, C)) in the order in which each frame sends them; frames: how many will follow.
    """
    described = [{"name": name, "shape": list(shape)} for name, shape in tracks]
    return chunk(_json({"tracks": described, "frames": frames}))


def stream_frame(pictures: Sequence[np.ndarray], *, label: str | None = None) -> bytes:
    """One frame of a stream: a uint8 picture (H, W, C) for each track, in the header's order."""
    if any(picture.dtype != np.uint8 for picture in pictures):
        raise ValueError("A stream carries uint8 pictures; convert with to_bytes first.")
    record = {} if label is None else {"label": label}
    return chunk(_json(record)) + chunk(b"".join(np.ascontiguousarray(picture).tobytes() for picture in pictures))


def stream_error(sentence: str) -> bytes:
    """The end of a stream that went wrong, as one plain sentence for the visitor."""
    return chunk(_json({"error": sentence})) + chunk(b"")


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


def chunk(content: bytes) -> bytes:
    """The content behind its length."""
    return struct.pack("<I", len(content)) + content


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
