"""The model card tells of the weights that ship, in the numbers that were measured on them."""

import json
import subprocess

import pytest

from diffusion_core.common.assets import CARD, EVALUATION, LOG, MODEL, ROUNDING
from diffusion_core.common.files import read_tensors, sha256
from diffusion_core.evaluation.binding import BENCHMARK, CAPTIONS
from diffusion_core.evaluation.card import UNTESTED, write_card
from diffusion_core.networks.weights import ROUNDED_FROM, card_sha256

MEBIBYTE = 2**20
ROOT = CARD.parents[1]


def test_card_and_evaluation_are_about_the_shipped_weights():
    record = json.loads(EVALUATION.read_text(encoding="utf-8"))
    assert record["sha256"] == card_sha256() == sha256(MODEL)


def test_card_shows_each_figure_of_the_evaluation():
    record, card = json.loads(EVALUATION.read_text(encoding="utf-8")), CARD.read_text(encoding="utf-8")
    binding = [f"binding_{kind}" for kind in BENCHMARK]
    for name in ("all_right_seen", "all_right_held_out", "all_right_two", "copying", *binding):
        low, high = record[name]["interval"]
        assert f"| {name} | {record[name]['value']} ({low} to {high}), n = {record[name]['n']} |" in card


@pytest.mark.parametrize("kept", [None, '{"sha256": "of other weights", "all_right_seen": 1}'])
def test_a_card_without_evaluation_claims_nothing(tmp_path, monkeypatch, kept):
    monkeypatch.setattr("diffusion_core.evaluation.card.EVALUATION", tmp_path / "evaluation.json")
    monkeypatch.setattr("diffusion_core.evaluation.student_card.FEW_STEPS", tmp_path / "no.safetensors")
    if kept:
        (tmp_path / "evaluation.json").write_text(kept, encoding="utf-8")
    write_card(card=tmp_path / "card.md")
    text = (tmp_path / "card.md").read_text(encoding="utf-8")
    assert UNTESTED in text and "all_right" not in text


def test_card_says_from_what_the_network_was_rounded_and_what_that_changed():
    record, card = json.loads(ROUNDING.read_text(encoding="utf-8")), CARD.read_text(encoding="utf-8")
    before = read_tensors(MODEL)[0].get(ROUNDED_FROM)
    if before is not None:
        assert record["sha256"] == sha256(MODEL) and record[ROUNDED_FROM] == before
        assert record["added"] < 0.001 and record["differ"] <= 0.03 * record["right"]["n"]
        assert f"is {record['added']:.2%} of the squared error of one" in card and before in card


def test_shipped_model_obeys_its_captions_and_does_not_copy():
    record = json.loads(EVALUATION.read_text(encoding="utf-8"))
    assert record["all_right_seen"]["value"] >= 0.85
    assert record["all_right_held_out"]["value"] > 0.5
    low, high = record["copying"]["interval"]
    assert low < 0.55 and record["copying_of_a_copier"]["value"] > 0.95 > high


def test_each_of_two_critters_has_its_own_in_most_pictures():
    """The benchmark of binding was run, with 64 captions a kind; and what the card says of two critters holds there."""
    record = json.loads(EVALUATION.read_text(encoding="utf-8"))
    found = {kind: record[f"binding_{kind}"] for kind in BENCHMARK}
    assert {row["n"] for row in found.values()} == {CAPTIONS}
    assert all(row["interval"][0] > 0.8 for row in found.values()), found


def test_weights_stay_small_enough_to_ship():
    assert MODEL.stat().st_size < 7 * MEBIBYTE
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("no git checkout")
    assert sum((ROOT / name).stat().st_size for name in tracked.stdout.split("\0") if name) < 58_000_000


def test_training_log_goes_down():
    losses = [json.loads(line)["loss"] for line in LOG.read_text(encoding="utf-8").splitlines()]
    assert sum(losses[-5:]) < sum(losses[:5]) / 3
