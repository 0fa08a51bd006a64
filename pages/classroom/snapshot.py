"""A room as it stands at one moment: read once, then told to everybody who may know of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Given:
    """A bet as it was made. seat: its id; turn: 1 or 2; answer: its place among the answers; sure: of states.SURE."""

    seat: int
    turn: int
    answer: int
    sure: int | None


@dataclass(frozen=True)
class Played:
    """A round. bet: its name in the catalogue; right, says: None until they are worked out; hands: by turn, how many
    raised a hand for each answer, None where nobody counted."""

    id: int
    place: int
    bet: str
    seed: int
    state: str
    right: int | None
    says: str | None
    bets: tuple[Given, ...]
    hands: tuple[tuple[int, ...] | None, tuple[int, ...] | None] = (None, None)

    def turn(self, number: int) -> list[Given]:
        """The bets of one turn."""
        return [one for one in self.bets if one.turn == number]

    def lasts(self) -> list[Given]:
        """The latest bet of each seat."""
        return list({one.seat: one for one in sorted(self.bets, key=lambda one: one.turn)}.values())


@dataclass(frozen=True)
class Snapshot:
    """version: grows with each change; plan: the lesson, of PLANS; seats: the number of each seat that is taken, by its
    id; rounds: in their order, the last is the one on show; opened: seconds since 1970; given: seats handed out so far,
    also those given up; shown: what all have seen between bets, of way.SHOWS."""

    id: int
    version: int
    code: str
    plan: str
    leads: str
    led: int
    seats: dict[int, int]
    rounds: tuple[Played, ...]
    opened: float = 0.0
    given: int = 0
    shown: tuple[str, ...] = ()

    @property
    def now(self) -> Played | None:
        """The round on show."""
        return self.rounds[-1] if self.rounds else None
