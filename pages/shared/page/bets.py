"""Bet first: a guess before the experiment runs, and the outcome in the same card afterwards.

    guess = bets.ask("noise.which", "Which pixels does one step change?", ["All", "A few", "The edges"])
    ...the experiment, whose film proves the answer: player(…, proof=bets.proof("noise.which", end=30))...
    bets.outcome(guess, right="All", says="**12,288** of 12,288 numbers changed.", reasons={"A few": "…", …})

Guesses are remembered for the visit, on every page, and by the visitor's browser (memory.py).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.page.card import card
from pages.shared.page.scene import card_place, current_body
from pages.shared.player import Proof

SHOW_ME = "Just show me"
RIGHT, WRONG, LUCKY, SHOWN = "Yes!", "Not quite.", "Lucky!", "Here it is:"
OTHERS, OTHER = "Why not the others?", "Why not the other one?"
_LONGEST = 200


@dataclass(frozen=True)
class _Card:
    """A question as it stands on the page. right, luck, says: once it has come out; reasons: where those go."""

    key: str
    question: str
    prompt: str
    options: tuple[str, ...]
    guess: str | None
    place: DeltaGenerator
    reasons: DeltaGenerator | None
    again: bool
    opens: tuple[str, ...]
    right: str | None = None
    luck: str | None = None
    says: str = ""

    def draw(self) -> None:
        leads = {SHOW_ME: SHOWN, self.luck: LUCKY, self.right: RIGHT}
        data = {
            "key": self.key,
            "version": version(self.question, self.options),
            "prompt": self.prompt,
            "question": self.question,
            "options": list(self.options),
            "show": SHOW_ME,
            "again": self.again,
            "opens": " ".join(self.opens),
            "guess": self.guess,
            "right": self.right,
            "lucky": bool(self.guess) and self.guess == self.luck,
            "lead": leads.get(self.guess, WRONG),
            "headline": self.says or f"{self.right}.",
        }
        with self.place:
            card(f"bet.{self.key}", data, taken=partial(_take, self.key))


def version(question: str, options: Sequence[str]) -> str:
    """The mark of a question as it is worded now: a guess that was kept under another one is dropped."""
    return hashlib.sha256("\n".join([question, *options]).encode()).hexdigest()[:8]


def ask(
    key: str,
    question: str,
    options: Sequence[str],
    *,
    prompt: str = "Your bet.",
    wide: bool = True,
    rounds: str = "",
    opens: Sequence[str] = (),
) -> str | None:
    """Ask for a guess; None until it is given, then the option, or SHOW_ME.

    key: "<page>.<name>", unique on the site; options: three answers, short plain text, in a fixed order;
    prompt: the words in bold before the question; wide: of its scene, as in `stage_and_side`;
    rounds: with what the keys of its rounds begin, where it has several: one drop stands for all, and stays filled;
    opens: keys of bets that come with its outcome: they have their drops from the start.
    In the texts only **strong** and *stressed* words are marked up.
    """
    place, here = card_place(wide=wide), current_body()
    guess = _given(key, question, options)
    reasons, again = here.scene.reasons if here else None, bool(rounds and made(rounds))
    asked = _Card(key, question, prompt, tuple(options), guess, place, reasons, again, tuple(opens))
    if guess is None:
        asked.draw()
        return None
    # it is drawn once, with its outcome, or at the body's end where none came
    _waiting()[key] = asked
    if here:
        here.at_end.append(lambda: _waiting().pop(key).draw() if key in _waiting() else None)
    return guess


def outcome(
    guess: str | None,
    *,
    right: str,
    reasons: Mapping[str, str],
    says: str = "",
    luck: str | None = None,
    key: str | None = None,
) -> None:
    """Say in the card what came out, and below or beside it why the visitor's answer is wrong; folded, the others.

    guess: what `ask` returned; right: the option that turned out right, measured by the page where it can be;
    says: the line in large letters, one short sentence with the measured number in **strong** ("**51** of 100 lead
    away."), else the right option; reasons: for each wrong option one sentence; luck: an option that came true by
    chance alone, where one did (nobody could know it): it is met by "Lucky!"; key: of the bet, else the last asked.
    Shows nothing before a guess was given.
    """
    if guess is None:
        return
    waiting = _waiting()
    asked = waiting.pop(key or next(reversed(waiting)))
    st.session_state.setdefault("bets.came_out", {})[asked.key] = guess == right if guess != SHOW_ME else None
    replace(asked, right=right, luck=luck, says=says).draw()
    told = {option: f"- *{option}*? {why}" for option, why in reasons.items() if option != right}
    with asked.reasons or asked.place:
        if own := told.pop(guess, None):
            st.markdown(own)
        if told:
            with st.expander(OTHERS if len(told) > 1 else OTHER):
                st.markdown("\n".join(told.values()))


def proof(key: str, *, start: int = 0, end: int | None = None, fps: float | None = None,
          marks: Sequence[str] = ()) -> Proof | None:  # fmt: skip
    """What a player does right after this bet was made: it plays from one frame to another, and marks the evidence.

    start, end: frames, the end of the film where end is left out, backwards where it is the earlier; fps: its pace;
    marks: names of tracks, which stay marked, and SAID for the label. None before the bet.
    """
    turn = _book().get(key) and st.session_state.get("bets.turns", {}).get(key, 0)
    return None if turn is None else Proof(turn, start, end, fps, tuple(marks))


def tally() -> tuple[int, int]:
    """How many bets were made of those that came out in this visit, and how many of them were right."""
    made = [right for right in st.session_state.get("bets.came_out", {}).values() if right is not None]
    return len(made), sum(made)


def kept(guesses: Mapping[str, tuple[str, str]]) -> None:
    """Guesses that a browser has kept: by key, the version of the question and the answer."""
    st.session_state["bets.kept"] = dict(guesses)


def made(prefix: str) -> dict[str, str]:
    """The guesses of this visit whose keys begin so."""
    return {key: guess for key, guess in _book().items() if key.startswith(prefix)}


def forget() -> None:
    """All guesses of this visit."""
    for name in ("bets", "bets.kept", "bets.turns", "bets.came_out"):
        st.session_state.pop(name, None)


def _given(key: str, question: str, options: Sequence[str]) -> str | None:
    """The guess of this visit, or the one that the browser has kept, where it answers this very question."""
    answers = (*options, SHOW_ME)
    guess = _book().get(key)
    if guess is None:
        mark, was = st.session_state.get("bets.kept", {}).get(key, ("", None))
        if mark == version(question, options) and was in answers:
            guess = _book()[key] = was
    return guess if guess in answers else None


def _book() -> dict[str, str]:
    return st.session_state.setdefault("bets", {})


def _waiting() -> dict[str, _Card]:
    """The cards that wait for their outcome, in the order in which they were asked."""
    return st.session_state.setdefault("bets.waiting", {})


def _take(key: str) -> None:
    """A card was pressed."""
    guess = (st.session_state.get(f"bet.{key}") or {}).get("guess")
    if isinstance(guess, str) and len(guess) <= _LONGEST:
        _book()[key] = guess
        turns = st.session_state.setdefault("bets.turns", {})
        turns[key] = len(turns) + 1
