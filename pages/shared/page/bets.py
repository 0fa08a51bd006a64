"""Bet first: a guess before the experiment runs, and the outcome beside it afterwards.

    guess = bets.ask("noise.which", "Which pixels does one step change?", ["All", "A few", "The edges"])
    ...the experiment...
    bets.outcome(guess, right="All", reasons={"A few": "…", "The edges": "…"})

Guesses are remembered for the visit, on every page. Compact controls, because the experiment is the point.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

SHOW_ME = "Just show me"


def ask(key: str, question: str, options: Sequence[str], *, prompt: str = "Your bet.") -> str | None:
    """Ask for a guess; None until it is given, then the option, or SHOW_ME.

    key: "<page>.<name>", unique on the site; options: three answers, short plain text, in a fixed order;
    prompt: the words in bold before the question; with "" the question itself is bold.
    """
    asked = f"**{prompt}** {question}" if prompt else f"**{question}**"
    given = _book().get(key)
    if given in options:
        st.markdown(f"{asked} *{given}*")
        return given
    if given == SHOW_ME:
        st.markdown(question if prompt else asked)
        return given
    control = f"bet.{key}"
    st.pills(asked, [*options, SHOW_ME], key=control, on_change=_write, args=(key, control))
    return None


def outcome(guess: str | None, *, right: str, reasons: Mapping[str, str]) -> None:
    """Say what came out, beside the guess, and why each other answer is wrong.

    guess: what `ask` returned; right: the option that turned out right, measured by the page where it can be;
    reasons: for each wrong option one sentence. Shows nothing before a guess was given.
    """
    if guess is None:
        return
    st.markdown(_verdict(guess, right))
    wrong = [(option, why) for option, why in reasons.items() if option != right]
    # the visitor's own mistake comes first
    wrong.sort(key=lambda pair: pair[0] != guess)
    if wrong:
        st.markdown("\n".join(f"- *{option}*? {why}" for option, why in wrong))


def _verdict(guess: str, right: str) -> str:
    if guess == SHOW_ME:
        return f"**The answer:** {right}."
    return f"**You were right:** {right}." if guess == right else f"**You said** {guess}. **It is:** {right}."


def _book() -> dict[str, str]:
    return st.session_state.setdefault("bets", {})


def _write(key: str, control: str) -> None:
    if (given := st.session_state[control]) is not None:
        _book()[key] = given
