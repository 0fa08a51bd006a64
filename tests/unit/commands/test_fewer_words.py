"""Pictures of half a caption and of none: what is asked for, and that the record is about the weights that ship."""

import json

import torch

from diffusion_core.commands import fewer_words
from diffusion_core.commands.fewer_words import agree, compare, half_of
from diffusion_core.common.assets import CARD, FEWER_WORDS, MODEL, READER
from diffusion_core.common.files import sha256
from diffusion_core.data.critters import caption, draw
from diffusion_core.evaluation.attribute_reader import blank_reader, load_reader
from diffusion_core.evaluation.distances import frechet_distance
from diffusion_core.evaluation.drawn import SAMPLER, yardstick
from diffusion_core.evaluation.scenes import free_scenes
from diffusion_core.networks.weights import load_network
from diffusion_core.sampling.generate import generate_as
from diffusion_core.sampling.job import Job
from tests.tiny import save_tiny

CPU = torch.device("cpu")


def test_half_of_a_caption_names_the_animals_and_about_half_of_the_rest():
    scenes = free_scenes(400)
    halves = [half_of(scene, number).split() for number, scene in enumerate(scenes)]
    for words, scene in zip(halves, scenes, strict=True):
        assert {critter.animal for critter in scene.critters} <= set(words) <= {"a", "an", *caption(scene).split()}
    whole = sum(len(caption(scene).split()) for scene in scenes)
    assert 0.4 < sum(map(len, halves)) / whole < 0.7
    assert half_of(scenes[0], 5) == half_of(scenes[0], 5)
    assert len({half_of(scenes[0], number) for number in range(40)}) > 5


def test_two_readers_agree_with_themselves_and_not_with_one_that_learnt_nothing():
    taught, blank = load_reader(READER, CPU), blank_reader(1, CPU)
    drawn = draw(range(64))
    assert agree((taught, taught), drawn).value == 1
    assert agree((taught, blank), drawn).value < 0.1


def test_each_row_is_of_the_same_noise_and_of_what_was_told(tmp_path, monkeypatch):
    network, reader = load_network(save_tiny(tmp_path / "tiny.safetensors")), load_reader(READER, CPU)
    asked = []

    def spy(job, net, captions, seeds):
        asked.append((list(captions), list(seeds)))
        return generate_as(job, net, captions, seeds)

    monkeypatch.setattr(fewer_words, "generate_as", spy)
    scenes = free_scenes(4)
    rows = {row["told"]: row for row in compare(network, (reader, reader), scenes)}
    halves = [half_of(scene, number) for number, scene in enumerate(scenes)]
    assert [words for words, _ in asked] == [[caption(scene) for scene in scenes], halves, [""] * 4]
    assert all(seeds == [0, 1, 2, 3] for _, seeds in asked)
    others, floor = yardstick(reader, 4, CPU)
    _, features = reader.read(generate_as(Job(sampler=SAMPLER), network, [""] * 4, range(4)))
    assert rows["nothing"]["frechet"] == round(frechet_distance(features, others), 1)
    assert rows["nothing"]["frechet_floor"] == round(floor, 1) and rows["half"]["agree"]["value"] == 1


def test_the_table_is_of_the_shipped_weights_and_stands_on_the_card():
    table, card = json.loads(FEWER_WORDS.read_text(encoding="utf-8")), CARD.read_text(encoding="utf-8")
    assert table["sha256"] == sha256(MODEL)
    for row in table["rows"]:
        low, high = row["agree"]["interval"]
        assert f"| {row['told']} | {row['agree']['value']} ({low} to {high}), n = {row['n']} |" in card
