"""Visitors' files between their arrival and their being read: few and for a short time, and none under its own name.

Streamlit keeps each file until its session is forgotten, also those that no page reads: a hundred took 470 MB.
"""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any

from pages.server.streamlit_private import empty_file, store_of_files

MOST_BYTES = 100_000_000
"""Of all sessions together; past them the oldest files go."""
MOST_BYTES_EACH = 10_500_000
"""Of one session: two of the largest files."""
MOST_FILES = 2_000
"""Of all sessions, also empty ones."""
MOST_SENT, WINDOW = 20, 600.0
"""So many files a session may send in so many seconds; further ones are let go unread."""
MOST_SESSIONS = 2_000
NAME = "picture.jpg"
"""Of every file: nobody needs its own, and Streamlit stops a page for an ending that its widget does not take."""
READ = "application/x-read"


class Shelf:
    """keep, drop: how the store takes a file and lets one go; clock: seconds that only grow.

    Any thread may call. A file has a file_id, a type, its data, and _replace, as a record of Streamlit's.
    """

    def __init__(
        self,
        keep: Callable[[str, Any], None],
        drop: Callable[[str, str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._keep, self._drop, self._clock = keep, drop, clock
        self._lock = threading.Lock()
        self._sizes: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()

    def add(self, session_id: str, file: Any) -> None:
        """In place of the store's `add_file`."""
        key = session_id, file.file_id
        with self._lock:
            # what a page has read comes back empty
            if (file.data or key not in self._sizes) and self._is_too_often(session_id):
                return
            self._sizes.pop(key, None)
            self._sizes[key] = len(file.data)
            self._keep(session_id, file._replace(name=NAME))
            self._make_room(session_id)

    def _is_too_often(self, session_id: str) -> bool:
        now = self._clock()
        sent = self._sent.setdefault(session_id, deque(maxlen=MOST_SENT))
        self._sent.move_to_end(session_id)
        if len(self._sent) > MOST_SESSIONS:
            self._sent.popitem(last=False)
        if len(sent) == MOST_SENT and now - sent[0] < WINDOW:
            return True
        sent.append(now)
        return False

    def _make_room(self, session_id: str) -> None:
        own = [key for key, size in self._sizes.items() if size and key[0] == session_id]
        self._let_go_beyond(MOST_BYTES_EACH, own)
        self._let_go_beyond(MOST_BYTES, [key for key, size in self._sizes.items() if size])
        while len(self._sizes) > MOST_FILES:
            self._let_go(next(iter(self._sizes)))

    def _let_go_beyond(self, most: int, files: list[tuple[str, str]]) -> None:
        """Of these files, oldest first, as many as are too many."""
        size = sum(self._sizes[key] for key in files)
        for key in files:
            if size <= most:
                break
            size -= self._sizes[key]
            self._let_go(key)

    def _let_go(self, key: tuple[str, str]) -> None:
        del self._sizes[key]
        self._drop(*key)


def put_up() -> None:
    """Hold this server's store of files within these bounds, from now on."""
    store = store_of_files()
    if store is not None:
        store.add_file = Shelf(store.add_file, store.remove_file).add


def was_read(file: Any) -> bool:
    """Whether a file widget holds what is left of a file that was read before."""
    return getattr(file, "type", "") == READ


def read_once(file: Any) -> bytes | None:
    """The bytes of the file that a file widget holds; then nobody has them but the caller. None where it was let go.

    An empty file stays in its place, so that the widget holds the same file as before, and is not taken for changed.
    """
    if not hasattr(file, "getvalue"):
        return None
    data = file.getvalue()
    empty_file(file.file_id, READ)
    file.truncate(0)
    return data
