"""A small CLIP's lesson and its exam; and what was recorded of both, which pages state."""

import json
import math

import pytest
import torch
import torch.nn.functional as F

from diffusion_core.commands.record_clip import curve
from diffusion_core.common.assets import CLIP
from diffusion_core.common.randomness import generator
from diffusion_core.data.critters import VOCABULARY, caption, draw, scenes_of
from diffusion_core.data.critters.scenes import codes_of
from diffusion_core.data.word_order import without_articles
from diffusion_core.networks.clip import blank_clip
from diffusion_core.networks.unet import count_parameters
from diffusion_core.training import clip_lesson
from diffusion_core.training.clip_lesson import (
    BATCH,
    CLIP_LESSONS,
    EXAMPLE,
    FOUND,
    PLAIN,
    SWAPS,
    TABLE,
    WITH_SWAPS,
    ClipLesson,
    School,
    exam,
    learn_clip,
    look,
    mixed_numbers,
    swapped_caption,
    taught,
)

FAR = range(-clip_lesson.SHIFT, clip_lesson.SHIFT + 1)
RECORDED = json.loads(CLIP.read_text(encoding="utf-8"))


def words_of(tokens: torch.Tensor) -> list[str]:
    return [" ".join(VOCABULARY[token - 2] for token in row if token > 1) for row in tokens.tolist()]


def test_every_other_picture_shows_two_that_can_swap_their_colours():
    codes = codes_of(mixed_numbers(5, 41))
    assert codes[0::2, 1].tolist() == [1] * 21 and codes[1::2, 1].tolist() == [2] * 20
    pairs = codes[1::2]
    assert (pairs[:, 2] != pairs[:, 6]).all() and (pairs[:, 3] != pairs[:, 7]).all()
    assert len(mixed_numbers(5, 41).unique()) == 41


def test_a_swapped_caption_has_the_same_words_in_another_order():
    assert swapped_caption(EXAMPLE) == "a blue cat and a red dog in the meadow"
    for scene in scenes_of(mixed_numbers(0, 40)[1::2]):
        words = [without_articles(text).split() for text in (caption(scene), swapped_caption(scene))]
        assert sorted(words[0]) == sorted(words[1])
        assert swapped_caption(scene) != caption(scene)


def test_a_lesson_shows_pictures_beside_their_own_captions():
    school = School(ClipLesson(10), seed=0)
    x, right, wrong = school.batch(1)
    assert x.shape == (BATCH, 3, 64, 64) and x.min() >= -1 and x.max() <= 1 and wrong is None
    captions = [caption(scene) for scene in scenes_of(school._numbers)]
    drawn = draw([school._numbers[captions.index(words)] for words in words_of(right[:4])])
    moved = [x[:4].roll((down, over), (2, 3)) for down in FAR for over in FAR]
    assert any(torch.equal(one, drawn) for one in moved), "their own pictures, all moved alike"


def test_only_a_lesson_with_swaps_has_wrong_answers_with_the_same_words():
    _, right, wrong = School(ClipLesson(10, swaps=True), seed=0).batch(1)
    pairs = [words for words in words_of(right) if " and " in words]
    assert len(words_of(wrong)) == len(pairs) > BATCH / 4
    assert set(words_of(wrong)).isdisjoint(pairs)


def test_no_picture_of_the_exam_is_in_any_lesson_and_its_captions_differ():
    asked = exam()
    assert asked.x.shape == (1 + SWAPS + TABLE, 3, 64, 64) and len(asked.own) == len(asked.x)
    assert len(set(words_of(asked.own[-TABLE:]))) == TABLE
    assert words_of(asked.own[:1]) == ["a red cat and a blue dog in the meadow"]
    assert words_of(asked.swapped[:1]) == ["a blue cat and a red dog in the meadow"]
    most = max(lesson.nudges for lesson in CLIP_LESSONS.values())
    for seed in range(RECORDED["seeds"]):
        taken = mixed_numbers(clip_lesson.LEARNT_FROM + 100_000 * seed, 8 * most + 256)
        assert int(taken.max()) < min(clip_lesson.EXAM, clip_lesson.LEARNT_FROM + 100_000 * (seed + 1))


def test_a_blank_one_finds_hardly_any_and_a_look_is_well_formed():
    seen = look(blank_clip(0), 0, math.nan, 0.0)
    assert seen.table.shape == (TABLE, TABLE) and seen.found < 0.2
    torch.testing.assert_close(seen.table.sum(1), torch.ones(TABLE))
    assert seen.example.sum().item() == pytest.approx(1) and 0 <= seen.preferred <= 1


def test_a_clip_that_knows_its_captions_by_heart_passes_the_exam(monkeypatch):
    clip, asked = blank_clip(0).eval(), exam()
    directions = F.normalize(torch.randn(len(asked.x), 64, generator=generator(3)), dim=1)
    by_words = {tuple(row): direction for row, direction in zip(asked.own.tolist(), directions, strict=True)}
    monkeypatch.setattr(clip, "see", lambda x: directions)
    monkeypatch.setattr(
        clip, "read", lambda tokens: torch.stack([by_words.get(tuple(row), -directions[0]) for row in tokens.tolist()])
    )
    seen = look(clip, 1, 0.0, 0.0)
    assert seen.found == 1 and seen.example[0] > 0.5 and seen.preferred > 0.9


def test_a_stream_yields_after_each_nudge_and_the_loss_falls():
    made = list(taught(ClipLesson(30), 0))
    looks = [one for one in made if one is not None]
    assert len(made) == 31 and looks[0].nudges == 0 and looks[-1].nudges == 30
    assert math.isnan(looks[0].loss) and looks[-1].loss < 0.8 * looks[1].loss
    assert looks[-1].found > 3 * max(looks[0].found, 1 / TABLE)


def test_an_unknown_lesson_is_an_error():
    with pytest.raises(KeyError):
        learn_clip("poetry", 0)


# --- what was recorded, and pages state


def test_the_recorded_ones_find_nearly_all_within_fifteen_seconds():
    for name in CLIP_LESSONS:
        assert RECORDED[name]["found_end"]["value"] >= 0.9 and max(RECORDED[name]["found"]) >= FOUND
    assert RECORDED[PLAIN]["seconds_until_found"] < 15 and RECORDED[PLAIN]["reached"] > RECORDED["seeds"] / 2


def test_over_several_lessons_the_plain_one_beats_a_coin_a_little_and_the_mended_one_by_far():
    plain, mended = (RECORDED[name]["preferred_end"] for name in (PLAIN, WITH_SWAPS))
    assert plain["n"] == mended["n"] == RECORDED["seeds"] == len(RECORDED[PLAIN]["preferred_each"]) >= 5
    assert plain["interval"][0] > 0.5 and plain["interval"][1] < 0.75, "a little more often than a coin"
    assert mended["value"] >= 0.9 and mended["interval"][0] > plain["interval"][1]


def test_the_record_names_this_very_network_and_lesson():
    assert RECORDED["numbers"] == count_parameters(blank_clip(0))
    again = []
    for one in learn_clip(PLAIN, 0):
        if one is not None:
            again.append(one._replace(seconds=0.0))
        if len(again) == 4:
            break
    now = curve(again)
    assert now["nudges"] == RECORDED[PLAIN]["nudges"][:4]
    assert now["loss"][1:] == pytest.approx(RECORDED[PLAIN]["loss"][1:4], abs=0.1)
