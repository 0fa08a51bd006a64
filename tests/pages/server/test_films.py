"""The route that makes GIFs: what comes back is the film that was sent, and nobody can make it work for long."""

import io
import json
import struct
import threading
import zlib

import numpy as np
import pytest
from PIL import Image, ImageSequence

from pages.server import films
from pages.server.films import NoFilm, gif, read

GOOD = {"width": 64, "height": 48, "ms": 80, "comment": "Title: Ink to Image"}


def stripes(frame: int) -> np.ndarray:
    """A picture of few colours, another in each frame: (48, 64, 3) uint8."""
    y, x = np.mgrid[:48, :64]
    return np.stack([x * 4 // 32 * 32, y * 5 // 32 * 32, np.full_like(x, 10 * frame)], -1).astype(np.uint8)


def body(frames: list[bytes], **changed) -> bytes:
    header = json.dumps(GOOD | {"sizes": [len(frame) for frame in frames]} | changed).encode()
    return struct.pack("<I", len(header)) + header + b"".join(frames)


def packed(count: int = 3) -> list[bytes]:
    return [zlib.compress(stripes(i).tobytes()) for i in range(count)]


def post(client, content: bytes, **headers):
    return client.post(films.ADDRESS, content=content, headers=headers)


def test_the_film_that_comes_back_is_the_one_that_was_sent(client):
    answer = post(client, body(packed()))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/gif")
    with Image.open(io.BytesIO(answer.content)) as image:
        assert (image.size, image.n_frames, image.info["loop"]) == ((64, 48), 3, 0)
        assert image.info["comment"] == GOOD["comment"].encode()
        for i, frame in enumerate(ImageSequence.Iterator(image)):
            assert frame.info["duration"] == 80
            assert np.array_equal(np.asarray(frame.convert("RGB")), stripes(i))


def test_pixels_of_noise_are_never_smoothed_nor_mixed():
    small = np.random.default_rng(0).integers(0, 256, (12, 16, 3)).astype(np.uint8)
    large = small.repeat(4, axis=0).repeat(4, axis=1)
    made = gif(read(body([zlib.compress(large.tobytes())])))
    found = np.asarray(Image.open(io.BytesIO(made)).convert("RGB"))
    squares = found.reshape(12, 4, 16, 4, 3)
    assert (squares == squares[:, :1, :, :1]).all() and np.abs(found.astype(int) - large).max() <= 2


@pytest.mark.parametrize("changed", [
    {"width": 0}, {"width": -64}, {"width": 64.0}, {"width": True}, {"height": "48"}, {"ms": 1}, {"ms": 10**6},
    {"sizes": []}, {"sizes": [10**9]}, {"sizes": None}, {"comment": 3}, {"comment": "a" * 9_000}, {"width": 2_001},
    {"width": 63}, {"width": 65},
])  # fmt: skip
def test_what_is_no_film_is_refused_in_a_sentence(client, changed):
    answer = post(client, body(packed(), **changed))
    assert answer.status_code == 400 and answer.text in (films.ABSURD, films.LARGE)


@pytest.mark.parametrize("content", [b"", b"\x01", b"\xff\xff\xff\xff{}", b"\x02\x00\x00\x00{}", b"\x02\x00\x00\x00[]",
                                     struct.pack("<I", 5000) + b"[" * 5000, body([b"not packed"])])  # fmt: skip
def test_nonsense_is_refused(content):
    with pytest.raises(NoFilm):
        gif(read(content))


def test_a_frame_is_inflated_no_further_than_it_should_be(monkeypatch):
    bomb = zlib.compress(bytes(50_000_000))
    most = []
    real = zlib.decompressobj

    class Watched:
        def __init__(self):
            self.inner = real()

        def decompress(self, data, length):
            found = self.inner.decompress(data, length)
            most.append(len(found))
            return found

    monkeypatch.setattr(films.zlib, "decompressobj", Watched)
    with pytest.raises(NoFilm):
        gif(read(body([bomb])))
    assert max(most) == 64 * 48 * 3 + 1


def test_a_film_that_is_too_large_is_refused_before_it_is_looked_at(client, monkeypatch):
    monkeypatch.setattr(films, "MOST_PIXELS", 64 * 48 * 2)
    assert post(client, body(packed())).text == films.LARGE
    monkeypatch.setattr(films, "MOST_BYTES", 100)
    monkeypatch.setattr(films, "read", lambda body: pytest.fail("it was read"))
    assert post(client, body(packed())).status_code == 413


def test_another_site_may_not_ask(client):
    assert post(client, body(packed()), origin="https://elsewhere.example").status_code == 403
    assert post(client, body(packed()), origin="http://testserver").status_code == 200


def test_one_film_is_made_at_a_time_and_few_wait(client, monkeypatch):
    monkeypatch.setattr(films, "MOST_OF_ONE", 2)
    under_way, go_on, at_once = threading.Semaphore(0), threading.Event(), []

    def slow(content):
        at_once.append(1)
        under_way.release()
        assert go_on.wait(20) and sum(at_once) == 1
        at_once.pop()
        return b"GIF"

    monkeypatch.setattr(films, "_made", slow)
    answers = []
    askers = [threading.Thread(target=lambda: answers.append(post(client, body(packed())).status_code)) for _ in "12"]
    with client:  # all of its requests in one loop, as a server has them
        for asker in askers:
            asker.start()
        assert under_way.acquire(timeout=20)
        while films._waiting.total() < 2:
            pass
        assert post(client, body(packed())).text == films.BUSY
        go_on.set()
        for asker in askers:
            asker.join(20)
    assert answers == [200, 200] and not films._waiting
