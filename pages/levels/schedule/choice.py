"""Level 3: which schedule; one of the core's, or the one that the visitor draws by hand.

The first schedule of 3.1 leads: 3.3 shows it too, and offers the same menu once more.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial

import streamlit as st

from diffusion_core.process.schedules import SCHEDULES, Schedule, by_hand, make_schedule
from pages.shared.page import controls
from pages.shared.page.experiment import draw_anew
from pages.shared.page.one_setting import Led

BY_HAND = "by hand"
NAMES = (*SCHEDULES, BY_HAND)
QUARTERS = ("after a quarter", "halfway", "after three quarters", "at the end")
USUAL_HAND = (95, 40, 5, 0)
LEADER = Led("schedule.first", "linear")
_SHOWN = {"schedule.read": "3.2", "schedule.beside": "3.2"}
"""Menus outside of 3.1 that lead no other, and where they are."""
_HAND = tuple(f"schedule.hand{i}" for i, _ in enumerate(QUARTERS, 1))
_PULL = "schedule.pull"
_ECHO = 1.5
"""Seconds: longer than a run takes, shorter than a visitor needs to move another point."""


@dataclass
class Pull:
    """One point that takes others along. by: its place; passed: what the others were, by place; at: when it last was.

    While keys are pressed fast, the browser still reports where a point stood before it was taken along: an echo,
    which would pull the moving point back.
    """

    by: int
    passed: dict[int, list[int]] = field(default_factory=dict)
    at: float = 0.0

    def echoes(self, place: int, value: int) -> bool:
        """Whether a point that was taken along a moment ago reports a value from before."""
        return value in self.passed.get(place, ()) and place != self.by and time.monotonic() - self.at < _ECHO


@dataclass(frozen=True)
class Plan:
    """A schedule's name, and for the one by hand the percentages left at the quarters; a plain value for caches."""

    name: str
    hand: tuple[int, ...] = ()

    def make(self, steps: int) -> Schedule:
        """The schedule itself, with T = steps."""
        return _made(self, steps)


@lru_cache(maxsize=64)
def _made(plan: Plan, steps: int) -> Schedule:
    if plan.name == BY_HAND:
        return by_hand([left / 100 for left in plan.hand], steps)
    return make_schedule(plan.name, steps)


def plan(name: str) -> Plan:
    """The plan of a name of NAMES, with the visitor's own points where it is the one by hand."""
    return Plan(name, _points() if name == BY_HAND else ())


def _points() -> tuple[int, ...]:
    return tuple(st.session_state.get(key, usual) for key, usual in zip(_HAND, USUAL_HAND, strict=True))


def menu(label: str, *, key: str, default: str, on_change: Callable[[], None] | None = None) -> Plan:
    """One of the five."""
    return plan(controls.menu(label, NAMES, key=key, default=default, names=str.capitalize, on_change=on_change))


def leader(label: str) -> Plan:
    """The menu of the schedule that leads."""
    return menu(label, key=LEADER.led_by(), default=LEADER.default, on_change=_led)


def _led() -> None:
    draw_anew("3.1", *_detour())


def _detour() -> tuple[str, ...]:
    """3.3, where its box is open."""
    return ("3.3",) if st.session_state.get("open.3.3") else ()


def follower(label: str, *, key: str) -> Plan:
    """The same menu in another place: what is chosen here is chosen there. Not in the address, where the leader is."""
    chosen = st.selectbox(label, NAMES, key=LEADER.shown_at(key), format_func=str.capitalize, on_change=LEADER.taken,
                          args=(key, "3.3", "3.1"))  # fmt: skip
    return plan(chosen)


def points_by_hand() -> None:
    """Four points of a schedule that may only fall. Moving one chooses the schedule by hand, where no menu shows it."""
    st.markdown("Or draw a schedule by hand. How much of the picture is left …")
    points = []
    for place, (column, when, key, usual) in enumerate(zip(st.columns(4), QUARTERS, _HAND, USUAL_HAND, strict=True)):
        with column:
            points.append(
                controls.whole(f"… {when}, in %", 0, 100, key=key, default=usual, on_change=partial(_moved, place))
            )
    rises = any(later > earlier for earlier, later in zip(points, points[1:], strict=False))
    st.caption(
        "Here a point lies above the one before it, and counts as just as high: what's left can only get less."
        if rises
        else "What's left can only get less. If you drag one point past others, they move along."
    )


def _moved(place: int) -> None:
    _take_along(place)
    shown = {where for key, where in _SHOWN.items() if st.session_state.get(key) == BY_HAND}
    if LEADER.now() == BY_HAND:
        shown.update(_detour())
    draw_anew("3.1", *shown)


def _take_along(moved: int) -> None:
    points = _points()
    pull = st.session_state.get(_PULL)
    if pull and pull.echoes(moved, points[moved]):
        st.session_state[_HAND[moved]] = pull.passed[moved][-1]
        return
    pull = pull if pull and pull.by == moved else Pull(moved)
    height = points[moved]
    for place, (key, now) in enumerate(zip(_HAND, points, strict=True)):
        # only these: a slider that is written is set back in the browser, and would lose the keys pressed meanwhile
        if (taken := max(now, height) if place < moved else min(now, height)) != now:
            st.session_state[key] = taken
            pull.passed.setdefault(place, [now]).append(taken)
    pull.at = time.monotonic()
    st.session_state[_PULL] = pull
    if BY_HAND not in (LEADER.now(), st.session_state.get("schedule.second")):
        LEADER.choose(BY_HAND)
