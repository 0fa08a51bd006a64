"""Whose open questions are answered together in the next pass."""

from collections import Counter, deque

from diffusion_core.serving.running import Task

TURN = 4
"""Rows of one owner in a pass, beyond a first question, where others wait too."""


def take(active: deque[Task], *, rows: int) -> list[Task]:
    """Take out, from the head on, who asks the same weights, as many as fit in one batch of rows, each owner in turn.

    All of them have an open question. The first is taken however many rows it asks for.
    """
    chosen: list[Task] = []
    others: list[Task] = []
    weights, taken = active[0].asked if active else "", 0
    turn = TURN if len({task.owner for task in active}) > 1 else rows
    of: Counter[str] = Counter()
    while active:
        task = active.popleft()
        assert task.question is not None
        count = len(task.question.x)
        has_turn = not of[task.owner] or of[task.owner] + count <= turn
        fits = not chosen or taken + count <= rows
        if task.asked == weights and fits and has_turn:
            chosen.append(task)
            taken += count
            of[task.owner] += count
        else:
            others.append(task)
    active.extend(others)
    return chosen
