"""The way through a lesson: its bets, and what all see between two of them, on which nobody bets."""

from collections.abc import Collection

from pages.classroom.catalogue import BETS
from pages.classroom.plans import PLANS
from pages.shared.page.state import anchor
from pages.shown import Experiment, experiments

SHOWS = tuple(dict.fromkeys(step.show for plan in PLANS.values() for step in plan.steps if step.show))
"""What the lessons show between bets: experiments, by their functions."""


def way(plan: str) -> tuple[str, ...]:
    """The bets of one of PLANS, by their names in the catalogue, and what it shows between them, in their order."""
    return tuple(step.show or BETS[step.bet] for step in PLANS[plan].steps if step.show or step.bet)


def shows(plan: str) -> tuple[Experiment, ...]:
    """What one of PLANS shows between its bets."""
    return tuple(experiments()[name] for name in way(plan) if name in SHOWS)


def comes_next(plan: str, done: Collection[str]) -> str | None:
    """What follows in a lesson; None at its end. done: the bets that were made, and what was shown.

    What is shown leads up to the bet after it: who has jumped over it, isn't led back.
    """
    stops = way(plan)
    for place, name in enumerate(stops):
        passed = name in SHOWS and not set(done).isdisjoint(stops[place:])
        if name not in done and not passed:
            return name
    return None


def address(show: str) -> str:
    """The page of what is shown, up to its heading. Raises KeyError."""
    found = experiments()[show]
    return f"{found.page.path}#{anchor(found.number)}"
