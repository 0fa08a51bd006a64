"""WebP files: headers of a few bytes that promise canvases of gigabytes, animations, the largest that is read."""

import struct

from PIL import Image

from tests.hostile.making import blocks, encoded, flat, grain, noise

WITHIN = 2_340
"""The edge of a square just within the limit for WebP."""


def riff(*chunks: tuple[bytes, bytes], length: int | None = None) -> bytes:
    """The container. length: other than the true one."""
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) if length is None else length) + body


def lossless(width: int, height: int, data: bytes = bytes(9)) -> tuple[bytes, bytes]:
    return b"VP8L", b"\x2f" + struct.pack("<I", width - 1 | height - 1 << 14 | 1 << 28) + data


def canvas(width: int, height: int, flags: int = 0x10) -> tuple[bytes, bytes]:
    return b"VP8X", bytes([flags, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


def frame(width: int, height: int, *chunks: tuple[bytes, bytes], at: int = 0) -> tuple[bytes, bytes]:
    """One of an animation. at: its place, in both directions."""
    edges = [at // 2, at // 2, width - 1, height - 1, 10]
    return b"ANMF", b"".join(edge.to_bytes(3, "little") for edge in edges) + b"\0" + riff(*chunks)[12:]


def moving(count: int, edge: int) -> bytes:
    pictures = [Image.new("RGB", (edge, edge), (n % 256, 0, 0)) for n in range(count)]
    return encoded(pictures[0], "WEBP", save_all=True, append_images=pictures[1:], duration=20, quality=1)


_STILL = b"ANIM", bytes(6)

KINDS = {
    "34 bytes that promise 16,383 by 16,383": lambda: riff(lossless(16_383, 16_383))[:34],
    "promises 16 million by 16 million": lambda: riff(canvas(2**24, 2**24), lossless(16, 16)),
    "promises 12 million by one": lambda: riff(canvas(12_000_000, 1), lossless(16, 16)),
    "a canvas just allowed, and nothing on it": lambda: riff(canvas(WITHIN, WITHIN, 0x12), _STILL),
    "moves, and a frame is larger than the canvas": lambda: riff(
        canvas(16, 16, 0x12), _STILL, frame(16_383, 16_383, lossless(16_383, 16_383))
    ),
    "moves, and a frame lies outside": lambda: riff(canvas(WITHIN, WITHIN, 0x12), _STILL, frame(16, 16, at=2**24 - 2)),
    "flat, full size of others": lambda: encoded(flat("RGB", (3_500, 3_500)), "WEBP", quality=1, method=0),
    "grain, as large as allowed": lambda: encoded(grain((WITHIN, WITHIN), "RGB"), "WEBP", quality=20, method=0),
    "lossless, as large as allowed": lambda: encoded(flat("RGBA", (WITHIN, WITHIN)), "WEBP", lossless=True, method=0),
    "lossless grain, as large as allowed": lambda: encoded(
        blocks(WITHIN).convert("RGBA"), "WEBP", lossless=True, method=0, quality=0
    ),
    "moves 200 times": lambda: moving(200, 200),
    "breaks off": lambda: encoded(grain((800, 800), "RGB"), "WEBP")[:-5_000],
    "only its header": lambda: riff(lossless(80, 80))[:16],
    "says it is longer": lambda: riff(lossless(80, 80), length=2**32 - 1),
    "noise instead of data": lambda: riff(lossless(1_000, 1_000, noise(4_000_000))),
    "EXIF of four megabytes": lambda: riff(canvas(16, 16, 0x18), lossless(16, 16), (b"EXIF", noise(4_000_000))),
    "200,000 chunks that nobody knows": lambda: riff(canvas(16, 16), *[(b"nope", b"")] * 200_000),
}
