"""Level 1: four ways to undo the spreading."""

import re

import numpy as np
import pytest

from pages.levels.ink import undo_figures
from pages.levels.ink.films import FRAMES
from tests.pages.driver import bet, cards, change, keys, opened, rerun, sent, texts, words

BACK = "level-1-back"
UNDONE = "ink.undone"


def test_before_the_bet_only_the_film_goes_back_and_no_way_is_offered():
    page = opened(BACK)
    header, arrays = sent(page, UNDONE)
    assert header["frames"] == FRAMES and header["labels"][-1] == "0.0 days after the drop"
    np.testing.assert_array_equal(arrays["0.positions"][-1], arrays["1.positions"][0])
    assert not {"ink.way", "ink.steps", "ink.spacing"} & keys(page)


@pytest.mark.parametrize(
    "answer",
    [
        "Unmix it: run the spreading backwards",
        "A guide, and one giant leap",
        "A guide, and many small steps",
        "Just show me",
    ],
)
def test_after_any_answer_the_four_ways_stand_side_by_side(answer):
    page = bet(opened(BACK), "ink.undo", answer)
    assert cards(page)["ink.undo"]["right"] == "A guide, and many small steps"
    said = words(change(page, "folds-1-4", "All four ways"))
    shares = {way: int(share) for way, share in re.findall(r"\| ([\w ,]+) \| (\d+) of 100 \|", said)}
    assert shares["film"] == 100 and shares["20 steps, ever smaller"] > 95
    assert shares["plain water, by luck"] == round(undo_figures.plain_water())
    assert abs(shares["one leap"] - shares["plain water, by luck"]) < 8
    assert re.search(r"\| unmix \| nonsense: −[\d,]{6,} specks in one cell \|", said)


@pytest.mark.parametrize("way", ["film", "unmix", "one leap", "many steps"])
def test_each_way_begins_in_the_same_mixed_water(way):
    page = bet(opened(BACK, {"ink.way": way}), "ink.undo", "Just show me")
    arrays = sent(page, UNDONE)[1]
    if way == "unmix":
        assert texts(page, UNDONE, 0)[0] == f"{undo_figures.unmixed(0)[0].max():.0f} specks"
        assert "−" in texts(page, UNDONE, 1)[-1]
        return
    np.testing.assert_array_equal(arrays["0.positions"][0], sent(opened(BACK), UNDONE)[1]["0.positions"][0])


@pytest.mark.parametrize("steps", ["1", "100"])
@pytest.mark.parametrize("spacing", ["ever smaller", "all the same"])
def test_both_ends_of_the_steps_work_and_the_share_on_screen_is_that_of_the_specks(steps, spacing):
    page = bet(
        opened(BACK, {"ink.way": "many steps", "ink.steps": steps, "ink.spacing": spacing}), "ink.undo", "Just show me"
    )
    header, arrays = sent(page, UNDONE)
    assert header["frames"] == int(steps) + 1 <= 4 * header["fps"] + 1
    end = arrays["0.positions"][-1] / 65_535 - 0.5
    # a band of 0.06 around a radius of 0.25; specks on its rim may be counted either way
    share = 100 * (abs(np.hypot(*end.T) - 0.25) < 0.03).mean()
    assert float(texts(page, UNDONE)[-1].split()[0]) == pytest.approx(share, abs=6)


def test_equal_steps_bring_back_fewer_than_ever_smaller_ones():
    ends = {}
    for spacing in ("ever smaller", "all the same"):
        page = bet(opened(BACK, {"ink.steps": "20", "ink.spacing": spacing}), "ink.undo", "Just show me")
        ends[spacing] = int(texts(page, UNDONE)[-1].split()[0])
    assert ends["all the same"] < 40 < 95 < ends["ever smaller"]


def test_the_bet_is_marked_by_the_usual_steps_whatever_the_controls_say():
    page = bet(
        opened(BACK, {"ink.steps": "1", "ink.spacing": "all the same"}), "ink.undo", "A guide, and one giant leap"
    )
    assert cards(page)["ink.undo"]["right"] == "A guide, and many small steps"


def test_a_link_to_a_moment_opens_what_its_sender_saw():
    app = opened(BACK, {"ink.steps": "9"})
    assert "ink.steps" not in keys(app)
    app.query_params["moment"] = "undo.4"
    app.query_params["ink.steps"] = "9"
    assert sent(rerun(app), UNDONE)[0]["frames"] == 10
