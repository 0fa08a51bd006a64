"""A run that arrives while it is computed."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

from pages.shared.player.track import Track


@dataclass(frozen=True, eq=False)
class Incoming(Track):
    """A picture track whose frames come by the stream.

    shape: (H, W, C), C 1 or 3; tiles: of a sheet of square pictures, how many stand side by side and how many there
    are: below it stands how bright each of them is.
    """

    shape: tuple[int, int, int]
    tiles: tuple[int, int] | None = None
    kind: ClassVar[str] = "pictures"

    def spec(self) -> dict[str, Any]:
        return super().spec() | {"incoming": list(self.shape)} | ({"tiles": list(self.tiles)} if self.tiles else {})


@dataclass(frozen=True, eq=False)
class Stream:
    """Frames fetched from a route of this server, drawn as they arrive, scrubbed afterwards.

    url: a path on this server ("/api/draw?token=…") that answers in the format of wire.py; one url is one run, a new
    url aborts the old one. An answer other than 200 carries one plain sentence as its body.
    tracks: in the order of the bytes of a frame; frames: how many will come; unit: what the status counts
    ("step 7 of 20"), "" where the frames' own labels count already. Raises ValueError when the url leads elsewhere.
    """

    url: str
    tracks: Sequence[Incoming]
    _: KW_ONLY
    frames: int
    unit: str = "step"

    def __post_init__(self) -> None:
        if not self.url.startswith("/") or self.url.startswith(("//", "/\\")):
            raise ValueError("A stream comes from this server: its url starts with one slash.")

    def spec(self) -> dict[str, Any]:
        """The JSON part."""
        return {"url": self.url, "frames": self.frames, "unit": self.unit, "names": [t.name for t in self.tracks]}
