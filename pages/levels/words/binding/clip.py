"""5.7: teach a small CLIP in some seconds, ask it who has which colour, and mend it."""

import streamlit as st

from diffusion_core.data.critters import caption
from diffusion_core.networks.clip import WIDTH, Clip, contrastive_loss
from diffusion_core.training.clip_lesson import (
    BATCH,
    CLIP_LESSONS,
    EXAMPLE,
    PLAIN,
    SWAPS,
    TABLE,
    WITH_SWAPS,
    swapped_caption,
)
from pages.levels.words.binding import clip_figures, clip_live, clip_record
from pages.server.errands import OVER, PAUSED
from pages.shared.page import bets
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.player import player

COIN_BET, MEND_BET = "words.coin", "words.mend"
NEARLY, COIN, WRONG = "Nearly always", "A little more often than a coin", "Mostly the wrong one"
MORE, SWAPPED, NEVER = "More of the same lesson", "Wrong answers with the same words", "Nothing: it can't learn it"
ANSWERS = ("Q24",)


def _below() -> None:
    fold("Theirs and ours", _theirs)
    show_code(contrastive_loss, Clip.read, diffusers=("clip_loss", "hears_words"))


@experiment("5.7", "Teach a CLIP, then break it", answers=ANSWERS, below=_below)
def teach_clip() -> None:
    guess = _taught()
    if guess:
        _mended()


def _taught() -> str | None:
    """The lesson as CLIP has it, and what comes of two captions with the same words."""
    guess = bets.ask(
        COIN_BET,
        "A *CLIP* learns which caption belongs to which picture. After its lesson, this small one finds the right one "
        f"among {TABLE} nearly always. Now there are only two: "
        f"“{caption(EXAMPLE)}”, and “{swapped_caption(EXAMPLE)}”. How often does it choose the right one?",
        [NEARLY, COIN, WRONG],
        opens=[MEND_BET],
    )
    stage, side = stage_and_side()
    with side:
        notice(
            "Press **Teach it**. A row is a picture, a column a caption, in the same order. The brighter, the "
            "more alike their answers are."
        )
    _lesson(PLAIN, stage, told=bool(guess), bet=COIN_BET)
    if guess:
        _coin(guess)
        with side:
            st.caption(_lessons(PLAIN) + " Without one of your own, the film is the first of these.")
    with side:
        st.markdown(
            f"Two small networks, {clip_record.recorded()['numbers']:,} numbers together. One reads pictures, the "
            f"other captions, and each answers with {WIDTH} numbers. In each nudge they get {BATCH} pictures "
            f"and their {BATCH} captions, and learn to answer each picture more like its own caption than like "
            "any of the others. Nobody explains to them what a cat is.\n\n"
            "What has that to do with drawing? Stable Diffusion reads your words with the caption reader of a CLIP. "
            "Our network has a reader of its own, which learnt along with the drawing."
        )
    return guess


def _coin(guess: str) -> None:
    own = clip_live.finished(PLAIN)
    kept, found = clip_record.end(PLAIN, "preferred"), clip_record.in_100(PLAIN, "found")
    says = f"Over {kept['n']} lessons it chose right in **{100 * kept['value']:.0f}** of 100. A coin would in 50."
    if own:
        recorded = f"{kept['n']} recorded ones in {100 * kept['value']:.0f}"
        says = f"Yours chose right in **{100 * own.preferred:.0f}** of 100; {recorded}."
    reasons = {
        NEARLY: f"Among {TABLE} captions it's right in {found} of 100. But there, which words occur is enough to tell.",
        COIN: "",
        WRONG: "Nothing draws it to the wrong one, either: both captions hold the very same words.",
    }
    right = NEARLY if kept["value"] > 0.75 else WRONG if kept["value"] < 0.35 else COIN
    bets.outcome(guess, right=right, says=says, reasons={one: why for one, why in reasons.items() if why}, key=COIN_BET)


def _lessons(name: str) -> str:
    """What the recorded lessons of that name came to, each and on average."""
    found, each = clip_record.end(name, "preferred"), clip_record.recorded()[name]["preferred_each"]
    low, high = (100 * end for end in found["interval"])
    came_to = ", ".join(f"{100 * share:.0f}" for share in each)
    return (
        f"We taught {found['n']} of them. They chose right in {came_to} of 100; on average {100 * found['value']:.0f} "
        f"(95 %: {low:.0f} to {high:.0f})."
    )


def _mended() -> None:
    guess = bets.ask(
        MEND_BET,
        "It knows all the words, and not whose they are. What would teach it that?",
        [MORE, SWAPPED, NEVER],
    )
    stage, side = stage_and_side()
    with side:
        notice("Hardly anything in its lesson turned on who has which colour.")
    with stage:
        if guess is None:
            chart, labels = clip_figures.so_far()
            player("words.before", chart, labels=labels, start=len(labels) - 1,
                   alt="right colours over the lesson: about half")  # fmt: skip
            return
        chart, labels = clip_figures.compared()
        player("words.compared", chart, labels=labels, fps=10, start=len(labels) - 1,
               proof=bets.proof(MEND_BET, fps=10, marks=["compared"]),
               alt="two lessons: which of them gets the colours right")  # fmt: skip
    _mend(guess)
    with side:
        so_long = clip_record.after_as_many(WITH_SWAPS, PLAIN)
        st.caption(
            f"{_lessons(WITH_SWAPS)} This lesson is longer: after as many nudges as the plain one, it was "
            f"{so_long:.0f}."
        )
        st.markdown("See it for yourself: a lesson from the start, with such wrong answers.")
    _lesson(WITH_SWAPS, stage, told=True, bet="")


def _mend(guess: str) -> None:
    low, high = clip_record.second_half(PLAIN)
    so_long = clip_record.after_as_many(WITH_SWAPS, PLAIN)
    says = f"With them it chooses right in **{clip_record.in_100(WITH_SWAPS, 'preferred')}** of 100."
    reasons = {
        MORE: f"We taught no plain lesson for longer, but in the second half of one it stayed between {low:.0f} and "
              f"{high:.0f} of 100. Hardly anything in it asks whose colour it is.",
        NEVER: "It's the same small network. Its lesson has changed, and is longer: after as many nudges as the plain "
               f"one had, it already chose right in {so_long:.0f} of 100.",
    }  # fmt: skip
    better = clip_record.end(WITH_SWAPS, "preferred")["value"] > clip_record.end(PLAIN, "preferred")["value"]
    bets.outcome(guess, right=SWAPPED if better else MORE, says=says, reasons=reasons, key=MEND_BET)


def _lesson(name: str, stage: object, *, told: bool, bet: str) -> None:
    """A lesson on the stage, which asks for its news while it is under way."""
    now = clip_live.state(name)
    with stage:
        st.fragment(_watch, run_every=clip_live.EVERY.get(now))(name, now, told=told, bet=bet)


def _watch(name: str, before: str, *, told: bool, bet: str) -> None:
    """before: the state of the lesson when the page was run; told, bet: as in `_show`."""
    if lesson := clip_live.lessons().get(name):
        lesson.hear()
    pressed = clip_live.buttons(name, "Teach it" if name == PLAIN else "Teach it so")
    if pressed or clip_live.state(name) != before:
        st.rerun()
    _show(name, whole=before in (PAUSED, OVER), told=told, bet=bet)
    st.caption(clip_live.status(name))


def _show(name: str, *, whole: bool, told: bool, bet: str) -> None:
    """All looks to scrub through or, while more are coming, the latest alone. told: with the colours; bet: its proof.

    Who has bet and taught nothing is shown a recorded lesson.
    """
    looks, key = clip_live.looks(name), f"words.lesson{list(CLIP_LESSONS).index(name)}"
    if not looks and told and whole and bet:
        tracks, labels = clip_figures.recorded_tracks(name)
        player("words.recorded", tracks, labels=labels, fps=8, start=len(labels) - 1, run=name,
               proof=bets.proof(bet, fps=8, marks=["right"]), alt="a recorded lesson")  # fmt: skip
        return
    looks = looks or [clip_figures.blank_look()]
    shown = looks if whole else looks[-1:]
    player(key, clip_figures.tracks(looks, shown, told=told), labels=[clip_figures.label(name, one) for one in shown],
           fps=8, start=len(shown) - 1, run=f"{name}.{len(looks) if whole else 'now'}",
           proof=bets.proof(bet, fps=8, marks=["right"]) if bet and len(shown) > 1 else None,
           alt="pictures against captions, nudge by nudge")  # fmt: skip


def _theirs() -> None:
    st.markdown(
        "**What it's for.** The first CLIP learnt like this from 400 million pictures off the web, with the words that "
        "stood beside them (Radford and others, 2021). In Stable Diffusion, its caption reader turns your words into "
        "numbers. It stays as it is, *frozen*, while the drawing network learns to use them. Later systems, such as "
        "Stable Diffusion 3 and Flux, ask T5 as well, a reader that learnt from text alone and is far larger.\n\n"
        "**What of that ours is.** The network that draws here has a caption reader of the same make, two layers. But "
        "no CLIP taught it: it learnt along with the drawing, from nothing, and from captions of one kind. So it *had* "
        "to learn whose hat it is, or the picture would have been wrong.\n\n"
        "**What CLIP can and can't.** It's good at telling what is in a picture. Large ones were found to do little "
        "better than chance, too, when a caption's words were put in another order (Yuksekgonul and others, 2023). "
        "They mended it as you did here. So when a large system swaps two hats, its reader may be where it went wrong."
    )
    st.caption(
        f"The exam: {TABLE} pictures with their captions, and {SWAPS} pictures of two critters, each with its caption "
        "and the one with swapped colours. No lesson shows any of them."
    )
