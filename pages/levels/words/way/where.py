"""5.3: where the network looks for a word, and what the word changes; first as a score, then beside the truth."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import Scene, caption
from diffusion_core.evaluation.outlines import overlap
from diffusion_core.networks.anatomy import read_by
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.listening import words_in
from diffusion_core.serving.engine import Busy
from pages.levels.words.way import outline_figures, score_figures
from pages.levels.words.way.outline_figures import ASKED, Under
from pages.levels.words.way.score_figures import CHANGES, LOOKS, Heard
from pages.levels.words.way.sentence import NAMES, SEED, asked_for, words_of
from pages.shared.keeping.with_progress import worked_in_place
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.recorded import figure
from pages.shared.page.state import link_reveals
from pages.shared.player import player

SILENT, HEARD = "words.silent", "heard"
WHERE, SEEN = "words.where", "where"
ROWS = {"“night”": "place", "“hat”": "worn", "“orange”": "colour"}
"""The answers of the first bet, and what they are called where it was counted."""
THIS, USUALLY, ANYWHERE = "Where this very hat is", "Where hats mostly are", "Everywhere: it can't know"
ANSWERS = ("Q38",)


def _below() -> None:
    fold("Counted", _table)
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
        "“a happy orange cat with a hat at night”: each word steers the guesses, now more, now less. Which one falls "
        "silent first?",
        list(ROWS),
    )
    revealed = bool(guess) or link_reveals(HEARD)
    stage, side = stage_and_side()
    with side:
        said = st.container()
        scene = asked_for("way.score")
        job = Job(
            caption=caption(scene), seed=controls.seed("way.seed", default=SEED, label="no.", again="Fresh noise")
        )
        word, brightness = _choices(scene) if revealed else ("", CHANGES)
    with said:
        notice(_hint(revealed))
    with stage:
        found = _played(job, brightness, word) if revealed else _silence(job)
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
    return "Play it, and watch the rows fall silent. The two maps belong to the word that you choose."


def _beside(found: Heard) -> None:
    count = figure("score: silent after, place")["n"]
    here = "; ".join(f"{NAMES[field]} {found.silent(field)}" for field in found.fields)
    st.markdown(
        "How do we know what a word changes? The network guesses twice: with all the words, and with that one left "
        "out. Where the two guesses differ, there the word has its say."
    )
    st.caption(
        f"A word counts as silent once it changes less than a quarter of what it changed at its loudest. Counted over "
        f"{count} sentences. In this picture, in steps: {here}. (A sentence without its "
        "animal is one that it never practised on.)"
    )


def _truth() -> None:
    guess = bets.ask(
        WHERE,
        "Our program drew this cat, so we know where its hat is. Now 95 % is noise. Which places "
        "of the picture look most at the word “hat”?",
        [THIS, USUALLY, ANYWHERE],
    )
    revealed = bool(guess) or link_reveals(SEEN)
    stage, side = stage_and_side()
    with side:
        said = st.container()
        scene = asked_for("way.true")
        seed = controls.seed("way.drawn", default=SEED, label="no.", again="Another picture")
        field = "worn"
        if revealed:
            names = tuple(NAMES)
            field = controls.choice("Which word?", names, key="way.which", default="worn", names=NAMES.__getitem__)
    with said:
        notice(
            "The teal line is the true outline. Both maps glow where the word counts most."
            if revealed
            else "To you it's nearly all dots. The network looks at the same dots, and it was told the words."
        )
    with stage:
        if not revealed:
            player("way.truth", outline_figures.before_tracks(seed, scene), run=f"{seed}.{caption(scene)}.before",
                   alt="a drawn picture, and the same under 95 % noise")  # fmt: skip
            return
        found = outline_figures.under(seed, scene, field)
        player("way.truth", outline_figures.tracks(found, words_of(scene)[field]), fps=5, start=ASKED,
               labels=outline_figures.labels(found), run=f"{seed}.{caption(scene)}.{field}", moment=SEEN,
               proof=bets.proof(WHERE, start=0, end=ASKED, fps=3, marks=["looks"]),
               alt="a noisy picture, where the network looks for a word, and what the word changes")  # fmt: skip
    _placed(guess)
    with side:
        _fits(found)


def fit(kind: str, field: str, level: int) -> dict:
    """How well a word's map lay on the truth, as recorded, over many pictures. kind: "looks" or "changes"."""
    return figure(f"where: {kind}, {field}, {level}")


def elsewhere(field: str, level: int) -> dict:
    """How well the map of another picture's word lay here, as recorded: what is known of such things in general."""
    return figure(f"where: elsewhere, {field}, {level}")


def verdict() -> str:
    """By what was recorded at 95 % noise: better than another picture's map, no better, or no better than luck."""
    own, other = fit("looks", "worn", -3)["interval"], elsewhere("worn", -3)["interval"]
    if own[0] > other[1]:
        return THIS
    return USUALLY if own[0] > figure("where: luck, worn")["interval"][1] else ANYWHERE


def _placed(guess: str | None) -> None:
    own, other = fit("looks", "worn", -3)["value"], elsewhere("worn", -3)["value"]
    luck = figure("where: luck, worn")["value"]
    bets.outcome(
        guess, right=verdict(),
        says=f"{verdict()}: the glow fits by **{own:.2f}**, another picture's by {other:.2f}.",
        reasons={
            THIS: "Its glow fits no better than that of another picture.",
            USUALLY: f"That's a good part of it: the glow of another picture's “hat” fits by {other:.2f}. But not all.",
            ANYWHERE: f"Then it would fit as badly as luck does, by {luck:.2f}. Hats sit on heads, and it knows that.",
        },
    )  # fmt: skip


def _fits(found: Under) -> None:
    here = found.fits["looks"][ASKED]
    st.markdown(
        "A fit of 1 covers the hat exactly, 0 misses it. It knows where hats mostly are, and on top of that, at 95 % "
        "noise, it has found where *this* one belongs. (By the hat or by the head? That can't be told apart.)\n\n"
        "**Where it looks and what it changes are two things.** To look is to ask "
        "the words. What comes of it may change other places, too."
    )
    st.caption(
        "How well a glow fits: take its hottest pixels, as many as the outline holds. Count those that both have, and "
        f"divide by those that at least one has. For this picture at 95 % noise that's {here:.2f}. Counted over "
        f"{fit('looks', 'worn', -3)['n']} drawn pictures, of all things worn."
    )


def _table() -> None:
    noise = {-5: "99 % noise", -3: "95 %", -1: "73 %", 1: "27 %", 3: "5 %"}
    head = f"| looks · changes | {' | '.join(noise.values())} | another's, at 95 % | luck |"
    lines = [head, "|---" * (len(noise) + 3) + "|"]
    for field, name in NAMES.items():
        pairs = [f"{fit('looks', field, at)['value']:.2f} · {fit('changes', field, at)['value']:.2f}" for at in noise]
        other, luck = elsewhere(field, -3)["value"], figure(f"where: luck, {field}")["value"]
        lines.append(f"| {name} | {' | '.join(pairs)} | {other:.2f} | {luck:.2f} |")
    st.markdown("\n".join(lines))
    rows = [fit(kind, field, at) for kind in ("looks", "changes") for field in NAMES for at in noise]
    widest = max((row["interval"][1] - row["interval"][0]) / 2 for row in rows)
    st.caption(
        f"How well each map fits the true outline, over {fit('looks', 'worn', 1)['n']} drawn pictures; each number is "
        f"sure to within {widest:.2f}. *Another's* is where it looks for the same word in another picture. All blocks "
        "that read words are averaged. Large things fit better by luck alone. Once a place is settled, its word "
        "changes little but the critter's edge: less of it than luck."
    )
