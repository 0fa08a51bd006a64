"""What is no picture, or not the one that its name says, and names that lead elsewhere."""

import gzip
import io
import zipfile

import numpy as np
from PIL import Image

from tests.hostile import jpeg, png
from tests.hostile.making import encoded, flat, grain, noise
from tests.hostile.png import chunk


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bomb", bytes(50_000_000))
    return held.getvalue()


def not_numbers() -> bytes:
    """A TIFF of 32-bit numbers that are none."""
    return encoded(Image.fromarray(np.full((80, 80), np.nan, np.float32)), "TIFF")


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
POSTSCRIPT = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 80 80\n(%pipe%id) (w) file\n"
KINDS = {
    "no byte": ("mine.png", lambda: b""),
    "one byte": ("mine.png", lambda: b"\x89"),
    "five megabytes of zeros": ("mine.png", lambda: bytes(5_000_000)),
    "one byte more than allowed": ("mine.jpg", lambda: jpeg.small() + bytes(5_000_001 - len(jpeg.small()))),
    "as many bytes as allowed": ("mine.jpg", lambda: jpeg.small() + bytes(5_000_000 - len(jpeg.small()))),
    "five megabytes of noise": ("mine.bmp", lambda: noise(5_000_000)),
    "a TIFF of what is no number": ("mine.png", not_numbers),
    "the same inside of a PNG": ("mine.png", lambda: png.small(between=chunk(b"eXIf", not_numbers()))),
    "SVG with a script": ("mine.png", lambda: SVG),
    "HTML": ("mine.gif", lambda: b"<!doctype html><script>alert(1)</script>"),
    "PostScript that starts a program": ("mine.png", lambda: POSTSCRIPT),
    "PDF": ("mine.jpg", lambda: b"%PDF-1.7\n1 0 obj"),
    "a zip bomb": ("mine.png", zipped),
    "a gzip bomb": ("mine.png", lambda: gzip.compress(bytes(100_000_000))),
    "a program": ("mine.bmp", lambda: b"\x7fELF" + noise(5_000)),
    "PPM that promises a billion pixels": ("mine.png", lambda: b"P6 40000 40000 255\n"),
    "TIFF": ("mine.jpg", lambda: encoded(grain((80, 80)), "TIFF")),
    "ICO": ("mine.png", lambda: encoded(flat("RGBA", (64, 64)), "ICO")),
    "AVIF": ("mine.webp", lambda: encoded(flat(), "AVIF")),
    "JPEG 2000": ("mine.jpg", lambda: encoded(flat(), "JPEG2000")),
    "PNG that is called JPEG": ("mine.jpg", lambda: png.small()),
    "JPEG that is called PNG": ("mine.png", jpeg.small),
    "JPEG and a zip behind it": ("mine.jpg", lambda: jpeg.small() + zipped()),
    "JPEG and a page in its comment": (
        "mine.jpg",
        lambda: jpeg.small(jpeg.segment(0xFE, b"<script>alert(1)</script>")),
    ),
    "GIF that is a script": ("mine.gif", lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)"),
    "PNG behind a PDF": ("mine.png", lambda: b"%PDF-1.7\n" + png.small()),
    "called a program": ("mine.exe", lambda: png.small()),
    "called a page": ("mine.html", lambda: png.small()),
    "called nothing": ("", lambda: png.small()),
    "called a way out": ("../../../../etc/passwd.png", lambda: png.small()),
    "called what is no text": ("mine\0\r\n<script>.png", lambda: png.small()),
    "called 4,000 letters": ("a" * 4_000 + ".png", lambda: png.small()),
    "called a link": ("[Sign in](https://example.org).png", lambda: png.small()),
}
