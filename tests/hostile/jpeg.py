"""JPEG files: scans without end, markers that lie, every colour space at full size."""

import re
import struct

from PIL import Image

from tests.hostile.making import EDGE, encoded, flat, grain, noise
from tests.hostile.png import exif

_SCAN = re.compile(rb"\xff\xda.*?(?=\xff[^\x00\xd0-\xd7])", re.DOTALL)


def segment(marker: int, body: bytes = b"", *, length: int | None = None) -> bytes:
    """One marker. length: other than the true one."""
    return bytes([0xFF, marker]) + struct.pack(">H", 2 + len(body) if length is None else length) + body


def scans(count: int, edge: int = EDGE, mode: str = "RGB") -> bytes:
    """A progressive picture whose last pass comes again and again, so many passes in all."""
    whole = encoded(flat(mode, (edge, edge)), "JPEG", progressive=True, quality=30)
    passes = _SCAN.findall(whole)
    return whole[:-2] + passes[-1] * (count - len(passes)) + whole[-2:]


def small(after_start: bytes = b"", **options: object) -> bytes:
    """A common one, with segments behind its first marker."""
    whole = encoded(grain((160, 160), "RGB"), "JPEG", **options)
    return whole[:2] + after_start + whole[2:]


def patched(pattern: bytes, by: bytes, at: int = 0) -> bytes:
    """A common one, with other bytes from a place behind a marker on."""
    whole = small()
    start = whole.index(pattern) + len(pattern) + at
    return whole[:start] + by + whole[start + len(by) :]


def sized(width: int, height: int) -> bytes:
    # behind the marker: length, precision, then the height and the width
    return patched(b"\xff\xc0", struct.pack(">HH", height, width), at=3)


def app1(body: bytes) -> bytes:
    return segment(0xE1, b"Exif\0\0" + body)


def full(mode: str, **options: object) -> bytes:
    return encoded(grain((EDGE, EDGE), mode), "JPEG", quality=20, **options)


def several(count: int) -> bytes:
    """The header of a file of several pictures that says there are so many (MPF)."""
    entries = struct.pack("<HHI", 0xB001, 4, 1) + struct.pack("<I", count)
    table = struct.pack("<HHII", 0xB002, 7, 16 * count & 0xFFFFFFFF, 50)
    return segment(0xE2, b"MPF\0II*\0\x08\0\0\0" + struct.pack("<H", 2) + entries + table + bytes(40))


def profile(pieces: int, said: int) -> bytes:
    """A profile in pieces of 60 kB, each of which says that there are so many."""
    return b"".join(segment(0xE2, b"ICC_PROFILE\0" + bytes([n % 256, said]) + bytes(60_000)) for n in range(pieces))


KINDS = {
    "10,000 passes": lambda: scans(10_000),
    "101 passes": lambda: scans(101),
    "100 passes, full size": lambda: scans(100),
    "100 passes, for print, full size": lambda: scans(100, mode="CMYK"),
    "100 passes, small": lambda: scans(100, 80),
    "progressive, full size": lambda: full("RGB", progressive=True),
    "progressive, no colours left out, full size": lambda: full("RGB", progressive=True, subsampling=0),
    "progressive, for print, full size": lambda: full("CMYK", progressive=True),
    "for print, full size": lambda: full("CMYK"),
    "grey, full size": lambda: full("L"),
    "noise, as large as allowed": lambda: encoded(
        Image.frombytes("L", (2_200, 2_200), noise(2_200**2)), "JPEG", quality=85
    ),
    "promises 65,535 by 65,535": lambda: sized(65_535, 65_535),
    "promises 3,500 by 3,500": lambda: sized(EDGE, EDGE),
    "promises no height": lambda: sized(80, 0),
    "promises no width": lambda: sized(0, 80),
    "one row": lambda: encoded(flat("RGB", (60_000, 1)), "JPEG"),
    "breaks off": lambda: small()[:-900],
    "only its beginning": lambda: small()[:3],
    "begins and ends": lambda: b"\xff\xd8\xff\xd9",
    "a million markers": lambda: small(segment(0xE5) * 1_200_000),
    "five million bytes of 255": lambda: b"\xff\xd8" + b"\xff" * 4_900_000,
    "comments of five megabytes": lambda: small(segment(0xFE, bytes(65_000)) * 75),
    "a segment longer than the file": lambda: b"\xff\xd8" + segment(0xE1, length=65_535) + bytes(9),
    "a segment of no length": lambda: small(segment(0xE1, length=0)),
    "noise instead of a scan": lambda: small().partition(b"\xff\xda")[0] + b"\xff\xda" + noise(4_000_000),
    "passes that begin in noise": lambda: small() + b"\xff\xda".join(noise(40_000, n) for n in range(90)),
    "no tables": lambda: small().replace(b"\xff\xdb", b"\xff\xe5").replace(b"\xff\xc4", b"\xff\xe6"),
    "tables of noise": lambda: patched(b"\xff\xc4", noise(300), at=2),
    "twelve bits": lambda: patched(b"\xff\xc0", b"\x0c", at=2),
    "255 channels": lambda: patched(b"\xff\xc0", b"\xff", at=7),
    "channels of fifteen parts": lambda: patched(b"\xff\xc0", b"\xff", at=9),
    "arithmetic coding that is none": lambda: small(progressive=True).replace(b"\xff\xc2", b"\xff\xca"),
    "lossless coding that is none": lambda: small().replace(b"\xff\xc0", b"\xff\xc3"),
    "restarts after each block": lambda: small(segment(0xDD, b"\0\1")),
    "Adobe's fourth colour space": lambda: small(segment(0xEE, b"Adobe\0\x64\0\0\0\0\x02")),
    "EXIF: turned by 6, full size": lambda: encoded(
        grain((EDGE, EDGE), "RGB"), "JPEG", quality=20, exif=b"Exif\0\0" + exif(6)
    ),
    "EXIF: turned by 0": lambda: small(app1(exif(0))),
    "EXIF: turned by 65,535": lambda: small(app1(exif(65_535))),
    "EXIF: begins behind its end": lambda: small(app1(b"II*\0\xff\xff\xff\x7f")),
    "EXIF: its list leads to itself": lambda: small(app1(b"II*\0\x08\0\0\0\0\0\x08\0\0\0")),
    "EXIF: 65,535 entries": lambda: small(app1(b"MM\0*\0\0\0\x08\xff\xff" + noise(60_000))),
    "a profile in pieces that contradict each other": lambda: small(profile(75, 3)),
    "says that it is four billion pictures": lambda: small(several(2**32 - 1)),
    "says that it is a hundred pictures": lambda: small(several(100)),
}
