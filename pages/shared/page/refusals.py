"""What can be wrong with a visitor's picture, and what is said about it: one plain sentence each."""

MOST_PIXELS = 12_500_000
"""What cameras call 12 megapixels is up to 4,032 by 3,024."""
MOST_PIXELS_WEBP = 5_500_000
"""Its decoder holds four copies of the picture at once."""
MOST_SCANS = 100
TOO_THIN = 40


class BadPicture(ValueError):
    """The base of what can be wrong with a file; str() of it is one plain sentence for the page."""

    sentence = "This file could not be read as a picture."

    def __init__(self) -> None:
        super().__init__(self.sentence)


class NoPicture(BadPicture):
    """Empty, or of a format outside FORMATS."""

    sentence = "This file is not a picture that we can read: choose a PNG, JPEG, WebP, GIF or BMP."


class DamagedPicture(BadPicture):
    """A known format that breaks off or contradicts itself."""

    sentence = "This picture is damaged: its file breaks off or contradicts itself."


class TooManyBytes(BadPicture):
    """A file larger than MOST_BYTES."""

    sentence = "This file is too large: choose one under 5 megabytes."


class TooManyPixels(BadPicture):
    """A picture of more than MOST_PIXELS, by its header; nothing of it was unpacked."""

    sentence = "This picture has too many pixels: choose one of at most 12 megapixels."


class TooManyForWebP(TooManyPixels):
    """A WebP of more than MOST_PIXELS_WEBP."""

    sentence = "This WebP picture has too many pixels: choose one of at most 5 megapixels, or a JPEG."


class TooManyScans(BadPicture):
    """A JPEG that comes in more than MOST_SCANS passes, each of which goes over the whole picture."""

    sentence = "This JPEG comes in too many passes: save it anew as a common JPEG, and choose that."


class TooThin(BadPicture):
    """One side more than TOO_THIN times the other: no square of it shows anything."""

    sentence = "This picture is too long and thin to cut a square out of it."


class TooHeavy(BadPicture):
    """It was given up: past the limits of time or memory (`aside`)."""

    sentence = "This picture takes too much time or memory to open: choose a smaller or simpler one."


class Crowded(BadPicture):
    """Others' pictures are being opened, and the wait was too long."""

    sentence = "Many pictures are being opened right now: please choose yours again in a moment."


class Lost(BadPicture):
    """Too many files came at once, or from one visitor (`shelf`)."""

    sentence = "This file was not kept, because too many came at once: please try again in a few minutes."


KINDS = (NoPicture, DamagedPicture, TooManyPixels, TooManyForWebP, TooManyScans, TooThin, TooHeavy)
"""Those that the process which unpacks may name, by their place in here."""
NOTES = (
    "This picture moves; its first frame is used.",
    "Transparent parts stand on white.",
    "Its colours are meant for print (CMYK) and may look a little different.",
    "It was turned upright, as the camera noted.",
    "Its middle square is used.",
)
"""What may have been done to a picture, by their places in here."""
