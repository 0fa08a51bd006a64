"""The tables of a class: rooms, seats, rounds and bets. They hold no name, no address and no text of a pupil's own."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from pages.classroom.plans import USUAL


class Base(DeclarativeBase):
    """What all tables share: a number is never given twice, so that nobody's news go to a later room."""


_NEVER_AGAIN = {"sqlite_autoincrement": True}
HASH = String(64)


class Room(Base):
    """code: what pupils type; plan: the lesson, of PLANS; key: the hash of the teacher's; opened: seconds since 1970;
    version: grows with each change; given: seats handed out so far; leads: the bet whose experiment all phones are
    taken to, or what is shown between two, "" for none; led: how often they were; shown: what was shown between bets,
    by its names in way.py."""

    __tablename__ = "rooms"
    __table_args__ = _NEVER_AGAIN

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(5), unique=True)
    plan: Mapped[str] = mapped_column(String(8), server_default=USUAL)
    key: Mapped[str] = mapped_column(HASH, unique=True)
    opened: Mapped[float]
    version: Mapped[int] = mapped_column(default=1)
    given: Mapped[int] = mapped_column(default=0)
    leads: Mapped[str] = mapped_column(String(40), default="")
    led: Mapped[int] = mapped_column(default=0)
    shown: Mapped[str] = mapped_column(server_default="")


class Seat(Base):
    """number: its place among the room's, from 1; token: the hash of the pupil's; left: whether it was given up."""

    __tablename__ = "seats"
    __table_args__ = (UniqueConstraint("room_id", "number"), _NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    token: Mapped[str] = mapped_column(HASH, unique=True)
    left: Mapped[bool] = mapped_column(default=False)


class Round(Base):
    """One bet of the class. bet: its name in the catalogue; state: of states.py; right: the place of the right answer
    and says: the measured sentence, once they are worked out; hands_1, hands_2: how many raised a hand for each answer
    in the first and second turn ("3 5 20"), where the teacher has counted."""

    __tablename__ = "rounds"
    __table_args__ = (UniqueConstraint("room_id", "place"), _NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), index=True)
    place: Mapped[int]
    bet: Mapped[str] = mapped_column(String(40))
    seed: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    right: Mapped[int | None]
    says: Mapped[str | None] = mapped_column(String(400))
    hands_1: Mapped[str | None] = mapped_column(String(40))
    hands_2: Mapped[str | None] = mapped_column(String(40))


class Bet(Base):
    """A seat's answer in the first or second turn of a round: a seat has one, whatever is sent twice. sure: of
    states.SURE, None where the pupil hasn't said."""

    __tablename__ = "bets"
    __table_args__ = (UniqueConstraint("round_id", "seat_id", "turn"), _NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id", ondelete="CASCADE"), index=True)
    turn: Mapped[int]
    answer: Mapped[int]
    sure: Mapped[int | None]
