"""The anatomy that every experiment shares: number and title, scene, and one quiet row of what can be folded out.

    @experiment("2.1", "One step, one pixel", answers=("Q7", "Q9"))
    def one_pixel() -> None:
        guess = bets.ask(…)
        stage, side = stage_and_side()
        with side:
            ...controls, notice("…")
        with stage:
            ...player(...)

    one_pixel()

The body is one fragment: a control inside it reruns the body alone.
"""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps

import streamlit as st
from streamlit.errors import StreamlitAPIException

from pages.server.runs import PLACES
from pages.server.streamlit_private import current_visit
from pages.shared.page.folds import fold, folded_row
from pages.shared.page.picture_first import picture_first
from pages.shared.page.questions import answers_to
from pages.shared.page.scene import body as drawn_body
from pages.shared.page.scene import stage_and_side, titles
from pages.shared.page.state import BIND, anchor, box, link_names

__all__ = ["Experiment", "draw_anew", "experiment", "fold", "notice", "others_follow", "part", "stage_and_side"]

_OTHERS = "experiment.others"


@dataclass(frozen=True)
class Experiment:
    """What can be read off a decorated function, as its `experiment`. answers: keys of questions."""

    number: str
    title: str
    answers: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """The end of its address."""
        return anchor(self.number)


def experiment(
    number: str,
    title: str,
    *,
    answers: Collection[str] = (),
    folded: str = "",
    opened_by: Collection[str] = (),
    below: Callable[[], None] | None = None,
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Make a function without arguments the body of an experiment; calling it puts the experiment on the page.

    number: "<level>.<n>", unique on the site; answers: keys of the questions that it answers, as questions.py
    holds them (a misspelt one raises KeyError);
    folded: the words on its closed face, where it starts closed: it computes nothing until it is opened (whether it is
    open stands in the address);
    opened_by: what settings and moments of its own begin with: a link that names one opens it (`link_names`);
    below: names what can be folded out below the body (`fold`, `show_code`) and never changes.
    """
    asked = answers_to(answers)
    described = Experiment(number, title, tuple(answers))
    titles[number] = title

    def decorate(body: Callable[[], None]) -> Callable[[], None]:
        def whole() -> None:
            body()
            if below:
                below()
            if asked:
                fold("A question" if len(asked) == 1 else f"{_COUNTS[len(asked)]} questions", lambda: _answers(asked))

        fragment = part(number, key=described.anchor)(whole)

        def show() -> None:
            st.header(f"{number}  {title}", anchor=described.anchor)
            if folded:
                if link_names(*opened_by):
                    st.session_state.setdefault(box(number), True)
                _lazily(number, folded, fragment)
            else:
                fragment()
            if visit := current_visit():
                PLACES.give_way(visit.is_outdated)

        show.experiment = described
        return show

    return decorate


def part(name: str, *, key: str | None = None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a part of an experiment that its own controls draw anew, and nothing else.

    name: unique on the site, as an experiment's; key: by which `draw_anew` finds it.
    """

    def decorate(body: Callable[..., None]) -> Callable[..., None]:
        @wraps(body)
        def drawn(*settings: object, **named: object) -> None:
            with picture_first(name), drawn_body(name) as made:
                body(*settings, **named)
                made.at_end.append(lambda: folded_row(made))
            if st.session_state.pop(_OTHERS, False):
                st.rerun()

        return st.fragment(drawn, key=key)

    return decorate


def others_follow() -> None:
    """For an experiment whose control changes what others show too: after its body the whole page runs once more.

    The others are fragments of their own. The visitor looks at this one, so it is answered first.
    """
    st.session_state[_OTHERS] = True


def draw_anew(*numbers: str) -> None:
    """In a control's callback: these experiments are drawn anew, and nothing else.

    The first named comes first. numbers: of experiments ("2.1"), or keys of other fragments.
    """
    # where one of them is not on the page, the control's own is drawn, as without this
    with suppress(StreamlitAPIException):
        st.rerun([anchor(number) if number[0].isdigit() else number for number in numbers])


def notice(text: str) -> None:
    """What to notice: one sentence, marked off. text: Markdown; call it once an experiment."""
    st.markdown(f"> {text}")


def _lazily(number: str, face: str, fragment: Callable[[], None]) -> None:
    opened = st.expander(face, key=box(number), on_change="rerun", bind=BIND)
    if opened.open:
        with opened:
            fragment()


def _answers(asked: Mapping[str, str]) -> None:
    st.markdown("\n\n".join(f"**{question}** {reply}" for question, reply in asked.items()))


_COUNTS = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}
