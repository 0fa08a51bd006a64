"""What a teacher may keep of a lesson before the room is deleted: one page of totals, without names.

On it is what the board has shown: no bet before its answer, no split of a few. It is made when it is asked for, and the
server keeps nothing of it.
"""

import calendar
import time
from dataclasses import dataclass

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response

from pages.classroom import catalogue, limits, refused
from pages.classroom.asking import NEVER_KEPT, answering, teacher
from pages.classroom.office import Office
from pages.classroom.snapshot import Played, Snapshot
from pages.classroom.states import TOLD
from pages.classroom.views import Sureness, split, sureness
from pages.shared.handouts.sheet import unmarked
from pages.shared.page.values import whole

FURTHEST = 14 * 60
"""Minutes between a teacher's clock and that of Greenwich."""
MOST_WAITING = 8
FILE = {"Content-Disposition": 'attachment; filename="class-totals.pdf"', **NEVER_KEPT}
_one_at_a_time = CapacityLimiter(1)


@dataclass(frozen=True)
class Total:
    """A bet of the class. right: the place of the right answer; splits: by turn, how many chose each, None where that
    is not shown; times: how often it was asked in this lesson."""

    question: str
    options: tuple[str, ...]
    right: int
    says: str
    splits: tuple[list[int] | None, list[int] | None]
    times: int


@dataclass(frozen=True)
class Totals:
    """day: of the lesson, in words; seats: how many sat down; bets: those whose answer was shown, in their order; sure:
    how often those were right who were so sure."""

    day: str
    seats: int
    bets: tuple[Total, ...]
    sure: tuple[Sureness, ...]


def totals(snapshot: Snapshot, west: int) -> Totals:
    """west: minutes by which the teacher's clock is behind Greenwich. Raises Later while no answer was shown."""
    told = [one for one in snapshot.rounds if one.state in TOLD]
    if not told:
        raise refused.Later(refused.NO_TOTALS)
    of_each = {one.bet: [other for other in told if other.bet == one.bet] for one in told}
    bets = tuple(_total(rounds) for rounds in of_each.values())
    return Totals(_day(snapshot.opened - 60 * west), snapshot.given, bets, tuple(sureness(told)))


def _total(rounds: list[Played]) -> Total:
    """Of a bet that was asked more than once, the time at which most took part."""
    played = max(rounds, key=lambda one: sum(sum(split(one, turn) or [0]) for turn in (1, 2)))
    asked = catalogue.asked(played.bet, played.seed)
    return Total(
        question=unmarked(asked.question),
        options=tuple(map(unmarked, asked.options)),
        right=played.right,
        says=unmarked(played.says or ""),
        splits=(split(played, 1), split(played, 2)),
        times=len(rounds),
    )


def _day(seconds: float) -> str:
    day = time.gmtime(seconds)
    return f"{day.tm_mday} {calendar.month_name[day.tm_mon]} {day.tm_year}"


@answering
async def route(request: Request, here: Office) -> Response:
    """GET ?west=-60: the page as a PDF, for the teacher's key alone."""
    room = await teacher(request, here)
    west = whole(-FURTHEST, FURTHEST)(request.query_params.get("west", "0"))
    if west is None:
        raise refused.Refused(refused.ABSURD)
    if _one_at_a_time.statistics().tasks_waiting >= MOST_WAITING or not limits.TOTALS.takes(room):
        raise refused.Full(refused.BUSY)
    made = await to_thread.run_sync(_made, here, room, west, limiter=_one_at_a_time)
    return Response(made, media_type="application/pdf", headers=FILE)


def _made(here: Office, room: int, west: int) -> bytes:
    from pages.classroom.totals_sheet import made  # matplotlib comes with it

    snapshot = here.store.snapshot(room)
    if snapshot is None:
        raise refused.Gone(refused.OVER)
    return made(totals(snapshot, west))
