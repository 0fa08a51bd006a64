"""Rooms in a database, on SQLite and on PostgreSQL: nothing is lost, counted twice, or left behind."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text, update

from pages.classroom import refused, tokens
from pages.classroom.plans import PLANS, USUAL
from pages.classroom.states import AFTER, AGAIN, CLOSED, CLOSED_AGAIN, OPEN, REVEALED, RUN
from pages.classroom.store import DAY, Store, Who
from pages.classroom.tables import Bet, Room, Round, Seat
from pages.classroom.way import SHOWS

BET = "heart_or_ring"


@pytest.fixture
def lesson(store):
    """A room with three seats and an open round."""
    return Lesson(store)


class Lesson:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.code, self.key = store.open_room()
        self.room = store.who(self.key).room
        self.tokens = [store.join(self.code) for _ in range(3)]
        self.seats: list[Who] = [store.who(token) for token in self.tokens]
        self.round = store.begin(self.room, BET, 3)

    def bet(self, place: int, answer: int, *, turn: int = 1, sure: int | None = None) -> None:
        self.store.bet(self.seats[place], self.round, turn, answer, sure)

    def made(self) -> list[tuple[int, int, int]]:
        """(place of the seat, turn, answer) of all bets."""
        places = {seat.seat: place for place, seat in enumerate(self.seats)}
        return sorted((places[one.seat], one.turn, one.answer) for one in self.store.snapshot(self.room).now.bets)

    def to(self, *states: str) -> None:
        for state in states:
            self.store.turn(self.room, self.round, state)


def count(store: Store, table) -> int:
    with store.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def test_the_last_bet_before_the_closing_counts_and_no_other(lesson):
    for answer in (0, 1, 2, 1):
        lesson.bet(0, answer)
    lesson.to(CLOSED)
    with pytest.raises(refused.TooLate):
        lesson.bet(0, 2)
    with pytest.raises(refused.TooLate):
        lesson.bet(1, 2)
    assert lesson.made() == [(0, 1, 1)]


def test_bets_sent_at_one_moment_are_one(lesson):
    with ThreadPoolExecutor(8) as hands:
        list(hands.map(lambda number: lesson.bet(0, number % 3), range(40)))
    assert len(lesson.made()) == 1


def test_whoever_was_told_that_the_bet_is_in_has_one_and_nobody_else(lesson):
    tokens_ = [lesson.store.join(lesson.code) for _ in range(12)]
    seats = [lesson.store.who(token) for token in tokens_]
    told, starts = [], threading.Barrier(5)

    def try_to_bet(seats: list[Who]) -> None:
        starts.wait()
        for seat in seats:
            try:
                lesson.store.bet(seat, lesson.round, 1, 0, None)
                told.append(seat.seat)
            except refused.TooLate:
                pass

    def close() -> None:
        starts.wait()
        time.sleep(0.01)
        lesson.to(CLOSED)

    threads = [threading.Thread(target=try_to_bet, args=(seats[place::4],)) for place in range(4)]
    for thread in (*threads, close_it := threading.Thread(target=close)):
        thread.start()
    for thread in (*threads, close_it):
        thread.join()
    assert sorted(told) == sorted(one.seat for one in lesson.store.snapshot(lesson.room).now.bets)


def test_the_second_round_stands_beside_the_first(lesson):
    lesson.bet(0, 0)
    with pytest.raises(refused.TooLate):
        lesson.bet(0, 1, turn=2)
    lesson.to(CLOSED, AGAIN)
    lesson.bet(0, 2, turn=2)
    with pytest.raises(refused.TooLate):
        lesson.bet(0, 1, turn=1)
    assert lesson.made() == [(0, 1, 0), (0, 2, 2)]


@pytest.mark.parametrize("state", AFTER)
def test_a_round_goes_only_where_its_table_leads(lesson, state):
    way = [OPEN, CLOSED, AGAIN, CLOSED_AGAIN, REVEALED, RUN]
    lesson.store.settle(lesson.round, 2, "so it was")
    lesson.to(*way[1 : way.index(state) + 1])
    for other in set(AFTER) - set(AFTER[state]) - {state}:
        with pytest.raises(refused.TooLate):
            lesson.to(other)
    lesson.to(state)  # pressed twice
    assert lesson.store.snapshot(lesson.room).now.state == state


def test_nothing_is_revealed_before_it_is_worked_out(lesson):
    lesson.to(CLOSED)
    with pytest.raises(refused.Later):
        lesson.to(REVEALED)
    lesson.store.settle(lesson.round, 2, "so it was")
    lesson.to(REVEALED)
    now = lesson.store.snapshot(lesson.room).now
    assert (now.state, now.right, now.says) == (REVEALED, 2, "so it was")


def test_hands_are_counted_until_the_answer_is_shown(lesson):
    count = lesson.store.count_hands
    count(lesson.room, lesson.round, 1, [1, 2, 3])
    with pytest.raises(refused.TooLate):
        count(lesson.room, lesson.round, 2, [9, 9, 9])
    lesson.to(CLOSED)
    count(lesson.room, lesson.round, 1, [3, 5, 20])  # corrected
    lesson.to(AGAIN)
    count(lesson.room, lesson.round, 2, [0, 0, 28])
    assert lesson.store.snapshot(lesson.room).now.hands == ((3, 5, 20), (0, 0, 28))
    lesson.store.settle(lesson.round, 2, "so it was")
    lesson.to(CLOSED_AGAIN, REVEALED)
    with pytest.raises(refused.TooLate):
        count(lesson.room, lesson.round, 2, [9, 9, 9])


def test_an_earlier_round_takes_no_more_bets(lesson):
    lesson.store.begin(lesson.room, BET, 4)
    with pytest.raises(refused.TooLate):
        lesson.bet(0, 1)
    with pytest.raises(refused.TooLate):
        lesson.to(CLOSED)


@pytest.mark.parametrize(("answer", "sure"), [(3, None), (-1, None), (0, 3), (0, -1)])
def test_what_is_no_bet_is_refused(lesson, answer, sure):
    with pytest.raises(ValueError):
        lesson.bet(0, answer, sure=sure)
    assert lesson.made() == []


def test_nobody_bets_in_another_room(lesson):
    other = Lesson(lesson.store)
    with pytest.raises(refused.TooLate):
        lesson.store.bet(other.seats[0], lesson.round, 1, 0, None)
    assert lesson.made() == other.made() == []


def test_who_gives_up_a_seat_is_nobody_but_the_bet_goes_on_counting(lesson):
    lesson.bet(0, 1)
    lesson.store.leave(lesson.seats[0].seat, lesson.room)
    with pytest.raises(refused.Gone):
        lesson.store.who(lesson.tokens[0])
    assert lesson.made() == [(0, 1, 1)] and len(lesson.store.snapshot(lesson.room).seats) == 2


def test_the_end_of_a_lesson_leaves_nothing_of_it_and_all_of_another(lesson):
    other = Lesson(lesson.store)
    other.bet(0, 1)
    lesson.bet(0, 1)
    lesson.store.end_room(lesson.room)
    assert lesson.store.snapshot(lesson.room) is None
    for token in (lesson.key, *lesson.tokens):
        with pytest.raises(refused.Gone):
            lesson.store.who(token)
    with pytest.raises(refused.Gone):
        lesson.bet(1, 1)
    assert [count(lesson.store, table) for table in (Room, Seat, Round, Bet)] == [1, 3, 1, 1]


def test_after_a_day_a_room_goes_by_itself_and_before_that_it_stays(lesson):
    old, young = lesson, Lesson(lesson.store)
    old.bet(0, 1)
    with lesson.store.engine.begin() as connection:
        for room, age in ((old.room, DAY + 1), (young.room, DAY - 60)):
            connection.execute(update(Room).where(Room.id == room).values(opened=time.time() - age))
    with pytest.raises(refused.Gone):  # also before it is swept
        old.store.who(old.tokens[0])
    assert lesson.store.sweep() == 1 and lesson.store.sweep() == 0
    assert [count(lesson.store, table) for table in (Room, Seat, Round, Bet)] == [1, 3, 1, 0]


def test_the_database_holds_neither_keys_nor_tokens(store, tmp_path):
    if store.tells:
        pytest.skip("PostgreSQL's files are not read here; the rows are the same")
    lesson = Lesson(store)
    held = b"".join(file.read_bytes() for file in tmp_path.glob("rooms.sqlite3*"))
    assert lesson.code.encode() in held and tokens.hashed(lesson.key).encode() in held
    assert not [one for one in (lesson.key, *lesson.tokens) if one.encode() in held]


def test_what_was_deleted_is_not_left_in_the_file_either(store, tmp_path):
    if store.tells:
        pytest.skip("PostgreSQL clears its files by itself")
    lesson = Lesson(store)
    mark = tokens.hashed(lesson.tokens[0]).encode()
    assert mark in b"".join(file.read_bytes() for file in tmp_path.glob("rooms.sqlite3*"))
    store.end_room(lesson.room)
    assert mark not in b"".join(file.read_bytes() for file in tmp_path.glob("rooms.sqlite3*"))


def test_what_one_server_wrote_another_knows(lesson):
    lesson.bet(0, 2, sure=1)
    again = Store(lesson.store.engine.url)
    assert again.snapshot(lesson.room) == lesson.store.snapshot(lesson.room)
    assert again.who(lesson.tokens[0]) == lesson.seats[0]
    again.engine.dispose()


def test_a_room_keeps_its_lesson(store):
    rooms = {plan: store.who(store.open_room(plan)[1]).room for plan in PLANS}
    assert {plan: store.snapshot(room).plan for plan, room in rooms.items()} == {plan: plan for plan in PLANS}


def test_what_was_shown_between_bets_is_known_once_whatever_comes_after(lesson):
    for to in (SHOWS[0], "", SHOWS[0], BET):
        lesson.store.lead(lesson.room, to)
    assert lesson.store.snapshot(lesson.room).leads == BET
    lesson.store.begin(lesson.room, BET, 4)
    found = lesson.store.snapshot(lesson.room)
    assert (found.shown, found.leads, found.led) == ((SHOWS[0],), "", 3)


@pytest.mark.parametrize("columns", [["plan", "shown"], ["shown"]])
def test_rooms_of_a_server_that_knew_no_lessons_or_nothing_between_bets_go_on_with_the_usual(lesson, columns):
    lesson.bet(0, 2)
    with lesson.store.engine.begin() as connection:
        for column in columns:
            connection.execute(text(f"ALTER TABLE rooms DROP COLUMN {column}"))
    again = Store(lesson.store.engine.url)
    found = again.snapshot(lesson.room)
    assert (found.plan, found.shown) == (USUAL, ()) and [one.answer for one in found.now.bets] == [2]
    assert again.who(lesson.tokens[0]) == lesson.seats[0]
    assert again.snapshot(again.who(again.open_room("90")[1]).room).plan == "90"
    again.engine.dispose()


def test_a_server_that_knows_no_lessons_can_open_rooms_beside_one_that_does(store):
    old = "INSERT INTO rooms (code, key, opened, version, given, leads, led) VALUES ('BDFGH', 'k', 1e12, 1, 0, '', 0)"
    with store.engine.begin() as connection:
        connection.execute(text(old))
    (room,) = store.versions()
    assert (store.snapshot(room).plan, store.snapshot(room).shown) == (USUAL, ())


def test_a_code_is_five_letters_that_look_alike_to_nobody():
    codes = {tokens.new_code() for _ in range(200)}
    assert len(codes) > 190 and {len(code) for code in codes} == {5}
    assert set("".join(codes)).isdisjoint("ILOQUVSAE0158")


@pytest.mark.parametrize(
    ("said", "read"), [(" bdf-gh ", "BDFGH"), ("BDFG", ""), ("BDFGO", ""), (7, ""), ("B" * 99, "")]
)
def test_a_code_is_read_as_people_type_it(said, read):
    assert tokens.read_code(said) == read
