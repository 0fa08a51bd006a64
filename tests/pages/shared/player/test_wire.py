"""A stream of pictures: a header, and a pair of chunks a frame."""

import json

import numpy as np
import pytest

from pages.shared.player import (
    stream_error,
    stream_frame,
    stream_header,
)
from pages.shared.player.wire import chunks


def test_a_stream_is_a_header_and_a_pair_of_chunks_a_frame():
    a, b = np.arange(12, dtype=np.uint8).reshape(2, 2, 3), np.full((1, 1, 1), 7, np.uint8)
    stream = stream_header([("a", a.shape), ("b", b.shape)], frames=2) + stream_frame([a, b], label="t = 9")
    header, record, pixels, *rest = chunks(stream + stream_frame([a, b]) + stream_error("Out of memory."))
    expected = {"tracks": [{"name": "a", "shape": [2, 2, 3]}, {"name": "b", "shape": [1, 1, 1]}], "frames": 2}
    assert json.loads(header) == expected
    assert json.loads(record) == {"label": "t = 9"}
    assert pixels == bytes(range(12)) + b"\x07"
    assert [json.loads(rest[0]), rest[1]] == [{}, pixels]
    assert [json.loads(rest[2]), rest[3]] == [{"error": "Out of memory."}, b""]


def test_a_stream_that_breaks_off_is_noticed():
    whole = stream_frame([np.zeros((2, 2, 1), np.uint8)])
    with pytest.raises(ValueError, match="breaks off"):
        chunks(whole[:-1])


def test_a_stream_carries_bytes_only():
    with pytest.raises(ValueError, match="to_bytes"):
        stream_frame([np.zeros((2, 2, 1))])
