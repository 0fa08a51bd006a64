"""A JSON header and named arrays as one row of bytes, for whoever is in another process: a browser, or a child of ours.

A message is a chunk (u32 length, then that many bytes) that holds the header as JSON, then the arrays back to back. The
header's entry "arrays" says for each name its dtype, shape and where it starts, counted from the end of the header. All
lengths are little-endian.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from typing import IO, Any

import numpy as np

DTYPES = {"uint8": "u1", "uint16": "<u2", "int16": "<i2", "float32": "<f4"}


def pack(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> bytes:
    """One message from a JSON header and named arrays.

    header: JSON values, without the key "arrays"; arrays: dtypes of DTYPES, any shape. Raises ValueError on others.
    """
    placed: dict[str, Any] = {}
    parts, start = [], 0
    for name, array in arrays.items():
        if array.dtype.name not in DTYPES:
            raise ValueError(f"{array.dtype} ({name}) cannot be sent; what can: {', '.join(DTYPES)}.")
        part = np.ascontiguousarray(array, dtype=DTYPES[array.dtype.name]).tobytes()
        placed[name] = {"dtype": array.dtype.name, "shape": array.shape, "start": start}
        parts.append(part)
        start += len(part)
    return chunk(as_json({**header, "arrays": placed})) + b"".join(parts)


def unpack(message: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The header (without "arrays") and the arrays of a packed message."""
    (length,) = struct.unpack_from("<I", message)
    header = json.loads(message[4 : 4 + length])
    body = memoryview(message)[4 + length :]
    return header, {name: _array(body, **place) for name, place in header.pop("arrays").items()}


def chunk(content: bytes) -> bytes:
    """The content behind its length."""
    return struct.pack("<I", len(content)) + content


def read_chunk(stream: IO[bytes]) -> bytes | None:
    """The content of the next chunk of a stream, which is waited for; None where the stream ends before it does."""
    lengths = stream.read(4)
    if len(lengths) < 4:
        return None
    (length,) = struct.unpack("<I", lengths)
    content = stream.read(length)
    return content if len(content) == length else None


def as_json(value: Mapping[str, Any]) -> bytes:
    """Without blanks. Raises ValueError for what is not a number, which JSON has no word for."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _array(body: memoryview, dtype: str, shape: Sequence[int], start: int) -> np.ndarray:
    count = int(np.prod(shape))
    return np.frombuffer(body, DTYPES[dtype], count=count, offset=start).reshape(shape)
