"""5.3: what each word does at each step, and where; beside it where its thing really is."""

import numpy as np
import pytest
import torch

from diffusion_core.data.critters import Critter, Scene, caption, draw
from diffusion_core.evaluation.loudness import silent_after
from diffusion_core.evaluation.outlines import outline, overlap
from diffusion_core.sampling.job import Job
from pages.levels.words.way import heat, outline_figures, where, where_counted
from pages.levels.words.way.outline_figures import ASKED, LEVELS
from pages.levels.words.way.score_figures import CHANGES, LOOKS, heard
from pages.levels.words.way.sentence import NAMES, SEED, USUAL
from pages.server import drawing
from pages.shared.page.bets import SHOW_ME
from pages.shared.page.recorded import figure
from tests.pages.driver import bet, cards, change, control, names, opened, run_through, sent, track, verdict, words

pytestmark = pytest.mark.usefixtures("tiny_engine")
PAGE = "level-5-way"
USUAL_JOB = Job(caption=caption(USUAL), seed=SEED)


def test_nothing_is_told_before_either_bet():
    app = opened(PAGE)
    assert not app.info
    header, arrays = sent(app, "way.heard")
    assert header["frames"] == 1 and header["whole"] == 20
    assert not arrays[f"{names(app, 'way.heard').index('score')}.values"].any()
    assert names(app, "way.truth") == ["drawn", "noisy", "looks"]
    assert len(np.unique(track(app, "way.truth", "looks")[1]["pixels"])) == 1
    assert [cards(app)[key]["right"] for key in (where.SILENT, where.WHERE)] == [None, None]


def test_the_film_is_the_very_picture_that_a_job_draws():
    found, shares = run_through(heard(USUAL_JOB))
    plain = [step.x0 for step in drawing.steps(USUAL_JOB)]
    assert shares[-1] == 1 and len(shares) == 20
    torch.testing.assert_close(found.guesses, torch.cat(plain), atol=2e-2, rtol=2e-2)


def test_the_score_is_how_loud_each_word_is_and_the_maps_are_of_the_chosen_one():
    app = bet(opened(PAGE), where.SILENT, "“orange”")
    found, _ = run_through(heard(USUAL_JOB))
    header, arrays = track(app, "way.heard", "score")
    assert header["rows"] == ["happy", "orange", "cat", "hat", "night"] and header["picked"] == 3
    np.testing.assert_allclose(arrays["values"] / 255, found.loud / found.loud.max(), atol=1e-2)
    assert header["moments"][0] == "100 %" and header["moments"][-1] == "1 %"
    change(app, "way.whose", "animal")
    change(app, "way.bright", LOOKS)
    header, arrays = track(app, "way.heard", "score")
    assert header["picked"] == 2
    np.testing.assert_allclose(arrays["values"] / 255, found.share() / found.share().max(), atol=1e-2)
    assert "“cat”" in track(app, "way.heard", "looks")[0]["title"]


def test_how_much_the_words_are_read_adds_up_to_less_than_all():
    # the rest goes to little words and to the caption's beginning
    found, _ = run_through(heard(USUAL_JOB))
    assert (found.share().sum(0) < 1).all() and (found.share() > 0).all()
    assert {field: found.silent(field) for field in found.fields} == {
        field: silent_after(row.tolist()) for field, row in zip(found.fields, found.loud, strict=True)
    }


def test_the_first_bet_is_decided_by_what_was_counted():
    app = bet(opened(PAGE), where.SILENT, "“orange”")
    after = {option: figure(f"score: silent after, {field}") for option, field in where.ROWS.items()}
    first, second = sorted(after, key=lambda option: after[option]["value"])[:2]
    assert cards(app)[where.SILENT]["right"] == first
    assert after[first]["interval"][1] < after[second]["interval"][0] and after[first]["n"] >= 64
    assert f"after **{after[first]['value']:.1f}** of 20 steps" in verdict(app, where.SILENT)
    header, _ = sent(app, "way.heard")
    assert header["proof"]["marks"] == ["score"] and header["frames"] == 20


def test_the_second_bet_is_decided_by_what_was_counted_at_95_percent_noise():
    assert round(100 / (1 + np.exp(LEVELS[ASKED]))) == 95
    app = bet(opened(PAGE), where.WHERE, where.USUALLY)
    found, other, luck = (figure(f"where: {name}") for name in ("looks, worn, -3", "elsewhere, worn, -3", "luck, worn"))
    assert cards(app)[where.WHERE]["right"] == where.verdict() == where.THIS
    assert found["interval"][0] > other["interval"][1] > other["interval"][0] > luck["interval"][1]
    assert f"by **{found['value']:.2f}**, another picture's by {other['value']:.2f}." in verdict(app, where.WHERE)
    assert sent(app, "way.truth")[0]["proof"]["end"] == ASKED


def test_the_maps_beside_the_truth_are_of_the_word_that_is_chosen():
    app = bet(opened(PAGE), where.WHERE, SHOW_ME)
    change(app, "way.which", "place")
    scene = USUAL
    found = outline_figures.under(SEED, scene, "place")
    assert torch.equal(found.truth, outline(SEED, scene, "place"))
    shown = track(app, "way.truth", "looks")[1]["pixels"]
    np.testing.assert_array_equal(shown, heat.over(found.noisy, found.looks, found.truth))
    assert found.fits["changes"][2] == overlap(found.changes[2], found.truth)
    assert "“night”" in track(app, "way.truth", "changes")[0]["title"]


def test_with_the_thing_taken_off_its_word_is_still_told_and_its_place_still_outlined():
    app = opened(PAGE, bets={where.WHERE: SHOW_ME})
    change(app, "way.bare", True)
    found, dressed = (outline_figures.under(SEED, USUAL, "worn", bare=bare) for bare in (True, False))
    assert torch.equal(found.truth, dressed.truth) and found.bare
    differs = (found.noisy - dressed.noisy).abs().amax((0, 1)) > 0.1
    assert differs.any() and not (differs & ~found.truth).any()
    header, arrays = track(app, "way.truth", "noisy")
    assert header["title"] == "noisy, drawn without “hat”"
    np.testing.assert_array_equal(arrays["pixels"], heat.outlined(found.noisy, found.truth))
    change(app, "way.which", "animal")
    assert track(app, "way.truth", "noisy")[0]["title"] == "the noisy picture"


def test_by_hat_or_by_head_is_told_as_it_was_counted():
    own, bare, other = (where_counted.fit(kind, "worn") for kind in ("looks", "bare", "elsewhere"))
    app = bet(opened(PAGE), where.WHERE, SHOW_ME)
    said = words(app)
    assert f"still fits by **{bare['value']:.2f}**: {where_counted.by_what()}" in said
    assert bare["n"] == own["n"] >= 64
    # what is left without the hat is more than for hats in general, and not clearly less than with it; later it is
    assert where_counted.gone_by() == where_counted.HEAD
    assert bare["interval"][0] > other["interval"][1] and bare["interval"][1] > own["interval"][0]
    own, bare = (where_counted.fit(kind, "worn", where_counted.LATER) for kind in ("looks", "bare"))
    assert where_counted.gone_by(where_counted.LATER) == where_counted.BOTH
    assert f"it's {own['value']:.2f} with the hat and {bare['value']:.2f} without." in said


def test_other_words_are_heard_and_drawn():
    app = opened(PAGE, {"way.score.animal": "owl", "way.score.place": "snow", "way.true.worn": "scarf",
                        "moment": "heard.3~where.4"})  # fmt: skip
    assert "owl" in track(app, "way.heard", "score")[0]["rows"]
    scarf = Scene("night", (Critter("cat", "orange", "scarf", "happy"),))
    drawn = outline_figures.noised(SEED, scarf)
    assert not torch.equal(drawn, outline_figures.noised(SEED, USUAL))
    assert torch.equal(draw([SEED], scenes=[scarf]), draw([SEED], scenes=[scarf]))
    assert control(app, "way.true.worn").value == "scarf"


def test_nonsense_in_a_link_is_passed_over():
    app = opened(PAGE, {"way.score.animal": "<b>", "way.seed": "-4", "way.whose": "mauve", "way.which": "7",
                        "moment": "heard.99999~where.-1"})  # fmt: skip
    assert track(app, "way.heard", "score")[0]["rows"][2] == "cat"


def test_a_rim_lies_just_outside():
    inside = torch.zeros(64, 64, dtype=torch.bool)
    inside[10:20, 10:20] = True
    edge = heat.rim(inside)
    assert not (edge & inside).any() and int(edge.sum()) == 4 * 10 + 4
    shown = heat.over(torch.zeros(1, 3, 64, 64), torch.zeros(1, 64, 64), inside)[0]
    assert (shown[edge.numpy()] == heat.EDGE.numpy()).all()


def test_the_table_says_what_was_recorded():
    app = opened(PAGE)
    change(app, "folds-5-3", "Counted")
    for field, name in NAMES.items():
        row = next(line for line in words(app).splitlines() if line.startswith(f"| {name} |"))
        assert f"{figure(f'where: looks, {field}, 1')['value']:.2f} · " in row
    assert CHANGES != LOOKS


def test_without_weights_the_page_lives(no_weights):
    assert {"missing" in note.value for note in opened(PAGE).info} == {True}
