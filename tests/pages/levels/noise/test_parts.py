"""The three parts of level 2: what each sends, what it gives away, its seeds, its answers, nonsense in its address."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.page import pictures
from pages.shared.page.bets import SHOW_ME
from pages.shared.page.questions import answers_to
from tests.pages.driver import asked, bet, change, control, messages, opened, sent, track, words

FIRST, WHAT_IF, END = "level-2", "level-2-what-if", "level-2-end"
BYTES = pictures.default().data
TOLD = dict.fromkeys(("noise.which", "noise.heaps", "wrong.spot_one_draw_for_all"), SHOW_ME)
PARTS = {"noise.seed": FIRST, "whole.seed": FIRST, "wrong.seed": WHAT_IF, "pair.seed": END, "jump.seed": END}
"""Each seed, and where it is set."""


def revealed(page: AppTest) -> AppTest:
    """The page after the bet on the round of its pair as well, which has a key of its own."""
    for key in asked(page):
        if key.startswith("noise.pair_"):
            bet(page, key, SHOW_ME)
    return page


def test_on_arrival_each_experiment_is_small_and_gives_no_bet_away():
    page, end = opened(FIRST), opened(END)
    sizes = {key: len(message) for part in (page, opened(WHAT_IF), end) for key, message in messages(part).items()}
    assert set(sizes) == {
        "noise.stage",
        "whole.stage",
        "wrong.stage",
        "noise.closing.twins.run",
        "heaps.stage",
        "pair.clean",
        "pair.stage",
        "jump.stage",
    }
    assert max(sizes.values()) <= 400_000, sizes
    for part, key in ((page, "whole.stage"), (opened(WHAT_IF), "noise.closing.twins.run")):
        kinds = [track["kind"] for track in sent(part, key)[0]["tracks"]]
        assert kinds == (["pictures", "awaited"] if part is page else ["awaited"] * 3), "the place alone"


def test_once_told_no_experiment_sends_more_than_a_megabyte():
    parts = [revealed(opened(part, bets=TOLD)) for part in (FIRST, WHAT_IF, END)]
    sizes = {key: len(message) for part in parts for key, message in messages(part).items()}
    assert len(sizes) == 9 and max(sizes.values()) <= 1_000_000, sizes


@pytest.mark.parametrize("key", PARTS)
@pytest.mark.parametrize("seed", [1, 99_999])
def test_every_seed_works_at_both_ends_and_changes_its_player(key, seed):
    player = key.replace(".seed", ".stage")
    page = revealed(opened(PARTS[key], bets=TOLD))
    before = sent(page, player)[1]
    after = sent(revealed(change(page, key, seed)), player)[1]
    assert any(not np.array_equal(before[name], after[name]) for name in before)


def test_each_question_of_the_level_has_an_answer():
    pages = {part: opened(part) for part in (FIRST, WHAT_IF, END)}
    for row, page in {"2-1": FIRST, "2-2": FIRST, "2-4": END, "2-6": WHAT_IF}.items():
        group = control(pages[page], f"folds-{row}")
        change(pages[page], group.key, next(label for label in group.options if "question" in label))
    said = "\n".join(map(words, pages.values()))
    for name in ("Q5", "Q6", "Q7", "Q8", "Q9", "Q10"):
        ((question, answer),) = answers_to([name]).items()
        assert f"**{question}** {answer}" in said


def test_nonsense_in_the_address_leaves_the_defaults():
    nonsense = {
        "noise.picture": "<b>", "noise.animal": "unicorn", "noise.channel": "ultraviolet", "whole.seed": "-4",
        "noise.pixel": "x", "wrong.slip": "none", "wrong.case": "9", "pair.seed": "steep", "jump.seed": "1e400",
    }  # fmt: skip
    page = opened(FIRST, nonsense, bets=TOLD)
    assert track(page, "whole.stage", "picture")[1]["pixels"][0].tobytes() == BYTES
    opened(END, nonsense, bets=TOLD)
    page = opened(WHAT_IF, nonsense, bets=TOLD)
    assert control(page, "wrong.case").value == "1"
