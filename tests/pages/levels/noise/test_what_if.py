"""Level 2, second half: the slips, the bell at the end, the best guesser, the jump, and the closing questions."""

import re

import numpy as np
import pytest

from diffusion_core.process.mistakes import MISTAKES, likeness
from diffusion_core.process.spectrum import fine_part
from pages.levels.noise import closing, jump_figures, same_bell_figures, what_if, what_if_figures
from pages.levels.noise.scales import STEPS, bell
from pages.shared.page import pictures
from pages.shared.player import Pictures
from tests.pages.levels.noise.noise_page import (
    END,
    FIRST,
    SHOW_ME,
    WHAT_IF,
    names,
    number,
    opened,
    pair_bet,
    rows,
    sound,
    stage,
    track,
    words,
)

BYTES = pictures.default().data
BOTH = (pictures.default(), pictures.default(pictures.OTHER))
TOLD = dict.fromkeys(("noise.heaps", pair_bet(), "noise.jump", "wrong.shrink"), SHOW_ME)


# --- what if


@pytest.mark.parametrize("name", MISTAKES)
def test_each_slip_stands_beside_the_right_way_and_its_fault_is_named_and_measured(name):
    page = opened(wrong_slip=what_if.NAMES[name], part=WHAT_IF)
    right, wrong = (
        what_if_figures.noising_of(BYTES, which, 0, what_if_figures.FACTS[name])
        for which in (what_if_figures.RIGHT, name)
    )
    evidence = ["evidence"] if name in what_if_figures.EVIDENCE else []
    assert names(page, "wrong.stage") == ["right", "wrong", *evidence, "fault"]
    assert np.array_equal(track(page, "wrong.stage", "right")[1]["pixels"], right.frames)
    assert np.array_equal(track(page, "wrong.stage", "wrong")[1]["pixels"], wrong.frames)
    assert not np.array_equal(right.frames[1:], wrong.frames[1:])
    fault = what_if.FAULTS[name](right, wrong)
    assert fault in words(page) and re.search(r"\*\*[\d.,]+", fault)


def test_what_each_slip_says_of_itself_is_so():
    runs = {
        name: what_if_figures.noising_of(BYTES, name, 0, tuple(what_if_figures.MEASURES))
        for name in (what_if_figures.RIGHT, *MISTAKES)
    }
    facts = {name: run.facts for name, run in runs.items()}
    right = facts[what_if_figures.RIGHT]
    assert abs(right["likeness"][-1]) < 0.04 and abs(right["likeness of fine detail"]) < 0.1
    assert facts["one draw for all"]["likeness"].min() > 0.99
    assert facts["a random tenth"]["untouched"][10] == pytest.approx(0.9**10, abs=0.03)
    assert facts["soft splats"]["likeness of fine detail"] > 0.95
    assert facts["multiply"]["dark"][10] < right["dark"][10] / 2 and facts["multiply"]["largest"][-1] > 10_000
    assert facts["never shrink"]["variance"][-1] > 10 and right["variance"][-1] == pytest.approx(1, abs=0.06)
    assert facts["from the original"]["likeness"][-1] > 0.6
    for name in (what_if_figures.RIGHT, "never shrink"):
        assert what_if_figures.last_variance(BYTES, name, 0) == pytest.approx(facts[name]["variance"][-1], rel=1e-5)


def test_the_spectrum_of_the_right_draws_is_flat_and_that_of_splats_falls():
    spec, curves = track(opened(wrong_slip=what_if.NAMES["soft splats"], part=WHAT_IF), "wrong.stage", "fault")
    assert [line["name"] for line in spec["lines"]] == ["all alike", "the right way", "the slip"]
    assert not curves["y0"].any()
    # powers of ten: a ring of a few waves scatters more than a ring of many
    assert np.abs(curves["y1"][:, 3:]).max() < 0.35 and np.abs(curves["y1"][:, 3:].mean()) < 0.05
    assert (curves["y2"][:, 0] > 1).all() and (np.nan_to_num(curves["y2"][:, 24:], nan=-9) < -4).all()


def test_the_bet_on_shrinking_is_marked_by_the_run():
    page = opened(part=WHAT_IF)
    page.pills(key="bet.wrong.shrink").set_value("They end in the same bell")
    said = words(sound(page.run()))
    assert "**It is:** They run off, further and further" in said
    assert "Only the shrinking holds that bell together" in said


def test_what_is_shown_as_evidence_is_the_picture_that_was_not_hidden():
    original = pictures.to_signed(BYTES)[0]
    for name, fine in (("one draw for all", False), ("soft splats", True)):
        field = what_if_figures.EVIDENCE[name][1]
        shown = [what_if_figures.noising_of(BYTES, which, 0, (field,)) for which in (name, what_if_figures.RIGHT)]
        seen = [pictures.to_signed(run.facts[field].tobytes())[0] for run in shown]
        wanted = fine_part(original, ring=what_if_figures.FINE) if fine else original
        assert likeness(seen[0], wanted) > 0.85 and abs(likeness(seen[1], wanted)) < 0.1


# --- the same bell


def test_black_and_white_set_out_at_the_ends_and_meet_in_the_bell():
    both = same_bell_figures.heaps(0)
    assert (both.black[0] == -1).all() and (both.white[0] == 1).all()
    error = (2 / same_bell_figures.RUNS) ** 0.5
    assert abs(both.white[-1].mean() - both.black[-1].mean()) < 4 * error
    for heap in (both.black, both.white):
        assert heap[-1].std() == pytest.approx(1, abs=4 * 0.5 * error)


def test_the_heaps_are_shown_from_the_beginning_and_with_the_bell_once_there_is_a_bet():
    before, after = opened(part=END), opened(TOLD, part=END)
    assert [len(track(page, "heaps.stage", "heaps")[0]["lines"]) for page in (before, after)] == [2, 3]
    assert [stage(page, "heaps.stage")[0]["frames"] for page in (before, after)] == [
        same_bell_figures.BEGINNING,
        STEPS + 1,
    ]
    curves = track(after, "heaps.stage", "heaps")[1]
    assert curves["y2"][0] == pytest.approx(bell(curves["x"] / 127.5 - 1), abs=1e-4)
    assert "In one and the same heap" in words(after)


# --- the jump


def test_the_walk_and_the_jump_begin_alike_and_then_differ_dot_by_dot_but_not_in_kind():
    walk, jump = jump_figures.both_ways(BYTES, 0)
    assert np.array_equal(walk.frames[0], jump.frames[0])
    assert (walk.frames[-1] != jump.frames[-1]).mean() > 0.5
    left = jump_figures.make_schedule("linear", 1000).alpha_bar[list(jump_figures.AT)].numpy()
    for way in (walk, jump):
        assert way.width == pytest.approx(np.sqrt(1 - left), rel=4 / np.sqrt(2 * 12_288))
        assert (np.abs(way.middle) <= 4 * np.sqrt((1 - left) / 12_288) + 1e-6).all()
    # two histograms of 12,288 numbers each
    gap = np.abs(walk.spread[1:].cumsum(1) - jump.spread[1:].cumsum(1)).max() * 0.1
    assert gap < 1.63 * np.sqrt(2 / 12_288)


def test_the_noise_of_both_ways_is_measured_beside_the_formula():
    said = rows(opened(TOLD, part=END), "jump.stage", "measured")
    left = jump_figures.make_schedule("linear", 1000).alpha_bar
    for frame, t in enumerate(jump_figures.AT):
        expected = 127.5 * float((1 - left[t]).sqrt())
        assert number(said["by the formula"][frame]) == pytest.approx(expected, abs=0.06)
        for label in ("small steps", "one jump"):
            assert number(said[label][frame]) == pytest.approx(expected, rel=0.03, abs=0.06)


def test_the_bet_on_the_jump_is_marked_by_the_run():
    page = opened(part=END)
    page.pills(key="bet.noise.jump").set_value("The same, dot for dot")
    said = words(sound(page.run()))
    assert "**It is:** Other dots, the same kind of noise" in said
    walk = jump_figures.both_ways(BYTES, 0)[0]
    assert f"ends at **{127.5 * walk.width[-1]:.1f}** shades after the steps" in said


# --- every control, and the end


PARTS = {"noise.seed": FIRST, "whole.seed": FIRST, "wrong.seed": WHAT_IF, "pair.seed": END, "jump.seed": END}


@pytest.mark.parametrize("key", PARTS)
@pytest.mark.parametrize("seed", [1, 99_999])
def test_every_seed_works_at_both_ends_and_changes_its_player(key, seed):
    player = key.replace(".seed", ".stage")
    bets = TOLD | dict.fromkeys(("noise.next", "noise.which", pair_bet(seed=seed)), SHOW_ME)
    page = opened(bets, PARTS[key])
    before = stage(page, player)[1]
    page.number_input(key=key).set_value(seed)
    after = stage(sound(page.run()), player)[1]
    assert any(not np.array_equal(before[name], after[name]) for name in before)


@pytest.mark.parametrize(
    ("key", "right", "wrong"),
    [
        ("cut", closing.PILED, closing.SCREEN),
        ("twins", closing.ALIKE, closing.CANCELLED),
        ("again", closing.STILL, closing.NOISIER),
    ],
)
def test_a_closing_question_is_marked_by_a_run_and_a_wrong_answer_gets_its_reason(key, right, wrong):
    page = opened(part=END)
    page.pills(key=f"bet.noise.closing.{key}").set_value(wrong)
    said = words(sound(page.run()))
    assert f"**You said** {wrong}. **It is:** {right}." in said
    assert f"- *{wrong}*? " in said and number(re.search(r"\*\*Measured just now:\*\*.*?([\d,.]*\d)", said)[1]) > 0


def test_what_the_closing_questions_show_is_what_their_runs_ended_in():
    for run, given, drawn in ((closing._cut, 1, 2), (closing._twins, 2, 3), (closing._again, 1, 2)):
        _, _, shown = run(*BOTH[:given])
        assert sum(isinstance(one, Pictures) for one in shown) == drawn
    apart = closing._twins(*BOTH)[2][-1].pixels
    assert float(apart.abs().max()) < 0.1
    cut, true = (line.y[0] for line in closing._cut(BOTH[0])[2][-1].lines)
    assert max(cut.argmax(), len(cut) - 1 - cut.argmax()) > 35 and cut.max() > 2 * true.max()


@pytest.mark.parametrize("levels", [(0, 255), (255, 0), (127, 127)])
def test_the_closing_questions_are_right_for_any_pictures(levels):
    plain = [pictures.Picture(bytes([level]) * len(BYTES), "plain") for level in levels]
    assert [closing._cut(plain[0])[0], closing._twins(*plain)[0], closing._again(plain[0])[0]] == [
        closing.PILED, closing.ALIKE, closing.STILL,
    ]  # fmt: skip
