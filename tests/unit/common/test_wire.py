"""The wire: the bytes are those that the player's script reads, and what breaks off is no message."""

import hashlib
import io
import json

import numpy as np
import pytest

from diffusion_core.common.wire import as_json, chunk, pack, read_chunk, unpack

ARRAYS = {
    "0.pixels": np.arange(48, dtype=np.uint8).reshape(1, 4, 4, 3),
    "1.y": np.linspace(-1, 1, 7).astype(np.float32),
    "2.count": np.arange(5, dtype=np.uint16),
    "3.gap": np.arange(-3, 3, dtype=np.int16).reshape(2, 3),
    "4.none": np.empty(0, np.float32),
}
ONE = {
    "uint8": np.arange(6, dtype=np.uint8).reshape(1, 2, 3),
    "uint16": np.array([[0, 65535]], np.uint16),
    "int16": np.array([-32767, 32767], np.int16),
    "float32": np.array([0.1, -1e-30, np.nan], np.float32),
}
HEADER = {"key": "a", "labels": ["t = 300 · noise 45 %"], "fps": 12, "pick": False, "pixel": None}


def test_a_message_has_the_same_bytes_as_ever():
    """As packed before the wire moved out of the player, whose script reads just this."""
    message = pack(HEADER, ARRAYS)
    assert len(message) == 455
    assert hashlib.sha256(message).hexdigest() == "3d76d1f659ea3d71c94fe10840c65e9516172df197188515571a1201c9e97bbe"


def test_a_message_comes_out_as_it_went_in():
    header, arrays = unpack(pack(HEADER, ARRAYS))
    assert header == HEADER and arrays.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(arrays[name], array)


def test_chunks_are_read_one_by_one_and_one_that_breaks_off_is_none():
    stream = io.BytesIO(chunk(b"first") + chunk(b"") + chunk(b"third")[:-1])
    assert [read_chunk(stream) for _ in range(4)] == [b"first", b"", None, None]


def test_what_is_not_a_number_is_no_json():
    with pytest.raises(ValueError):
        as_json({"loss": float("nan")})


def test_a_packed_message_unpacks_to_the_same_header_and_arrays():
    header, arrays = unpack(pack({"labels": ["t = 0 · noise 0 %", "ε"], "n": 3}, ONE))
    assert header == {"labels": ["t = 0 · noise 0 %", "ε"], "n": 3}
    for name, array in ONE.items():
        assert arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(arrays[name], array)


def test_the_first_four_bytes_are_the_headers_length_little_endian():
    message = pack({}, {"x": np.array([258], np.uint16)})
    length = message[0] + 256 * message[1]
    assert json.loads(message[4 : 4 + length])["arrays"] == {"x": {"dtype": "uint16", "shape": [1], "start": 0}}
    assert message[4 + length :] == b"\x02\x01"


def test_values_that_would_arrive_changed_are_refused():
    with pytest.raises(ValueError, match="float64"):
        pack({}, {"x": np.zeros(2)})
