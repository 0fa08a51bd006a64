"""The anatomy that every experiment shares: number and title, link, body, and the questions it answers.

    @experiment("2.1", "One step, one pixel", answers={"Q5": "Every one."})
    def one_pixel() -> None:
        stage, side = stage_and_side()
        with side:
            ...controls, notice("…")
        with stage:
            ...player(...)

    one_pixel()

The body is one fragment: a control inside it reruns the body alone.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from types import MappingProxyType

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitAPIException

from pages.shared.page.picture_first import picture_first
from pages.shared.page.questions import QUESTIONS
from pages.shared.page.state import BIND, link

_OTHERS = "experiment.others"


@dataclass(frozen=True)
class Experiment:
    """What the page of questions reads off a decorated function, as its `experiment`. replies: by keys of QUESTIONS."""

    number: str
    title: str
    replies: Mapping[str, str]

    @property
    def anchor(self) -> str:
        """The end of its address."""
        return _anchor(self.number)


def experiment(
    number: str,
    title: str,
    *,
    answers: Mapping[str, str] = MappingProxyType({}),
    folded: str = "",
    below: Callable[[], None] | None = None,
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Make a function without arguments the body of an experiment; calling it puts the experiment on the page.

    number: "<level>.<n>", unique on the site; answers: two or three plain sentences for each question, by its
    key in QUESTIONS (a misspelt one raises KeyError);
    folded: the words on its closed face, where it starts closed: it computes nothing until it is opened (whether it is
    open stands in the address);
    below: draws what stands below the body and never changes, such as the code: no control makes it be sent again.
    """
    said = [(name, QUESTIONS[name], reply) for name, reply in answers.items()]
    described = Experiment(number, title, answers)

    def decorate(body: Callable[[], None]) -> Callable[[], None]:
        fragment = part(number, key=described.anchor)(body)

        def show() -> None:
            _heading(described)
            if folded:
                _lazily(number, folded, fragment)
            else:
                fragment()
            if below:
                below()
            if said:
                _answers(said)

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
            with picture_first(name):
                body(*settings, **named)
            if st.session_state.pop(_OTHERS, False):
                st.rerun()

        return st.fragment(drawn, key=key)

    return decorate


def stage_and_side() -> tuple[DeltaGenerator, DeltaGenerator]:
    """The stage (at most 640 px, full width on a phone) and the column for controls and words beside it."""
    stage, side = st.columns([5, 3], gap="medium")
    return stage, side


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
        st.rerun([_anchor(number) if number[0].isdigit() else number for number in numbers])


def notice(text: str) -> None:
    """What to notice: one sentence, marked off. text: Markdown; call it once an experiment."""
    st.markdown(f"> {text}")


def _anchor(number: str) -> str:
    return f"experiment-{number.replace('.', '-')}"


def _heading(one: Experiment) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.header(f"{one.number}  {one.title}", anchor=one.anchor, width="content")
        link(f"experiment.{one.number}")


def _lazily(number: str, face: str, fragment: Callable[[], None]) -> None:
    box = st.expander(face, key=f"open.{number}", on_change="rerun", bind=BIND)
    if box.open:
        with box:
            fragment()


def _answers(said: Sequence[tuple[str, str, str]]) -> None:
    with st.expander("Answers what learners ask: " + ", ".join(name for name, _, _ in said)):
        st.markdown("\n\n".join(f"**{name} {question}** {reply}" for name, question, reply in said))
