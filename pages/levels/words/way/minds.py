"""5.4: until when can a word change its mind?"""

from dataclasses import replace

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import Scene, caption
from diffusion_core.evaluation.claims.words_until import name_of
from diffusion_core.sampling import conversation, switching
from diffusion_core.serving.engine import Busy
from pages.levels.words.way import minds_figures
from pages.levels.words.way.minds_figures import AT, HALFWAY, Minds
from pages.levels.words.way.sentence import NAMES, SEED, USUAL, words_of
from pages.shared.keeping.with_progress import worked_in_place
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.recorded import figure, percent
from pages.shared.page.state import link_reveals
from pages.shared.player import player

BET, MOMENT = "words.mind", "mind"
ASKED = {"Another place": "place", "Another thing to wear": "worn", "Another colour": "colour"}
LATER = {"place": "meadow", "worn": "scarf", "animal": "rabbit", "colour": "green", "expression": "sad"}
"""The word that comes later, for each kind."""
ANSWERS = ("Q38",)


def _below() -> None:
    fold("Why in this order?", _why)
    fold("Counted", _table)
    show_code(switching.from_there, conversation.lead, diffusers="")


@experiment("5.4", "Until when can a word change its mind?", answers=ANSWERS, below=_below)
def change_of_mind() -> None:
    guess = bets.ask(
        BET,
        "Ten of twenty steps are done. Now you change one word of the sentence, for the rest of the way. Which change "
        "still gets through?",
        list(ASKED),
    )
    revealed = bool(guess) or link_reveals(MOMENT)
    stage, side = stage_and_side()
    with side:
        said = st.container()
        seed = controls.seed("way.noise", default=SEED, again="Fresh noise")
        field = controls.choice("Which word changes?", tuple(LATER), key="way.field", default="colour",
                                names=_change) if revealed else "colour"  # fmt: skip
    with said:
        notice(
            "Drag the handle: the word changes later and later. See from when on it comes too late."
            if revealed
            else f"This is where the picture stands after ten steps, and how it ends: “{caption(USUAL)}”."
        )
    try:
        with stage:
            found = _film(field, seed) if revealed else _before(seed)
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    offer(
        minds_figures.minds, first=USUAL, later=later(field), seed=seed, one=words_of(USUAL)[field], other=LATER[field]
    )
    if found:
        _outcome(guess)
        with side:
            _beside(field)


def _change(field: str) -> str:
    return f"{words_of(USUAL)[field]} → {LATER[field]}"


def later(field: str) -> Scene:
    """The usual sentence's scene with the later word."""
    if field == "place":
        return replace(USUAL, place=LATER[field])
    return replace(USUAL, critters=(replace(USUAL.critters[0], **{field: LATER[field]}),))


def _before(seed: int) -> None:
    player("way.mind", minds_figures.before_tracks(USUAL, seed), run=f"{seed}.before",
           alt="a picture halfway, nearly all noise, and how it ends")  # fmt: skip


def _film(field: str, seed: int) -> Minds:
    work = minds_figures.minds(USUAL, later(field), seed, words_of(USUAL)[field], LATER[field])
    found, place = worked_in_place("way.mind", (field, seed), work, f"{len(AT)} pictures are drawn")
    with place:
        player("way.mind", minds_figures.tracks(found, field), labels=minds_figures.labels(), fps=3, start=HALFWAY,
               run=f"{seed}.{field}", moment=MOMENT, proof=bets.proof(BET, start=0, end=HALFWAY, fps=3, marks=["end"]),
               alt="how it ends when a word changes later and later, and how often it obeys over many")  # fmt: skip
    return found


def _outcome(guess: str | None) -> None:
    shares = {option: figure(name_of(field, 10))["value"] for option, field in ASKED.items()}
    right = max(shares, key=shares.__getitem__)
    told = {option: percent(name_of(field, 10)) for option, field in ASKED.items()}
    bets.outcome(
        guess, right=right, says=f"{right}: halfway, it still gets through in **{told[right]}** of pictures.",
        reasons={option: f"Halfway, that gets through in only {told[option]}." for option in ASKED},
    )  # fmt: skip


def _beside(field: str) -> None:
    ends = {one: figure(f"mind: until, {one}")["value"] for one in LATER}
    order = sorted(ends, key=ends.__getitem__)
    st.markdown(
        f"Every word has its time. The last change that still gets through comes, on average, after "
        f"**{ends[order[0]]:.1f}** steps for the {NAMES[order[0]]}, and after **{ends[order[-1]]:.1f}** for the "
        f"{NAMES[order[-1]]} (or up to two steps later: we tried every second one)."
    )
    silent = figure("score: silent after, colour")["value"]
    st.markdown(
        f"In 5.3 words for the colour fell silent after {silent:.1f} steps. By then the cat *is* orange, so “orange” "
        "has little more to change. Another colour still has: for some more steps, it can "
        "repaint her."
    )
    st.caption(
        f"Here, “{words_of(USUAL)[field]}” becomes “{LATER[field]}”. One noise may do otherwise than most: the lines "
        "are counted over many sentences, each with a change of its own. With another pull than ours, the times "
        "may shift."
    )


def _why() -> None:
    covers = {field: figure(f"where: covers, {field}")["value"] for field in NAMES}
    ends = {field: figure(f"mind: until, {field}")["value"] for field in NAMES}
    st.markdown(
        "Why does the place close first, and the colour last? Three ideas, held against what was counted.\n\n"
        f"- *The larger a thing, the earlier it's fixed.* That can't be all: what is worn covers only "
        f"{100 * covers['worn']:.0f} % of the picture and closes after {ends['worn']:.1f} steps; the animal covers "
        f"{100 * covers['animal']:.0f} % and closes after {ends['animal']:.1f}.\n"
        f"- *What has an outline of its own is fixed earlier than what only fills one.* Colour fills the very outline "
        f"that the animal has, and closes after {ends['colour']:.1f} steps. That fits, but it's one case.\n"
        "- *What can be painted over, can change late.* A coat can be painted over without moving any edge. A place "
        "fills all that lies around it. That doesn't fit by itself: a place could be painted over, too.\n\n"
        "And one thing is our own doing: we don't pull towards the words in the last steps, so a word that comes so "
        "late gets no help.\n\n"
        "So the order was counted; the reason is still open."
    )


def _table() -> None:
    lines = [f"| the word changes after | {' | '.join(NAMES[field] for field in LATER)} |", "|---" * 6 + "|"]
    lines += [f"| {at} steps | {' | '.join(_cell(name_of(field, at)) for field in LATER)} |" for at in AT]
    st.markdown("\n".join(lines))
    st.caption(
        f"In how many % of {figure(name_of('worn', 10))['n']} pictures our reader saw what the later word asks for, "
        "with the 95 % interval. After 0 steps the sentence was the later one from the start."
    )


def _cell(name: str) -> str:
    low, high = (100 * end for end in figure(name)["interval"])
    return f"{percent(name)} ({low:.0f} to {high:.0f})"
