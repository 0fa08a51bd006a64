"""What browsers ask of a room, each at an address of its own below /api/class/."""

import json
import secrets
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from pages.classroom import cards, catalogue, limits, links, refused, tokens, totals, views
from pages.classroom.asking import HEADER, NEVER_KEPT, answering, body, teacher, told, who, whole
from pages.classroom.office import Office, read
from pages.classroom.pictures import PICTURES
from pages.classroom.plans import PLANS, USUAL
from pages.classroom.snapshot import Snapshot
from pages.classroom.states import AFTER, ANSWERS, SURE
from pages.classroom.store import Who
from pages.classroom.way import SHOWS
from pages.server.neighbours import neighbourhood

BELOW = "/api/class"
FRESH = 1000
"""Seeds from which a fresh run's is drawn."""
STILL_HERE = 10.0
"""Seconds after which a stream says something though nothing has changed: proxies cut silent ones."""
MOST_STREAMS = 6
"""Of one seat or key: pages that are open side by side."""
MOST_HANDS = 500
"""For one answer."""
STREAM = {**NEVER_KEPT, "X-Accel-Buffering": "no"}
OVER = "event: over\ndata: {}\n\n"


# --- the teacher


@answering
async def open_room(request: Request, here: Office) -> Response:
    """POST {plan}: a room for a lesson, the usual one if none is named, and the key to it, which nobody is told
    again."""
    plan = (await body(request)).get("plan", USUAL)
    if plan not in tuple(PLANS):
        raise refused.Refused(refused.ABSURD)
    address = neighbourhood(request.scope)
    _within(limits.OPENING, address)
    code, key = await run_in_threadpool(here.store.open_room, plan)
    here.codes.know(address, code)
    return told({"code": code, "token": key})


@answering
async def door(request: Request, here: Office) -> Response:
    """GET: how others come in: the pupils' link, and the one that makes another device the teacher's."""
    room = await teacher(request, here)
    _within(limits.LEADING, room)
    snapshot = await _snapshot(here, room)
    base = links.base(request.scope)
    found = {"join": f"{base}/class?room={snapshot.code}", "remote": f"{base}/class#key={request.headers[HEADER]}"}
    return told({what: {"link": link, "qr": links.qr(link)} for what, link in found.items()} if base else {})


@answering
async def begin(request: Request, here: Office) -> Response:
    """POST {bet}: a new round."""
    room, sent = await teacher(request, here), await body(request)
    _within(limits.LEADING, room)
    name = sent.get("bet")
    if name not in catalogue.NAMES:
        raise refused.Refused(refused.ABSURD)
    usual = (await run_in_threadpool(catalogue.bet_of, name)).SEED
    seed = secrets.randbelow(FRESH) if usual is None else usual
    return told({"round": await run_in_threadpool(here.store.begin, room, name, seed)})


@answering
async def turn(request: Request, here: Office) -> Response:
    """POST {round, to}: lead the round on show on."""
    room, sent = await teacher(request, here), await body(request)
    _within(limits.LEADING, room)
    to = sent.get("to")
    if to not in AFTER:
        raise refused.Refused(refused.ABSURD)
    number = whole(sent, "round")
    here.answers.try_again(number)
    await run_in_threadpool(here.store.turn, room, number, to)
    return told({})


@answering
async def hands(request: Request, here: Office) -> Response:
    """POST {round, turn, counts}: how many raised a hand for each answer."""
    room, sent = await teacher(request, here), await body(request)
    _within(limits.LEADING, room)
    counts, turn_ = sent.get("counts"), whole(sent, "turn", most=2)
    if not isinstance(counts, list) or len(counts) != ANSWERS or not turn_:
        raise refused.Refused(refused.ABSURD)
    found = [whole({"hands": one}, "hands", most=MOST_HANDS) for one in counts]
    await run_in_threadpool(here.store.count_hands, room, whole(sent, "round"), turn_, found)
    return told({})


@answering
async def lead(request: Request, here: Office) -> Response:
    """POST {to}: all phones go to the experiment of a bet, or to one that is shown between two; "" lets them go."""
    room, sent = await teacher(request, here), await body(request)
    _within(limits.LEADING, room)
    to = sent.get("to")
    if to not in ("", *catalogue.NAMES, *SHOWS):
        raise refused.Refused(refused.ABSURD)
    await run_in_threadpool(here.store.lead, room, to)
    return told({})


@answering
async def end(request: Request, here: Office) -> Response:
    """POST {}: the room is deleted."""
    room, _ = await teacher(request, here), await body(request)
    await run_in_threadpool(here.store.end_room, room)
    return told({})


# --- a pupil


@answering
async def join(request: Request, here: Office) -> Response:
    """POST {code}: a seat."""
    sent, address = await body(request), neighbourhood(request.scope)
    code = tokens.read_code(sent.get("code"))
    if not await here.codes.may_try(address, code):
        raise refused.Full(refused.SLOW_CODES)
    if not limits.JOINING.takes(address, 0):
        raise refused.Full(refused.BUSY)
    try:
        token = await run_in_threadpool(here.store.join, code)
    except refused.NoRoom:
        here.codes.was_wrong(address)
        raise
    limits.JOINING.takes(address)
    here.codes.know(address, code)
    return told({"code": code, "token": token})


@answering
async def bet(request: Request, here: Office) -> Response:
    """POST {round, turn, answer, sure}: in the place of the seat's bet so far."""
    found, sent = await who(request, here), await body(request)
    if found.seat is None:
        raise refused.Refused(refused.ABSURD)
    _within(limits.BETTING, found.seat)
    sure = None if sent.get("sure") is None else whole(sent, "sure", most=len(SURE) - 1)
    answer = whole(sent, "answer", most=ANSWERS - 1)
    round_id, number = whole(sent, "round"), whole(sent, "turn", most=2)
    await run_in_threadpool(here.store.bet, found, round_id, number, answer, sure)
    return told({})


@answering
async def leave(request: Request, here: Office) -> Response:
    """POST {}: the seat is given up."""
    found, _ = await who(request, here), await body(request)
    if found.seat is not None:
        await run_in_threadpool(here.store.leave, found.seat, found.room)
    return told({})


# --- news


@answering
async def now(request: Request, here: Office) -> Response:
    """GET: the room as it stands, for whoever no stream comes through to."""
    found = await who(request, here)
    return told(_view(here, found, await _snapshot(here, found.room)))


@answering
async def news(request: Request, here: Office) -> Response:
    """GET: the room as it stands, and again whenever that has changed for this one (server-sent events)."""
    found = await who(request, here)
    if here.streams[found] >= MOST_STREAMS:
        raise refused.Full(refused.BUSY)
    return StreamingResponse(_stream(here, found), media_type="text/event-stream", headers=STREAM)


async def _stream(here: Office, found: Who) -> AsyncIterator[str]:
    here.streams[found] += 1
    try:
        with here.switchboard.listening(found.room) as ear:
            snapshot, before = await run_in_threadpool(read, here.store, found.room), ""
            while snapshot and (found.seat is None or found.seat in snapshot.seats):
                text = json.dumps(_view(here, found, snapshot))
                if text != before:
                    yield f"data: {text}\n\n"
                before = text
                while not await ear.wait(STILL_HERE):
                    yield ": still here\n\n"
                # what was read before this one sat down is no news
                if ear.latest is None or ear.latest.version >= snapshot.version:
                    snapshot = ear.latest
        yield OVER
    finally:
        here.streams[found] -= 1
        if not here.streams[found]:
            del here.streams[found]


def _view(here: Office, found: Who, snapshot: Snapshot) -> dict:
    """Raises Gone."""
    if found.seat is None:
        if snapshot.now:
            here.answers.see_to(snapshot.id, snapshot.now)
        return views.teacher(snapshot, here.answers.trouble.get)
    if found.seat not in snapshot.seats:
        raise refused.Gone(refused.OVER)
    return views.pupil(snapshot, found.seat)


async def _snapshot(here: Office, room: int) -> Snapshot:
    found = await run_in_threadpool(read, here.store, room)
    if found is None:
        raise refused.Gone(refused.OVER)
    return found


def _within(pace: limits.Pace, who: object) -> None:
    if not pace.takes(who):
        raise refused.Full(refused.BUSY)


POSTED = {
    "open": open_room, "begin": begin, "turn": turn, "hands": hands, "lead": lead, "end": end,
    "join": join, "bet": bet, "leave": leave,
}  # fmt: skip
READ = {"door": door, "now": now, "news": news, "totals": totals.route}
ROUTES = [
    cards.ROUTE,
    *(Route(f"{BELOW}/{name}", one, methods=["POST"]) for name, one in POSTED.items()),
    *(Route(f"{BELOW}/{name}", one) for name, one in READ.items()),
    *(Route(f"{BELOW}/{name}", one) for name, one in PICTURES.items()),
]
