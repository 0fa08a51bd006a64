"""5.4: a word that changes after so many steps: the pictures are those very jobs, and the lines what was counted."""

import numpy as np
import pytest

from diffusion_core.data.critters import caption, is_held_out
from diffusion_core.evaluation.claims.words_until import AT, name_of
from diffusion_core.sampling.job import Job
from pages.levels.words.way import minds, minds_figures
from pages.levels.words.way.minds import LATER, later
from pages.levels.words.way.sentence import NAMES, SEED, USUAL
from pages.server import drawing
from pages.shared.page.recorded import figure, percent
from pages.shared.player import to_bytes
from tests.pages.driver import bet, cards, change, names, opened, sent, track, verdict, words

pytestmark = pytest.mark.usefixtures("tiny_engine")
PAGE = "level-5-way"


@pytest.mark.parametrize("field", LATER)
def test_the_later_sentence_differs_in_one_thing_and_was_taught(field):
    scene = later(field)
    assert not is_held_out(scene) and not is_held_out(USUAL)
    assert LATER[field] in caption(scene) and LATER[field] not in caption(USUAL)
    assert set(NAMES) == set(LATER)


def test_before_the_bet_there_is_no_changed_picture():
    app = opened(PAGE)
    assert names(app, "way.mind") == ["end", "halfway"] and sent(app, "way.mind")[0]["frames"] == 1
    steps = list(drawing.steps(Job(caption=caption(USUAL), seed=SEED)))
    np.testing.assert_array_equal(track(app, "way.mind", "halfway")[1]["pixels"], to_bytes(steps[9].x))


def test_each_frame_is_the_job_that_switches_then():
    app = bet(opened(PAGE), minds.BET, "Another place")
    shown = track(app, "way.mind", "end")[1]["pixels"]
    assert len(shown) == len(AT) == sent(app, "way.mind")[0]["frames"]
    first, second = caption(USUAL), caption(later("colour"))
    for frame in (1, 5):
        (step,) = drawing.last_steps([Job(caption=first, then=second, switch=AT[frame], seed=SEED)])
        assert np.abs(shown[frame].astype(int) - to_bytes(step.x)[0]).max() <= 3
    (step,) = drawing.last_steps([Job(caption=second, seed=SEED)])
    assert np.abs(shown[0].astype(int) - to_bytes(step.x)[0]).max() <= 3
    assert minds_figures.job_of(USUAL, later("worn"), 3, 8).then == caption(later("worn"))


def test_the_bet_is_decided_by_what_was_counted_halfway():
    app = bet(opened(PAGE), minds.BET, "Another place")
    shares = {option: figure(name_of(field, 10)) for option, field in minds.ASKED.items()}
    right, second = sorted(shares, key=lambda option: -shares[option]["value"])[:2]
    assert cards(app)[minds.BET]["right"] == right
    assert shares[second]["interval"][1] < shares[right]["interval"][0] and shares[right]["n"] >= 64
    assert f"**{percent(name_of(minds.ASKED[right], 10))}**" in verdict(app, minds.BET)


def test_the_lines_are_what_was_counted_and_the_chosen_one_is_drawn_through():
    app = bet(opened(PAGE), minds.BET, "Another place")
    change(app, "way.field", "worn")
    header, arrays = track(app, "way.mind", "obeyed")
    for line, y in zip(header["lines"], arrays["y"], strict=True):
        field = next(one for one, name in NAMES.items() if name == line["name"])
        np.testing.assert_allclose(y, [100 * figure(name_of(field, at))["value"] for at in AT], rtol=1e-5)
        assert line["dash"] == ("solid" if field == "worn" else "dashed")
    np.testing.assert_array_equal(arrays["at"], AT)


def test_the_order_was_counted_and_its_reason_is_left_open():
    ends = {field: figure(f"mind: until, {field}") for field in NAMES}
    assert ends["place"]["interval"][1] < ends["worn"]["interval"][0]
    assert ends["worn"]["interval"][1] < ends["animal"]["interval"][0]
    assert ends["animal"]["interval"][1] < ends["colour"]["interval"][0]
    assert figure("score: silent after, colour")["interval"][1] < ends["colour"]["interval"][0], "it can be repainted"
    app = opened(PAGE)
    change(app, "folds-5-4", "Why in this order?")
    said = words(app)
    assert "the reason is still open" in said
    assert f"closes after {ends['worn']['value']:.1f} steps; the animal covers" in said
    assert figure("where: covers, worn")["interval"][1] < figure("where: covers, animal")["interval"][0]
    change(app, "folds-5-4", "Counted")
    for at in AT:
        row = next(line for line in words(app).splitlines() if line.startswith(f"| {at} steps |"))
        assert all(f"{percent(name_of(field, at))} (" in row for field in LATER)
