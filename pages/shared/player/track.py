"""What every track has, and the roles and sizes that there are."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

import numpy as np

from pages.shared.player.convert import ArrayLike, to_numpy

ROLES = ("plain", "ink", "clean", "noise", "noisy", "guess")
SIZES = ("auto", "tiny", "small", "medium", "main", "large", "full")


@dataclass(frozen=True, eq=False)
class Track:
    """What every track has. `note` replaces the word for the role beside the title ("" hides it).

    size: of pictures, "large" as wide as the stage, "main" and "medium" in two columns, "small" in three,
    "tiny" in four; on a phone "large" and "main" take the whole width, the others two columns. "full" is for charts.
    """

    name: str
    _: KW_ONLY
    title: str = ""
    role: str = "plain"
    note: str | None = None
    alt: str = ""
    size: str = "auto"

    kind: ClassVar[str] = ""
    visitors: ClassVar[tuple[str, ...]] = ()
    """Of the JSON part, what the visitor may have changed on screen: it makes no other figure of the track."""

    def __post_init__(self) -> None:
        one_of("role", self.role, ROLES)
        one_of("size", self.size, SIZES)

    def spec(self) -> dict[str, Any]:
        """The JSON part."""
        return {
            "kind": self.kind,
            "name": self.name,
            "title": self.title or self.name,
            "role": self.role,
            "note": self.note,
            "alt": self.alt,
            "size": self.size,
        }

    def arrays(self) -> dict[str, np.ndarray]:
        """The part that is numbers."""
        return {}

    @property
    def frames(self) -> int:
        """How many frames the track has; 1 stands still."""
        return 1


def one_of(what: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise ValueError(f"Unknown {what} {value!r}; there are {', '.join(allowed)}.")


def float32(values: ArrayLike) -> np.ndarray:
    return to_numpy(values).astype(np.float32)


def scaled(values: ArrayLike, top: int, dtype: type) -> np.ndarray:
    array = to_numpy(values)
    if array.dtype == dtype:
        return array
    return np.rint(np.clip(array.astype(np.float64), 0, 1) * top).astype(dtype)
