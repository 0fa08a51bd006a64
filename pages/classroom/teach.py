"""For teachers: three lessons, minute by minute, with what pupils will say and what to show."""

import streamlit as st

from pages.classroom.answers import Answer, answers
from pages.classroom.plans import BOUNDS, LUCK, PLANS, USUAL, Plan, Step
from pages.shared.handouts import worksheets
from pages.shared.handouts.sheet import PAPERS
from pages.shared.page import controls
from pages.shared.page.state import anchor
from pages.shared.page.theme import story
from pages.shown import experiments
from pages.site_map import LEVELS

BEFORE = """
- **A glass, water, ink.** A clear glass, tap water, and ink or food colouring with a dropper. Fill the glass ten
  minutes before, so that the water stands still.
- **A screen for all.** Open the first link of the plan on the projector, and press **F11**. One experiment fills it.
- **Keys.** → and ← go from one experiment to the next, and so do the keys of a clicker. **Space** plays the film, **A**
  shows the answer, **Esc** leaves. On any page of a level, **P** presents what you're looking at.
- **Hands.** The answers are marked A, B and C. Hands go up with eyes shut, so that everybody decides alone.
- **Phones** are not needed. Where your class may use them, open a room: it leads you through this lesson bet by bet,
  and through what you show in between. All screens go along, and nobody's bet is seen before you show what came out.
  Before you end it, you can keep a page of totals.
- **Paper.** There's [a worksheet for each level](#on-paper), with bets to tick and boxes to draw in.
"""
BETTING = (
    "**Each bet goes the same way.** Read the question aloud. One minute alone: everybody settles on A, B or C. Count "
    "the hands, and don't say who is right. Where the plan has time for it, one minute with a neighbour who has "
    "another answer, then count again. Now show it. Ask somebody who was wrong what changed their mind."
)
WHY = (
    "Why bet at all? Pupils who only watch an experiment understand it hardly better than those who never saw it "
    "(Crouch and others, 2004). Who has guessed first sees more of what happens, right or wrong (Miller and others, "
    "2013)."
)

WIDE = 220
"""Pixels of a level's name beside its worksheets."""


def show() -> None:
    """The page."""
    story(
        "Three lessons on how a computer draws a picture that nobody ever drew. They begin with a real drop of ink in "
        "a real glass of water. You need a projector, and no maths."
    )
    chosen = controls.choice("How long is the lesson?", tuple(PLANS), key="teach.plan", default=USUAL, names=_named)
    plan = PLANS[chosen]
    st.header(f"The lesson of {plan.minutes} minutes", anchor="plan")
    st.markdown(f"{plan.what_for}\n\n[Open a room for this lesson](class?plan={chosen}), if your class may use phones.")
    st.markdown(_at_a_glance(plan))
    st.subheader("Before the lesson", anchor=False)
    st.markdown(BEFORE)
    st.markdown(BETTING)
    for step, (start, end) in zip(plan.steps, plan.times, strict=True):
        with st.container(key=f"step-{start}", gap="small"):
            st.subheader(f"{start} to {end} min: {step.title}", anchor=False)
            _step(step)
    _worksheets()
    st.header("Afterwards", anchor="afterwards")
    st.markdown(
        "All bets of the site, each with its answer, what was measured and why the others are wrong: "
        "[the answer key](answer-key). What pupils ask stands under [Questions](questions), and every word that isn't "
        f"an everyday one in the [Glossary](glossary).\n\n{WHY}"
    )


def _worksheets() -> None:
    st.header("On paper", anchor="on-paper")
    st.markdown(
        "A worksheet for each level, two pages: bets to tick, room to say why, and boxes to draw in. It prints well in "
        "black and white. The sheet with the answers also has the pictures of what came out."
    )
    paper = controls.choice("Which paper?", tuple(PAPERS), key="teach.paper")
    for level in LEVELS:
        with st.container(horizontal=True, vertical_alignment="center", key=f"worksheet-{level.number}"):
            st.markdown(f"Level {level.number}: {level.door}", width=WIDE)
            st.link_button("Worksheet (PDF)", worksheets.link(level.number, paper))
            st.link_button("With the answers (PDF)", worksheets.link(level.number, paper, answers=True))


def _named(minutes: str) -> str:
    return f"{minutes} minutes"


def _at_a_glance(plan: Plan) -> str:
    rows = (f"| {start} to {end} | {step.title} | {'✓' if step.bet else ''} |"
            for step, (start, end) in zip(plan.steps, plan.times, strict=True))  # fmt: skip
    return "\n".join(["| minutes | what | a bet |", "|:--|:--|:--|", *rows])


def _step(step: Step) -> None:
    known = answers()[step.bet] if step.bet else None
    st.markdown(step.do)
    if address := _address(step, known):
        st.markdown(f"[Show it to the class]({address})")
    if known:
        st.markdown(f"**Ask:** {known.question}\n\n{known.lettered}")
        st.markdown(f"**What comes out:** {known.says}")
        if known.name in LUCK:
            st.markdown(f"**What they'll say, and what to answer**\n\n{LUCK[known.name]}")
        elif known.reasons:
            st.markdown(f"**What they'll say, and what to answer**\n\n{known.replies}")
        bounds = BOUNDS[step.bet]
        st.markdown(f"**What it models:** {bounds.models}\n\n**What it doesn't:** {bounds.leaves_out}")


def _address(step: Step, known: Answer | None) -> str:
    if known:
        return known.presented
    if not step.show:
        return ""
    found = experiments()[step.show]
    return f"{found.page.path}?present={anchor(found.number)}"


show()
