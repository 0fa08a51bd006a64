"""What each one is told of a room: a pupil nothing of others' bets, nobody a bet before it is revealed."""

from collections.abc import Callable, Collection
from typing import Any, TypedDict

from pages.classroom import catalogue, way
from pages.classroom.people import person
from pages.classroom.pictures import SIDE, width
from pages.classroom.snapshot import Given, Played, Snapshot
from pages.classroom.states import AGAIN, ANSWERS, CLOSED, SURE, TOLD, TURNS

LEAST = 5
"""Bets below which nobody is shown how they split: among four, one could be known by the others."""
OFFERED = (0.3, 0.7)
"""Where so many were right, talking helps most: a second round is offered."""
PICTURE = "api/class/picture"


class Sureness(TypedDict):
    """Of all who were so sure: how many bets they made, and how many of those were right; None where too few."""

    sure: str
    bets: int | None
    right: int | None


def prepare(snapshot: Snapshot) -> None:
    """Have all words at hand that will be told, which may take seconds the first time: what follows takes none."""
    for played in snapshot.rounds[-1:]:
        _said(played)
        catalogue.reasons(played.bet, played.seed)
    _lead(snapshot)
    for number in snapshot.seats.values():
        person(snapshot.code, number)


def pupil(snapshot: Snapshot, seat: int) -> dict[str, Any]:
    """What a seat is told. It changes for a seat only by what the teacher does, and by its own bet."""
    you = person(snapshot.code, snapshot.seats[seat])
    return {
        "code": snapshot.code,
        "you": {"name": you.name, "picture": f"api/class/critter?{you.query}"},
        "round": _pupils_round(snapshot.now, seat) if snapshot.now else None,
        "lead": _lead(snapshot),
    }


def teacher(snapshot: Snapshot, trouble: Callable[[int], str | None]) -> dict[str, Any]:
    """What the teacher's devices are told. trouble: why the answer of a round is not there, if it is not to come."""
    return {
        "code": snapshot.code,
        "plan": snapshot.plan,
        "seats": len(snapshot.seats),
        "round": _teachers_round(snapshot, snapshot.now, trouble(snapshot.now.id)) if snapshot.now else None,
        "played": (played := [one.bet for one in snapshot.rounds]),
        "next": way.comes_next(snapshot.plan, {*played, *snapshot.shown}),
        "sureness": sureness([one for one in snapshot.rounds if one.state in TOLD]),
        "told": sum(one.state in TOLD for one in snapshot.rounds),
        "lead": _lead(snapshot),
    }


def _said(played: Played) -> dict[str, Any]:
    asked = catalogue.asked(played.bet, played.seed)
    return {
        "id": played.id,
        "place": played.place,
        "bet": played.bet,
        "title": catalogue.experiment(played.bet).title,
        "question": asked.question,
        "options": list(asked.options),
        "state": played.state,
        "turn": TURNS.get(played.state),
        "picture": f"{PICTURE}?bet={played.bet}&seed={played.seed}",
        "width": width(catalogue.bet_of(played.bet).PICTURES),
        "height": SIDE,
        "run": {"address": catalogue.address(played.bet, played.seed), "bet": asked.key},
    }


def _told(played: Played) -> dict[str, Any]:
    """What all may know once it is revealed."""
    return {"right": played.right, "says": played.says} if played.state in TOLD else {}


def _pupils_round(played: Played, seat: int) -> dict[str, Any]:
    first, second = (next((one for one in played.turn(turn) if one.seat == seat), None) for turn in (1, 2))
    own = second or (None if played.state == AGAIN else first)  # in the second round a new bet is made
    why = None
    if own and played.state in TOLD and own.answer != played.right:
        why = catalogue.reasons(played.bet, played.seed).get(own.answer)
    return _said(played) | _told(played) | {"own": _own(own), "first": _own(first), "why": why}


def _own(given: Given | None) -> dict[str, Any] | None:
    return {"answer": given.answer, "sure": given.sure} if given else None


def _teachers_round(snapshot: Snapshot, played: Played, trouble: str | None) -> dict[str, Any]:
    turn = TURNS.get(played.state) or (2 if played.turn(2) else 1)
    bet = {one.seat for one in played.turn(turn)}
    return _said(played) | _told(played) | {
        "bets": len(bet),
        "of": len(bet | snapshot.seats.keys()),
        "ready": played.right is not None,
        "trouble": trouble,
        "offer": played.state == CLOSED and _differ(played),
        "splits": [split(played, number) for number in (1, 2)] if played.state in TOLD else None,
        "hands": [bool(one) for one in played.hands],
        "least": LEAST,
    }  # fmt: skip


def split(played: Played, turn: int) -> list[int] | None:
    """How many chose each answer in a turn, by phone and by hand; None where nobody did.

    Hands are raised before all eyes; bets by phone count only where they are enough to tell nobody's own.
    """
    bets, hands = played.turn(turn), played.hands[turn - 1]
    shown = bets if len(bets) >= LEAST else []
    if not shown and not (hands and any(hands)):
        return None
    return [sum(one.answer == answer for one in shown) + (hands or (0,) * ANSWERS)[answer] for answer in range(ANSWERS)]


def _differ(played: Played) -> bool:
    """Whether a second round is offered."""
    found = split(played, 1)
    if played.right is None or not found or sum(found) < LEAST:
        return False
    return OFFERED[0] <= found[played.right] / sum(found) <= OFFERED[1]


def sureness(rounds: Collection[Played]) -> list[Sureness]:
    """How often those were right who were so sure, of the last bets of all rounds that are revealed."""
    lasts = [(one, played.right) for played in rounds for one in played.lasts() if one.sure is not None]
    found: list[Sureness] = []
    for place, words in enumerate(SURE):
        hits = [one.answer == right for one, right in lasts if one.sure == place]
        shown = len(hits) >= LEAST
        found.append({"sure": words, "bets": len(hits) if shown else None, "right": sum(hits) if shown else None})
    return found


def _lead(snapshot: Snapshot) -> dict[str, Any] | None:
    """Where all phones are to be: the address of the experiment, its bet there, and the how-manieth time that is."""
    if not snapshot.leads:
        return None
    if snapshot.leads in way.SHOWS:
        return {"to": way.address(snapshot.leads), "bet": None, "time": snapshot.led}
    played = next((one for one in reversed(snapshot.rounds) if one.bet == snapshot.leads), None)
    seed = played.seed if played else catalogue.bet_of(snapshot.leads).SEED or 0
    return {
        "to": catalogue.address(snapshot.leads, seed),
        "bet": catalogue.asked(snapshot.leads, seed).key if played and played.state in TOLD else None,
        "time": snapshot.led,
    }
