"""What is kept of visitors' files until a page has read them: never much, never long, and no name."""

from typing import NamedTuple

import pytest

from pages.server import shelf
from pages.server.shelf import MOST_BYTES, MOST_BYTES_EACH, MOST_FILES, MOST_SENT, READ, WINDOW, Shelf


class File(NamedTuple):
    file_id: str
    name: str
    type: str
    data: bytes


class Store:
    """As Streamlit's: {(session, file): what is kept}."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], File] = {}
        self.now = 0.0
        self.shelf = Shelf(self._keep, lambda *key: self.kept.pop(key, None), lambda: self.now)

    def _keep(self, session: str, file: File) -> None:
        self.kept[session, file.file_id] = file

    def send(self, session: str, number: int, size: int, *, name: str = "mine.png", kind: str = "image/png") -> None:
        self.shelf.add(session, File(f"{number}", name, kind, bytes(size)))

    def bytes(self) -> int:
        return sum(len(file.data) for file in self.kept.values())


@pytest.fixture
def store():
    return Store()


def test_of_one_session_two_of_the_largest_files_wait_at_most(store):
    for number in range(10):
        store.send("one", number, 5_000_000)
    assert [file for _, file in store.kept] == ["8", "9"] and store.bytes() <= MOST_BYTES_EACH


def test_of_all_sessions_together_no_more_waits_than_fits(store):
    for number in range(100):
        store.send(f"session {number}", 0, 5_000_000)
    assert MOST_BYTES - 5_000_000 < store.bytes() <= MOST_BYTES
    assert ("session 99", "0") in store.kept and ("session 0", "0") not in store.kept


def test_empty_files_do_not_pile_up_either(store):
    for number in range(MOST_FILES + 50):
        store.send(f"session {number}", 0, 0)
    assert len(store.kept) == MOST_FILES


def test_a_session_sends_so_many_files_in_a_while_and_later_again(store):
    for number in range(MOST_SENT + 5):
        store.send("one", number, 1)
    assert len(store.kept) == MOST_SENT
    store.send("another", 0, 1)
    store.now = WINDOW + 1
    store.send("one", 99, 1)
    assert ("another", "0") in store.kept and ("one", "99") in store.kept


def test_the_same_file_sent_again_counts_as_well(store):
    for _ in range(MOST_SENT):
        store.send("one", 0, 1)
    store.send("one", 0, 2)
    assert len(store.kept["one", "0"].data) == 1


def test_a_file_that_was_read_stays_as_an_empty_one_and_is_not_counted(store):
    for number in range(MOST_SENT):
        store.send("one", number, 5_000_000)
        store.shelf.add("one", store.kept["one", f"{number}"]._replace(type=READ, data=b""))
    assert len(store.kept) == MOST_SENT and store.bytes() == 0
    assert all(shelf.was_read(file) for file in store.kept.values())


def test_no_name_and_so_no_ending_is_kept(store):
    store.send("one", 0, 1, name="../../report on my neighbour.exe")
    assert store.kept["one", "0"].name == "picture.jpg"


def test_whose_session_is_long_over_is_forgotten(store, monkeypatch):
    monkeypatch.setattr(shelf, "MOST_SESSIONS", 3)
    for number in range(10):
        store.send(f"session {number}", 0, 1)
    assert len(store.shelf._sent) == 3
