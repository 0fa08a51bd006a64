"""5.3: where the network looks for a word, and what the word changes; first as a score, then beside the truth."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import Scene, caption
from diffusion_core.evaluation.outlines import overlap
from diffusion_core.networks.anatomy import read_by
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.listening import words_in
from diffusion_core.serving.engine import Busy
from pages.levels.words.way import outline_figures, score_figures, where_counted
from pages.levels.words.way.outline_figures import ASKED
from pages.levels.words.way.score_figures import CHANGES, LOOKS, Heard
from pages.levels.words.way.sentence import NAMES, SEED, asked_for, words_of
from pages.levels.words.way.where_counted import fit
from pages.shared.keeping.with_progress import worked_in_place
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.recorded import figure
from pages.shared.page.state import link_reveals
from pages.shared.player import player

SILENT, HEARD = "words.silent", "heard"
WHERE, SEEN = "words.where", "where"
ROWS = {"“night”": "place", "“hat”": "worn", "“orange”": "colour"}
"""The answers of the first bet, and what they are called where it was counted."""
THIS, USUALLY, ANYWHERE = "Where this cat's hat belongs", "Where hats mostly are", "Everywhere: it can't know"
ANSWERS = ("Q38",)


def _below() -> None:
    fold("Counted", where_counted.table)
    show_code(read_by, words_in, overlap, diffusers="")


@experiment("5.3", "Where it looks, what it changes", answers=ANSWERS, below=_below)
def where_it_looks() -> None:
    try:
        _score()
        _truth()
    except (NoWeights, Busy) as error:
        st.info(str(error))


def _score() -> None:
    guess = bets.ask(
        SILENT,
        "“a happy orange cat with a hat at night”. Leave a word out, and the guess changes: that's how loud the word "
        "is. Once it changes less than a quarter of what it did at its loudest, we say it has *fallen silent*. Which "
        "word does so first?",
        list(ROWS),
    )
    revealed = bool(guess) or link_reveals(HEARD)
    stage, side = stage_and_side()
    with side:
        said = st.container()
        scene = asked_for("way.score")
        job = Job(caption=caption(scene), seed=controls.seed("way.seed", default=SEED, again="Fresh noise"))
        word, brightness = _choices(scene) if revealed else ("", CHANGES)
    with said:
        notice(_hint(revealed))
    with stage:
        found = _played(job, brightness, word) if revealed else _silence(job)
    offer(score_figures.heard, job=job)
    if found:
        _outcome(guess)
        with side:
            _beside(found)


def _choices(scene: Scene) -> tuple[str, str]:
    """The word whose maps are shown, and what the score's brightness stands for."""
    said = words_of(scene)
    field = controls.choice("Whose maps?", tuple(NAMES), key="way.whose", default="worn", names=said.__getitem__)
    return said[field], controls.choice("The stronger, the more …", (CHANGES, LOOKS), key="way.bright")


def _silence(job: Job) -> None:
    player("way.heard", score_figures.before_tracks(job), labels=score_figures.labels(job)[:1],
           run=f"{job.seed}.before", whole=job.steps, alt="pure noise, and a score that is still empty")  # fmt: skip


def _played(job: Job, brightness: str, word: str) -> Heard:
    work = score_figures.heard(job)
    found, place = worked_in_place("way.heard", (job.to_text(),), work, "The network draws, and every word is heard")
    with place:
        player("way.heard", score_figures.tracks(job, found, brightness, word), labels=score_figures.labels(job),
               fps=6, run=job.to_text(), moment=HEARD, proof=bets.proof(SILENT, fps=8, marks=["score"]),
               alt="the network's guesses, how much each word changes of each, and where")  # fmt: skip
    return found


def silent_after() -> dict[str, float]:
    """After how many of the twenty steps each answer's word fell silent, as recorded."""
    return {option: figure(f"score: silent after, {field}")["value"] for option, field in ROWS.items()}


def _outcome(guess: str | None) -> None:
    after = silent_after()
    right = min(after, key=after.__getitem__)
    told = {option: f"{steps:.1f}" for option, steps in after.items()}
    why = {
        option: f"Words for the {NAMES[field]} have their say for {told[option]} steps."
        for option, field in ROWS.items()
    }
    says = f"{right}: words for the {NAMES[ROWS[right]]} fall silent after **{told[right]}** of 20 steps."
    bets.outcome(guess, right=right, says=says, reasons=why)


def _hint(revealed: bool) -> str:
    if not revealed:
        return "A row for each word, a column for each step. The stronger the colour, the more a word steers."
    return "Play it, and watch the rows fall silent. Below are two maps of one word; you choose which."


def _beside(found: Heard) -> None:
    count = figure("score: silent after, place")["n"]
    here = "; ".join(f"{NAMES[field]} {found.silent(field)}" for field in found.fields)
    st.markdown(
        "How do we know what a word changes? The network guesses twice: with all the words, and with that one left "
        "out. Where the two guesses differ, there the word has its say."
    )
    st.caption(
        f"Each word is held against its own loudest: the place is so loud at first that it soon falls below a quarter "
        f"of that, and may still be as loud as another. Counted over {count} sentences. In this picture, in steps: "
        f"{here}. (A sentence without its "
        "animal is one that it never practised on.)"
    )


def _truth() -> None:
    guess = bets.ask(
        WHERE,
        "Our program drew this cat, so we know where its hat is. Now 95 % is noise. Every place of the picture looks "
        "at all the words, at some more than at others. Which places look most at “hat”?",
        [THIS, USUALLY, ANYWHERE],
    )
    revealed = bool(guess) or link_reveals(SEEN)
    stage, side = stage_and_side()
    with side:
        said = st.container()
        scene = asked_for("way.true")
        seed = controls.seed("way.drawn", default=SEED, again="Another picture")
        field, bare = _whose(scene) if revealed else ("worn", False)
    with said:
        notice(
            "The teal line is the true outline. One map glows where the word is looked at most, the other where it "
            "changes the guess most."
            if revealed
            else "To you it's nearly all dots. The network looks at the same dots, and it was told the words."
        )
    with stage:
        if not revealed:
            player("way.truth", outline_figures.before_tracks(seed, scene), run=f"{seed}.{caption(scene)}.before",
                   alt="a drawn picture, and the same under 95 % noise")  # fmt: skip
            return
        found = outline_figures.under(seed, scene, field, bare=bare)
        player("way.truth", outline_figures.tracks(found, words_of(scene)[field]), fps=5, start=ASKED,
               labels=outline_figures.labels(found), run=f"{seed}.{caption(scene)}.{field}.{bare}", moment=SEEN,
               proof=bets.proof(WHERE, start=0, end=ASKED, fps=3, marks=["looks"]),
               alt="a noisy picture, where the network looks for a word, and what the word changes")  # fmt: skip
    _placed(guess)
    with side:
        _fits()


def _whose(scene: Scene) -> tuple[str, bool]:
    """The field of the word whose maps are shown, and whether the drawing is to lack what is worn."""
    field = controls.choice("Which word?", tuple(NAMES), key="way.which", default="worn", names=NAMES.__getitem__)
    off = f"Take the {words_of(scene)['worn']} off, but still say the word"
    return field, field == "worn" and controls.switch(off, key="way.bare")


def verdict() -> str:
    """By what was recorded at 95 % noise: better than another picture's map, no better, or no better than luck."""
    own, other = fit("looks", "worn")["interval"], fit("elsewhere", "worn")["interval"]
    if own[0] > other[1]:
        return THIS
    return USUALLY if own[0] > where_counted.luck("worn")["interval"][1] else ANYWHERE


def _placed(guess: str | None) -> None:
    own, other = fit("looks", "worn")["value"], fit("elsewhere", "worn")["value"]
    luck = where_counted.luck("worn")["value"]
    bets.outcome(
        guess, right=verdict(),
        says=f"{verdict()}: the glow fits by **{own:.2f}**, another picture's by {other:.2f}.",
        reasons={
            THIS: "Its glow fits no better than that of another picture.",
            USUALLY: f"That's a good part of it: the glow of another picture's “hat” fits by {other:.2f}. But not all.",
            ANYWHERE: f"Then it would fit as badly as luck does, by {luck:.2f}. Hats sit on heads, and it knows that.",
        },
    )  # fmt: skip


def _fits() -> None:
    own, other, bare = (f"{fit(kind, 'worn')['value']:.2f}" for kind in ("looks", "elsewhere", "bare"))
    st.markdown(
        f"A fit of 1 covers the hat exactly. Another picture's glow gives {other}, its own {own}: so it has found "
        "where *this* hat belongs. By the hat, or by the head? With the hat taken off, the glow still fits by "
        f"**{bare}**: {where_counted.by_what()}\n\n"
        "**Looking and changing are two things.** Each place shares out its looking among all the words; the first "
        "glow is the share of “hat”. What comes of it may change other places, too."
    )
