"""Level 2: the closing questions are marked by their runs."""

import re

import pytest

from pages.levels.noise import closing
from pages.shared.page import pictures
from pages.shared.player import Pictures
from tests.pages.driver import bet, cards, opened, verdict, words

END = "level-2-what-if"
BYTES = pictures.default().data
BOTH = (pictures.default(), pictures.default(pictures.OTHER))


@pytest.mark.parametrize(
    ("key", "right", "wrong"),
    [
        ("cut", closing.PILED, closing.SCREEN),
        ("twins", closing.ALIKE, closing.CANCELLED),
        ("again", closing.STILL, closing.NOISIER),
    ],
)
def test_a_closing_question_is_marked_by_a_run_and_a_wrong_answer_gets_its_reason(key, right, wrong):
    page = opened(END)
    said = words(bet(page, f"noise.closing.{key}", wrong))
    assert cards(page)[f"noise.closing.{key}"]["right"] == right
    assert re.search(r"\*\*[\d.,]+", verdict(page, f"noise.closing.{key}"))
    assert f"- *{wrong}*? " in said


def test_what_the_closing_questions_show_is_what_their_runs_ended_in():
    for run, given, drawn in ((closing.cut_each_step, 1, 2), (closing.same_draws, 2, 3), (closing.once_more, 1, 2)):
        _, _, shown = run(*BOTH[:given])
        assert sum(isinstance(one, Pictures) for one in shown) == drawn
    apart = closing.same_draws(*BOTH)[2][-1].pixels
    assert float(apart.abs().max()) < 0.1
    cut, true = (line.y[0] for line in closing.cut_each_step(BOTH[0])[2][-1].lines)
    assert max(cut.argmax(), len(cut) - 1 - cut.argmax()) > 35 and cut.max() > 2 * true.max()


@pytest.mark.parametrize("levels", [(0, 255), (255, 0), (127, 127)])
def test_the_closing_questions_are_right_for_any_pictures(levels):
    plain = [pictures.Picture(bytes([level]) * len(BYTES), "plain") for level in levels]
    assert [closing.cut_each_step(plain[0])[0], closing.same_draws(*plain)[0], closing.once_more(plain[0])[0]] == [
        closing.PILED, closing.ALIKE, closing.STILL,
    ]  # fmt: skip
