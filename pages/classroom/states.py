"""The states of a class's bet, and which may follow which."""

OPEN, CLOSED = "open", "closed"
AGAIN, CLOSED_AGAIN = "open again", "closed again"
REVEALED, RUN = "revealed", "run"
AFTER = {
    OPEN: (CLOSED,),
    CLOSED: (AGAIN, REVEALED),
    AGAIN: (CLOSED_AGAIN,),
    CLOSED_AGAIN: (REVEALED,),
    REVEALED: (RUN,),
    RUN: (),
}
"""What the teacher may do next."""
TURNS = {OPEN: 1, AGAIN: 2}
"""In which states pupils may bet, and in which turn."""
TURN_OF = TURNS | {CLOSED: 1, CLOSED_AGAIN: 2}
"""The latest turn of each state before the answer."""
TOLD = (REVEALED, RUN)
"""In which everybody may know the answer."""
SURE = ("guessing", "fairly sure", "certain")
ANSWERS = 3
"""Of each bet."""
