"""Level 3: which schedule; one of the core's, or the one that the visitor draws by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from diffusion_core.schedules import SCHEDULES, Schedule, by_hand, make_schedule
from pages.shared import controls

BY_HAND = "by hand"
NAMES = (*SCHEDULES, BY_HAND)
QUARTERS = ("after a quarter", "half-way", "after three quarters", "at the end")
USUAL_HAND = (95, 40, 5, 0)
_KEPT = "schedule.hand"


@dataclass(frozen=True)
class Plan:
    """A schedule's name, and for the one by hand the percentages left at the quarters; a plain value for caches."""

    name: str
    hand: tuple[int, ...] = ()

    def make(self, steps: int) -> Schedule:
        """The schedule itself, with T = steps."""
        if self.name == BY_HAND:
            return by_hand([left / 100 for left in self.hand], steps)
        return make_schedule(self.name, steps)


def plan(name: str) -> Plan:
    """The plan of a name of NAMES, with the visitor's own points where it is the one by hand."""
    return Plan(name, st.session_state.get(_KEPT, USUAL_HAND) if name == BY_HAND else ())


def menu(label: str, *, key: str, default: str) -> Plan:
    """One of the five."""
    return plan(controls.menu(label, NAMES, key=key, default=default, names=str.capitalize))


def draw_by_hand(elsewhere: Sequence[str]) -> None:
    """Four points of a schedule, behind a button.

    elsewhere: keys of the menus of other experiments; where one of them shows this schedule, it follows the points.
    """
    with st.popover("Draw one by hand", width="stretch"):
        st.markdown("How much of the picture is left … Choose *By hand* as a schedule to see it.")
        points = tuple(
            controls.whole(f"… {when}, in %", 0, 100, key=f"schedule.hand{i}", default=usual)
            for i, (when, usual) in enumerate(zip(QUARTERS, USUAL_HAND, strict=True), 1)
        )
        if any(later > earlier for earlier, later in zip(points, points[1:], strict=False)):
            st.caption("What is lost stays lost: a point above the one before counts as just as high.")
    before = st.session_state.get(_KEPT)
    st.session_state[_KEPT] = points
    if before not in (None, points) and any(st.session_state.get(key) == BY_HAND for key in elsewhere):
        # the other experiments are fragments of their own, and one of them shows this schedule too
        st.rerun(scope="app")
