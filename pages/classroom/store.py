"""What may happen in a room, each a transaction of its own: it happens whole or not at all, and once.

Everything that matters stands in the database: a server that was killed goes on where it was.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import URL, delete, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from pages.classroom import database, refused, tokens
from pages.classroom.plans import USUAL
from pages.classroom.snapshot import Given, Played, Snapshot
from pages.classroom.states import AFTER, ANSWERS, OPEN, REVEALED, RUN, SURE, TOLD, TURN_OF, TURNS
from pages.classroom.tables import Bet, Room, Round, Seat
from pages.classroom.way import SHOWS

DAY = 86_400
CHANNEL = "ink_class"
"""By which PostgreSQL tells of changes."""
MOST_SEATS = 120
MOST_ROOMS = 500
MOST_ROUNDS = 40


class Who(NamedTuple):
    """Who a token belongs to. seat: its id, None for the teacher."""

    room: int
    seat: int | None


class Store:
    """The rooms of a database. Any thread may ask."""

    def __init__(self, url: URL) -> None:
        self.engine = database.opened(url)
        self.tells = self.engine.dialect.name == "postgresql"
        self._writing = sessionmaker(self.engine)
        self._reading = sessionmaker(self.engine.execution_options(**database.READS))

    # --- the teacher

    def open_room(self, plan: str = USUAL) -> tuple[str, str]:
        """A new room for a lesson of PLANS: its code and the teacher's key. Raises Full."""
        key = tokens.new_token(tokens.KEY)
        with self._writing.begin() as session:
            taken = set(session.scalars(select(Room.code)))
            if len(taken) >= MOST_ROOMS:
                raise refused.Full("Very many classes are here. Please try again in a few minutes.")
            code = next(code for code in iter(tokens.new_code, None) if code not in taken)
            session.add(Room(code=code, plan=plan, key=tokens.hashed(key), opened=time.time()))
        return code, key

    def end_room(self, room: int) -> None:
        """Delete it with all that belongs to it."""
        with self._writing.begin() as session:
            session.execute(delete(Room).where(Room.id == room))
            self._tell(session, room)
        database.wipe(self.engine)

    def begin(self, room: int, bet: str, seed: int) -> int:
        """A new round, open for bets: its id. Raises Gone, Full."""
        with self._room(room) as (session, found):
            places = list(session.scalars(select(Round.place).where(Round.room_id == room)))
            if len(places) >= MOST_ROUNDS:
                raise refused.Full("That's enough bets for one lesson.")
            new = Round(room_id=room, place=1 + max(places, default=0), bet=bet, seed=seed, state=OPEN)
            session.add(new)
            session.flush()
            found.leads = ""
            return new.id

    def turn(self, room: int, number: int, to: str) -> None:
        """Lead a round on. number: the round's id; to: of states.AFTER. Again is the same as once.
        Raises TooLate, Later while the answer is not there."""
        with self._room(room) as (session, found):
            played = self._on_show(session, room, number)
            if played.state == to:
                return
            if to not in AFTER[played.state]:
                raise refused.TooLate(refused.MOVED_ON)
            if to == REVEALED and played.right is None:
                raise refused.Later(refused.NOT_YET)
            played.state = to
            if to == RUN:
                found.leads, found.led = played.bet, found.led + 1

    def count_hands(self, room: int, number: int, turn: int, hands: Sequence[int]) -> None:
        """Write down how many raised a hand for each answer, in the place of an earlier count. Raises TooLate."""
        with self._room(room) as (session, _):
            played = self._on_show(session, room, number)
            if played.state in TOLD or turn > TURN_OF[played.state]:
                raise refused.TooLate(refused.MOVED_ON)
            setattr(played, f"hands_{turn}", " ".join(map(str, hands)))

    def settle(self, number: int, right: int, says: str) -> None:
        """Write down what came out of a round. It is told to nobody before the round is revealed."""
        with self._reading() as session:
            room = session.scalar(select(Round.room_id).where(Round.id == number))
        if room is not None:
            with self._room(room) as (session, _):
                values = {"right": right, "says": says[:400]}
                session.execute(update(Round).where(Round.id == number).values(values))

    def lead(self, room: int, to: str) -> None:
        """Take all phones to a bet's experiment, or to one of SHOWS; "" lets them go. Raises Gone."""
        with self._room(room) as (_, found):
            found.leads = to
            found.led += bool(to)
            if to in SHOWS:
                found.shown = " ".join(dict.fromkeys([*found.shown.split(), to]))

    def touch(self, room: int) -> None:
        """Have the room told anew: something has changed that stands elsewhere. Raises Gone."""
        with self._room(room):
            pass

    # --- a pupil

    def join(self, code: str) -> str:
        """A seat in the room of that code: its token. Raises NoRoom, Full."""
        token = tokens.new_token(tokens.SEAT)
        with self._reading() as session:
            room = session.scalar(select(Room.id).where(Room.code == code))
        if room is None:
            raise refused.NoRoom(refused.WRONG_CODE)
        with self._room(room) as (session, found):
            if found.given >= MOST_SEATS:
                raise refused.Full(refused.ROOM_FULL)
            found.given += 1
            session.add(Seat(room_id=room, number=found.given, token=tokens.hashed(token)))
        return token

    def leave(self, seat: int, room: int) -> None:
        """Give a seat up. Its bets go on counting."""
        with self._room(room) as (session, _):
            session.execute(update(Seat).where(Seat.id == seat).values(left=True))

    def bet(self, who: Who, number: int, turn: int, answer: int, sure: int | None) -> None:
        """Put a seat's bet in the place of the one it had. Raises TooLate once they are closed, Gone, ValueError."""
        if not (0 <= answer < ANSWERS and (sure is None or 0 <= sure < len(SURE))):
            raise ValueError("that is no bet")
        with self._room(who.room) as (session, _):
            played = self._on_show(session, who.room, number)
            if TURNS.get(played.state) != turn:
                raise refused.TooLate(refused.CLOSED)
            mine = select(Bet).where(Bet.round_id == number, Bet.seat_id == who.seat, Bet.turn == turn)
            made = session.scalar(mine)
            if made:
                made.answer, made.sure = answer, sure
            else:
                session.add(Bet(round_id=number, seat_id=who.seat, turn=turn, answer=answer, sure=sure))

    # --- everybody

    def who(self, token: str) -> Who:
        """Whose token it is. Raises Gone."""
        mark = tokens.hashed(token)
        with self._reading() as session:
            if token.startswith(tokens.KEY):
                room = session.scalar(select(Room.id).where(Room.key == mark, Room.opened > _yesterday()))
                if room is not None:
                    return Who(room, None)
            elif seat := session.scalar(
                select(Seat).join(Room).where(Seat.token == mark, ~Seat.left, Room.opened > _yesterday())
            ):
                return Who(seat.room_id, seat.id)
        raise refused.Gone(refused.OVER)

    def snapshot(self, room: int) -> Snapshot | None:
        """The room as it stands; None once it has ended."""
        with self._reading() as session:
            found = session.get(Room, room)
            if found is None:
                return None
            seats = session.scalars(select(Seat).where(Seat.room_id == room, Seat.left.is_(False)))
            numbers = {seat.id: seat.number for seat in seats}
            rounds = list(session.scalars(select(Round).where(Round.room_id == room).order_by(Round.place)))
            made: dict[int, list[Given]] = {one.id: [] for one in rounds}
            for bet in session.scalars(select(Bet).where(Bet.round_id.in_(made)).order_by(Bet.id)):
                made[bet.round_id].append(Given(bet.seat_id, bet.turn, bet.answer, bet.sure))
            played = tuple(_played(one, made[one.id]) for one in rounds)
            return Snapshot(found.id, found.version, found.code, found.plan, found.leads, found.led, numbers, played,
                            found.opened, found.given, tuple(found.shown.split()))  # fmt: skip

    def versions(self) -> dict[int, int]:
        """Of all rooms, each by its id: it grows with each change."""
        with self._reading() as session:
            return {room: version for room, version in session.execute(select(Room.id, Room.version))}

    def sweep(self) -> int:
        """Delete the rooms that were opened a day ago, with all that belongs to them; how many there were."""
        with self._writing.begin() as session:
            old = list(session.scalars(select(Room.id).where(Room.opened <= _yesterday())))
            session.execute(delete(Room).where(Room.id.in_(old)))
            for room in old:
                self._tell(session, room)
        if old:
            database.wipe(self.engine)
        return len(old)

    # --- within a transaction

    @contextmanager
    def _room(self, room: int) -> Iterator[tuple[Session, Room]]:
        """A transaction that has a room to itself, and says so at its end. Raises Gone."""
        try:
            with self._writing.begin() as session:
                found = session.scalar(select(Room).where(Room.id == room).with_for_update())
                if found is None or found.opened <= _yesterday():
                    raise refused.Gone(refused.OVER)
                yield session, found
                found.version += 1
                self._tell(session, room)
        except IntegrityError as error:  # the seat or the round went with its room
            raise refused.Gone(refused.OVER) from error

    def _on_show(self, session: Session, room: int, number: int) -> Round:
        """The round on show, which has to be this one. Raises TooLate."""
        last = session.scalar(select(Round).where(Round.room_id == room).order_by(Round.place.desc()).limit(1))
        if last is None or last.id != number:
            raise refused.TooLate(refused.MOVED_ON)
        return last

    def _tell(self, session: Session, room: int) -> None:
        if self.tells:
            session.execute(text("SELECT pg_notify(:channel, :room)"), {"channel": CHANNEL, "room": str(room)})


def _played(one: Round, bets: list[Given]) -> Played:
    hands = (_hands(one.hands_1), _hands(one.hands_2))
    return Played(one.id, one.place, one.bet, one.seed, one.state, one.right, one.says, tuple(bets), hands)


def _hands(kept: str | None) -> tuple[int, ...] | None:
    return tuple(map(int, kept.split())) if kept else None


def _yesterday() -> float:
    return time.time() - DAY
