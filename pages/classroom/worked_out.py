"""What comes out of a round is worked out while the class still bets, once for all, in a thread of its own.

So it is there when the teacher shows it, and so is the run that all see together. A server that was started anew works
it out again when somebody looks at the room: the seed stands in the database.
"""

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from pages.classroom import catalogue
from pages.classroom.refused import Refused
from pages.classroom.snapshot import Played
from pages.classroom.store import Store

HANDS = 2
"""Rounds that are worked out at once: one may have to wait for thousands of pictures."""
_log = logging.getLogger(__name__)


class Answers:
    """Who works them out. trouble: by a round's id the sentence why it couldn't be."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._hands = ThreadPoolExecutor(HANDS, thread_name_prefix="class")
        self._begun: dict[int, Future[None]] = {}
        self._at_once = threading.Lock()
        self.trouble: dict[int, str] = {}

    def see_to(self, room: int, played: Played) -> None:
        """Begin on a round that has no answer yet, unless that was done."""
        if played.right is None:
            with self._at_once:
                if played.id not in self._begun:
                    self._begun[played.id] = self._hands.submit(self._work_out, room, played)

    def try_again(self, round_id: int) -> None:
        """Forget that it went wrong."""
        with self._at_once:
            if self.trouble.pop(round_id, None):
                self._begun.pop(round_id, None)

    def stop(self) -> None:
        """What has not been begun is left."""
        self._hands.shutdown(wait=False, cancel_futures=True)

    def _work_out(self, room: int, played: Played) -> None:
        try:
            found = catalogue.answer(played.bet, played.seed)
            self._store.settle(played.id, found.right, found.says)
        except Exception as error:  # what a page would say: no weights, very many people
            _log.exception("A class's answer could not be worked out.")
            self.trouble[played.id] = str(error) or "This server could not work out the answer."
            with suppress(Refused):
                self._store.touch(room)
