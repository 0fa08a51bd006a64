"""Three lessons, as data: what happens when, and which bets are made, in their order.

    [step.bet for step in PLANS["45"].steps if step.bet]        or PLANS["45"].bets

A bet is named as the answer key names it (answers.py), which knows its question, its answer and what pupils say wrong.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Bounds(NamedTuple):
    """What an experiment is true of, and what it leaves out: a sentence or two each."""

    models: str
    leaves_out: str


@dataclass(frozen=True)
class Step:
    """Some minutes of a lesson. do: what the teacher does and asks, Markdown; bet: by its name, "" for none; show: an
    experiment that all see without a bet, by the name of its function (pages/shown.py), "" for none. A room leads to
    either, never to both."""

    minutes: int
    title: str
    do: str
    bet: str = ""
    show: str = ""


@dataclass(frozen=True)
class Plan:
    """A lesson. minutes: that it takes; what_for: one sentence on whom it suits."""

    minutes: int
    what_for: str
    steps: tuple[Step, ...]

    @property
    def bets(self) -> tuple[str, ...]:
        """The names of its bets, in the order in which the class makes them."""
        return tuple(step.bet for step in self.steps if step.bet)

    @property
    def times(self) -> list[tuple[int, int]]:
        """From which minute to which each step lasts."""
        ends = [sum(step.minutes for step in self.steps[: place + 1]) for place in range(len(self.steps))]
        return list(zip([0, *ends], ends, strict=False))


BOUNDS = {
    "ink.outwards": Bounds(
        "How shoves by chance alone spread ink, though no speck knows where to go.",
        "A real glass has currents, and its ink sinks. Both mix it much faster. Our specks don't shove each other.",
    ),
    "ink.heart": Bounds(
        "Mixed water keeps nothing of the shape: a guesser that knows the exact chances does no better than a coin.",
        "Real ink was never drawn as a heart. And a film does remember: that's why the film can be played backwards.",
    ),
    "ink.fresh": Bounds(
        "How something new comes of chance and a guide that knows what such things look like.",
        "We told this guide by hand what rings are. A network has to learn it, from very many pictures.",
    ),
    "noise.which": Bounds(
        "How pictures are dissolved for such a network: every number gets its own push, at each step.",
        "It isn't the grain of a camera, and nobody dissolves pictures while drawing: it's for learning only.",
    ),
    "noise.pair": Bounds(
        "At the end of the noise even the best guesser is as good as lost, and it knows both pictures.",
        "The film can be played back because the film remembers. The noisy picture alone doesn't.",
    ),
    "denoise.worst": Bounds(
        "What a trained network does: it says which part of a noisy picture is noise.",
        "Ours has seen drawn critters only, 64 dots wide. In a photograph of yours it would look for critters.",
    ),
    "partway.animal": Bounds(
        "A real network brings a dissolved picture back. What the noise has hidden, it makes up.",
        "The count is for our critters and our network. With other pictures the limit is elsewhere.",
    ),
    "blur.safest": Bounds(
        "Why a good guesser begins with a blur, and why the blur still ends in one sharp picture.",
        "Here memory knows its pictures by heart, so it can only bring those back. A network makes new ones.",
    ),
    "pairs.right": Bounds(
        "A network can put together what it has only seen apart: a colour and an animal.",
        "That's no proof that it understands words as we do. Level 5 shows where it mixes them up.",
    ),
}
"""By the names of the bets in the plans."""

LUCK = {
    "ink.heart": "- “But I said left, and it *was* left!”: By luck, as half of the class were. Could you do it ten "
                 "times in a row? (Which glass it was differs from room to room.)\n"
                 "- “There are more specks on one side!”: Look at another pair. The same shape leaves them otherwise.",
    "noise.pair": "- “But I was right!”: By luck, as half of the class were. Could you do it ten times in a row? "
                  "(Which side it was differs from room to room.)\n"
                  "- “I can see an ear!”: In noise one sees ears everywhere, as one sees faces in clouds.",
}  # fmt: skip
"""What pupils say to bets on which it is luck who is right, and what to answer, Markdown: by the names of the bets."""

GLASS = (
    "Let one drop of ink or food colouring fall into the glass. Don't stir. Everybody looks for one minute, and says "
    "nothing. **Ask:** Where does it go? Who pushes it? Could it ever come back? Where phones are used, your class "
    "joins the room while the ink spreads."
)
TALK = "Here, let neighbours talk, and bet a second time. "
ONCE = "One round is enough here. "
EXIT = (
    "Each pupil writes two sentences on a slip of paper: **How would you explain it to somebody at home?** Read three "
    "of them aloud. Listen for two things: it starts with chance, and it's made in many small steps."
)
BRIDGE = (
    "The film swaps specks for dots of a picture. **Say:** A dot can't wander, but it can get brighter or darker. So "
    "chance can do to a picture what it did to the ink."
)

GUIDE = (
    "**Say first:** A guide is a little program that knows shapes and nudges the specks. (Answer A means a ring from "
    "before, which your class hasn't met.) "
)
LOST = (
    "**Say first:** Each step of noise makes every dot a bit brighter or darker, by chance. These two got a thousand. "
)
NETWORK = (
    "**Say first:** A network is a program that has practised on very many pictures. It makes a guess at what lies "
    "under the noise, takes a small step, and guesses again. *t* counts the steps of noise: 0 is the clear picture, "
    "1,000 is noise alone. "
)
SLIDER = "After the answer, drag the slider slowly to the right. The class calls out when it's somebody else."
MEMORY = (
    "**Say first:** A *perfect memory* knows thousands of pictures by heart, and works out which guess is least wrong "
    "on average. We count that in *shades*: from black to white there are 255. "
)
WINDOWS = (
    "After the answer, drag the slider slowly. Each window is a picture that it could be, and goes dark when it no "
    "longer fits. **Ask:** Why does one picture stay?"
)
REMEMBERS = "After the answer, play the film backwards. **Ask:** Who remembers the heart, the water or the film?"
AGAIN = "It's the bet on the two glasses once more. Who sees that it's the same?"

PLANS = {
    "20": Plan(20, "A taste for an open day: three bets. Leave out the talk with the neighbour.", (
        Step(3, "A real glass of ink", GLASS),
        Step(5, "Heart or ring?", f"Two glasses of mixed water. {REMEMBERS}", "ink.heart"),
        Step(5, "A ring that never was", f"{GUIDE}Run it twice: the ring comes somewhere else.", "ink.fresh"),
        Step(5, "Your cat, or somebody new?", f"Noise does to a picture what the water did to the "
             f"ink. {NETWORK}{SLIDER}", "partway.animal"),
        Step(2, "Two sentences for home", EXIT),
    )),
    "45": Plan(45, "One lesson: five bets, from a drop of ink to a picture that nobody drew.", (
        Step(6, "A real glass of ink", GLASS),
        Step(6, "Heart or ring?", f"Two glasses of mixed water. {ONCE}{REMEMBERS}", "ink.heart"),
        Step(8, "A ring that never was", f"{GUIDE}{TALK}Run it twice. **Ask:** Who chose the place?", "ink.fresh"),
        Step(2, "From ink to pictures", BRIDGE, show="from_specks_to_pixels"),
        Step(5, "Can anybody tell?", LOST + ONCE + AGAIN, "noise.pair"),
        Step(7, "Your cat, or somebody new?", NETWORK + TALK + SLIDER, "partway.animal"),
        Step(7, "Why not a blur?", f"{MEMORY}{ONCE}{WINDOWS} **Say last:** The network does the same, but doesn't "
             "know its pictures by heart. So what stays can be a picture that nobody ever drew.", "blur.safest"),
        Step(4, "Two sentences for home", EXIT),
    )),
    "90": Plan(90, "A double lesson: nine bets, and time for everybody to draw.", (
        Step(6, "A real glass of ink", GLASS),
        Step(8, "Which way do the shoves point?", "First on paper: where does one speck go? Everybody draws its way. "
             "Then the bet.", "ink.outwards"),
        Step(8, "Heart or ring?", f"{REMEMBERS} Then play two more rounds: does anybody beat a coin?", "ink.heart"),
        Step(9, "A ring that never was", f"{GUIDE}Run it three times. Then press → for the second question: who chose "
             "the place?", "ink.fresh"),
        Step(3, "From ink to pictures", BRIDGE, show="from_specks_to_pixels"),
        Step(7, "A picture dissolves", "**Ask** before the bet: what could noise be in a picture?", "noise.which"),
        Step(7, "Can anybody tell?", LOST + AGAIN, "noise.pair"),
        Step(8, "The network points at noise", f"{NETWORK}**Ask:** Where would *you* be at a loss?", "denoise.worst"),
        Step(8, "Your cat, or somebody new?", SLIDER, "partway.animal"),
        Step(8, "Why not a blur?", MEMORY + WINDOWS, "blur.safest"),
        Step(6, "A pair that it never saw", "Nobody showed it a green rabbit. Will one come?", "pairs.right"),
        Step(7, "Draw your own", "In pairs, at any device, on the first page: choose an animal, a colour and a hat. "
             "**Ask:** Which of yours did it get wrong?"),
        Step(5, "Two sentences for home", EXIT),
    )),
}  # fmt: skip
"""By their minutes, as they stand in the address."""
USUAL = "45"
