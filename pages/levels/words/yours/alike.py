"""The second bet of 5.2: do words of one kind have numbers alike, before they have looked at one another, and after?"""

import streamlit as st

from pages.levels.words.yours import numbers_figures
from pages.levels.words.yours.numbers_figures import STAGES
from pages.shared.page import bets
from pages.shared.page.experiment import notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.player import player

BET, MOMENT, WORD = "words.alike", "alike", "cat"
KIND, SPELT, LUCK = "Another animal's", "That of a word spelt alike", "Any word's: it's luck"


def alike() -> None:
    """A scene of its own. Raises NoWeights and Busy."""
    guess = bets.ask(
        BET, f"And at the start, before any word has looked? Whose row of numbers is most like that of *{WORD}*?",
        [KIND, SPELT, LUCK],
    )  # fmt: skip
    revealed = bool(guess) or link_reveals(MOMENT)
    stage, rail = stage_and_side()
    with rail:
        notice(
            "The words stand in the same order on both sides of the square, kind by kind: animals, colours, moods, "
            "things worn, places. Watch it as the place in the sentence is added, and then as they look."
            if revealed
            else "Here are the rows of all words that name something, kind by kind. The first eight are the animals."
        )
    tracks = [numbers_figures.row_track(), *([numbers_figures.alike_track()] if revealed else [])]
    with stage:
        if revealed:
            player("words.alike", tracks, labels=STAGES, fps=1, start=len(STAGES) - 1, moment=MOMENT,
                   proof=bets.proof(BET, start=len(STAGES) - 1, end=0, marks=["alike"]),
                   alt="how alike the rows of each two words are, before and after looking")  # fmt: skip
        else:
            player(
                "words.rows", [numbers_figures.first_frame(tracks[0])], whole=len(STAGES), alt="the rows of all words"
            )
    if revealed:
        _outcome(guess)
        with rail:
            _beside()


def _outcome(guess: str | None) -> None:
    before, count = numbers_figures.among_its_kind(numbers_figures.rows().before)
    nearest = numbers_figures.nearest_words(numbers_figures.rows().before)[WORD]
    bets.outcome(
        guess,
        right=verdict(),
        says=f"Luck: only **{before}** of {count} words have one of their own kind as the nearest.",
        reasons={
            KIND: f"Nearest to *{WORD}* is *{nearest}*. With so few words, nothing "
            "in its lesson put the animals side by side.",
            SPELT: "It never sees a letter. To it, a word is a place in a list.",
            LUCK: f"Then about {numbers_figures.by_luck():.0f} words would lie nearest to one of their kind.",
        },
    )


def verdict() -> str:
    """Counted over all words that name something, since one may be lucky."""
    before, _ = numbers_figures.among_its_kind(numbers_figures.rows().before)
    return LUCK if before < 2 * numbers_figures.by_luck() else KIND


def _beside() -> None:
    rows = numbers_figures.rows()
    placed, after = (numbers_figures.among_its_kind(found) for found in (rows.looked[0], rows.after))
    became = numbers_figures.nearest_words(rows.after)[WORD]
    st.markdown(
        f"By chance alone, {numbers_figures.by_luck():.0f} of them would. With the place in the sentence added, "
        f"**{placed[0]}** do; after looking, **{after[0]}** of {after[1]}, and nearest to *{WORD}* is *{became}*. "
        "So words of one kind become alike by where they stand and by the company they keep."
    )
