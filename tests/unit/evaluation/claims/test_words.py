"""What `make claims` measures of words on the way, where the truth is known."""

from types import SimpleNamespace

import pytest
import torch

from diffusion_core.common.assets import READER
from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import caption, draw, is_held_out, said_words
from diffusion_core.evaluation.attribute_reader import load_reader
from diffusion_core.evaluation.claims import words_pull, words_until, words_where
from diffusion_core.evaluation.claims.lab import RECORDED, Lab
from diffusion_core.evaluation.claims.stated import kept_figures
from diffusion_core.evaluation.claims.words_pull import MEASURES, PULLS
from diffusion_core.evaluation.claims.words_score import SCORE_CLAIMS, SCORE_PAIRS
from diffusion_core.evaluation.claims.words_until import AT, MIND, UNTIL_CLAIMS, UNTIL_PAIRS, changed, obeyed, until
from diffusion_core.evaluation.claims.words_where import (
    FIELDS,
    LEVELS,
    WHERE_CLAIMS,
    WHERE_PAIRS,
    dressed_scenes,
    lies_on,
    lucky,
    name_of,
    without_it,
)
from diffusion_core.evaluation.outlines import outline, undressed
from diffusion_core.process.prediction import alpha_sigma
from diffusion_core.sampling.listening import Looked

FIRST, COUNT = 75_000_000, 6


class Stand:
    """Stands in for the network: as a key of the caches."""


@pytest.fixture
def lab():
    yield Lab(Stand(), load_reader(READER, torch.device("cpu")), first=FIRST)
    for cached in (
        words_until._ways,
        words_until._obeyed,
        words_where._maps,
        words_where._bare_maps,
        words_pull._pictures,
    ):
        cached.cache_clear()


def test_scenes_wear_something_and_were_taught():
    scenes = dressed_scenes(FIRST, 40)
    assert len(scenes) == 40 and not any(is_held_out(scene) for scene in scenes)
    assert all(scene.critters[0].worn != "nothing" and len(scene.critters) == 1 for scene in scenes)


@pytest.mark.parametrize("field", MIND)
def test_a_changed_scene_says_one_other_word_and_was_taught(field):
    for number, scene in enumerate(dressed_scenes(FIRST, 30)):
        other = changed(scene, field, number)
        assert not is_held_out(other)
        differ = set(caption(scene).split()) ^ set(caption(other).split())
        # "glasses" stand without an article, and places have little words of their own
        assert 2 <= len(differ - {"a", "an", "at", "in", "the"}) <= 2, (caption(scene), caption(other))


def _listens_until(last: int):
    """A network that draws what was asked for, the later words up to step `last` only."""

    def from_there(job, network, x, done, captions):
        scenes = dressed_scenes(FIRST, COUNT)
        wanted = [changed(scene, "colour", FIRST + i) for i, scene in enumerate(scenes)]
        return draw(range(FIRST, FIRST + COUNT), scenes=wanted if done <= last else scenes)

    return from_there


def test_the_last_moment_is_the_last_at_which_the_word_was_obeyed(lab, monkeypatch):
    monkeypatch.setattr(words_until, "way_of", lambda *asked: [None] * 21)
    monkeypatch.setattr(words_until, "from_there", _listens_until(8))
    assert [obeyed("colour", at)(lab, COUNT).value for at in AT] == [1.0 * (at <= 8) for at in AT]
    assert until("colour")(lab, COUNT).value == 8


def test_a_map_that_is_the_truth_fits_by_one(lab, monkeypatch):
    truths = [outline(FIRST + i, scene, "worn").float() for i, scene in enumerate(dressed_scenes(FIRST, COUNT))]
    known = [{kind: {"worn": truth} for kind in words_where.MAPS} for truth in truths]
    monkeypatch.setattr(words_where, "_maps", lambda *asked: known)
    assert lies_on("looks", "worn", 1)(lab, COUNT).value == 1
    assert 0 < lucky("worn")(lab, COUNT).value < 0.1


def test_the_control_tells_of_a_thing_that_the_drawing_lacks(lab, monkeypatch):
    scenes = dressed_scenes(FIRST, COUNT)
    truths = [outline(FIRST + i, scene, "worn") for i, scene in enumerate(scenes)]

    def look(network, x, log_snr, captions):
        assert captions == [caption(scene) for scene in scenes]
        maps = torch.zeros(COUNT, 17, 64, 64)
        for i, words in enumerate(captions):
            maps[i, 1 + next(said.place for said in said_words(words) if said.field == "worn")] = truths[i].float()
        asked.append(x)
        return Looked(None, maps)

    asked: list[torch.Tensor] = []
    monkeypatch.setattr(words_where, "look", look)
    monkeypatch.setattr(Stand, "config", SimpleNamespace(shape=(3, 64, 64)), raising=False)
    assert without_it(3)(lab, COUNT).value == 1
    # the same noise in both, so what differs from the dressed picture is the thing and nothing else
    alpha, sigma = alpha_sigma(torch.tensor([3.0], dtype=torch.float64), asked[0])
    seeds = range(FIRST, FIRST + COUNT)
    dressed = alpha * draw(seeds, scenes=scenes) + sigma * Noise(seeds, (3, 64, 64))()
    differs = ((asked[0] - dressed).abs() > 0.1).any(1)
    assert all((found & ~true).sum() == 0 and (found & true).any() for found, true in zip(differs, truths, strict=True))
    assert all(one.critters[0].worn == "nothing" for one in map(undressed, scenes))


def test_drawn_pictures_are_as_varied_as_drawn_pictures_and_right(lab, monkeypatch):
    monkeypatch.setattr(words_pull, "generate_as", lambda job, net, captions, seeds, worse: draw(
        seeds, scenes=words_pull.single_scenes(FIRST, len(seeds), "seen")))  # fmt: skip
    monkeypatch.setattr(Stand, "parameters", lambda self: iter([torch.zeros(1)]), raising=False)
    assert MEASURES["right"]("1")(lab, 48).value > 0.9
    assert MEASURES["varied"]("1")(lab, 48).value == pytest.approx(1)
    low, high = MEASURES["distance"]("1")(lab, 48).interval
    assert low < 0.05 and high < 0.3
    grey = torch.zeros(2, 3, 64, 64)
    monkeypatch.setattr(words_pull, "_pictures", lambda *asked: torch.cat([grey, grey + 1]))
    assert MEASURES["burnt"]("1")(lab, 4).value == 0.5
    assert MEASURES["distance"]("1")(lab, 4).interval[0] > high, "and two grey sheets are far from drawn pictures"


def test_sentences_compare_figures_that_are_measured():
    pairs = {**WHERE_PAIRS, **SCORE_PAIRS, **UNTIL_PAIRS, **words_pull.PULL_PAIRS}
    assert {name for pair in pairs.values() for name in pair} <= {
        *WHERE_CLAIMS, *SCORE_CLAIMS, *UNTIL_CLAIMS, *words_pull.PULL_CLAIMS
    }  # fmt: skip
    assert {*MIND} == {*FIELDS} and "4" in PULLS and FIRST > RECORDED


def test_the_maps_were_recorded_to_lie_on_the_truth_beyond_luck():
    record = kept_figures()
    for field, least in (("worn", 0.6), ("colour", 0.7)):
        found = record[name_of("looks", field, 1)]
        assert found["value"] >= least and found["n"] >= 64, found
        assert found["interval"][0] > record[f"where: luck, {field}"]["interval"][1]
    assert set(LEVELS) >= {-5, -3, 1}
