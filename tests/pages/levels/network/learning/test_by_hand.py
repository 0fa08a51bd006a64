"""4.3, by hand: one nudge in seven stages, by one picture."""

import re

import numpy as np

from diffusion_core.common.assets import MODEL
from pages.levels.network.learning import by_hand_figures
from tests.pages.driver import bet, names, opened, sent, track, verdict

PAGE = "level-4-learning"


def test_the_seven_stages_show_one_thing_more_each(tiny_engine):
    header, arrays = sent(opened(PAGE), "learning.hand")
    assert header["frames"] == 7 and header["start"] == 0
    names = [track["name"] for track in header["tracks"][:5]]
    appear = [int(np.argmax([frame.std() > 0 for frame in arrays[f"{i}.pixels"]])) for i in range(5)]
    assert dict(zip(names, appear, strict=True)) == {"clean": 0, "eps": 2, "x": 3, "guess": 4, "gap": 5}
    rows = {row["label"]: row["texts"] for row in header["tracks"][5]["rows"]}
    assert rows["error after the nudge"][5] == "not yet" != rows["error after the nudge"][6]
    moves = [float(texts[6].replace("−", "-")) - float(texts[5].replace("−", "-"))
             for label, texts in rows.items() if label.startswith("weight ")]  # fmt: skip
    assert min(moves) < 0 < max(moves), "each goes its own way"


def test_after_the_bet_the_guess_at_another_picture_comes_first_and_its_change_appears_with_the_nudge(tiny_engine):
    page = bet(opened(PAGE), "learning.other", "Nothing at all")
    assert names(page, "learning.hand")[:2] == ["other", "changed"]
    proof = sent(page, "learning.hand")[0]["proof"]
    assert (proof["start"], proof["marks"]) == (5, ["other", "changed"])
    spread = track(page, "learning.hand", "changed")[1]["pixels"].std(axis=(1, 2, 3))
    assert (spread[:6] == 0).all() and spread[6] > 0
    assert re.search(r"moved by \*\*[\d.]+\*\* of 255 shades", verdict(page, "learning.other"))


def test_a_nudge_by_one_picture_moves_the_guess_at_another_and_spoils_nothing(engine_of):
    """What the bet calls right, on the network that ships, for many pictures."""
    engine_of(MODEL)
    for number in range(4):
        found = by_hand_figures.shown_nudge(number, number)
        before, after = found.felt.errors
        assert 0 < found.felt.moved < 5 and abs(after - before) < 0.1 * before
        gap = found.felt.after.astype(float) - found.felt.before
        assert abs(gap).max() < 25, "the two guesses that are shown look alike"
        assert found.error_after < found.error and found.moved > 0.99


def test_another_picture_is_another_exercise(tiny_engine):
    first, second = (sent(opened(PAGE, {"learning.picture": n}), "learning.hand") for n in ("0", "99999"))
    assert first[0]["tracks"][0]["digest"] != second[0]["tracks"][0]["digest"]
