"""The network of this server: what is said when it is missing, broken, of another kind, or not the measured one."""

import logging
import random
from pathlib import Path

import pytest
import torch

from diffusion_core.common.assets import FEW_STEPS, MODEL
from diffusion_core.networks.unet import UNet
from diffusion_core.networks.weights import load_network, save_network
from pages.server import resources
from tests.pages.driver import opened, words
from tests.tiny import TINY
from tests.waiting import until

SOON = 120


def flipped(to: Path) -> Path:
    """The shipped file with some of its weights' bytes changed."""
    data = bytearray(MODEL.read_bytes())
    for place in range(len(data) // 2, len(data) // 2 + 100):
        data[place] ^= 0x11
    to.write_bytes(data)
    return to


def no_numbers(to: Path) -> Path:
    """A network with a weight that is none."""
    network = UNet(TINY)
    with torch.no_grad():
        next(network.parameters()).flatten()[0] = float("nan")
    save_network(to, network, {})
    return to


def made(kind: str, folder: Path) -> Path:
    path = folder / "weights.safetensors"
    if kind == "empty":
        path.write_bytes(b"")
    elif kind == "random":
        path.write_bytes(random.Random(0).randbytes(100_000))
    elif kind == "a folder":
        path.mkdir()
    elif kind == "no numbers":
        no_numbers(path)
    else:
        path = {"the student": FEW_STEPS, "a small one": MODEL.with_name("small_with_skips.safetensors"),
                "a reader": MODEL.with_name("reader.safetensors"), "missing": path}[kind]  # fmt: skip
    return path


WRONG = ("missing", "empty", "random", "a folder", "no numbers", "the student", "a small one", "a reader")


@pytest.mark.parametrize("kind", WRONG)
def test_wrong_weights_are_told_in_one_sentence(engine_of, tmp_path, kind):
    engine_of(made(kind, tmp_path))
    assert resources.trouble().startswith(("The trained network is missing: ", "The trained network is damaged: "))


@pytest.fixture
def in_place(engine_of, monkeypatch, tmp_path):
    """in_place(kind): the shipped file is wrong in this way, and no other is named."""

    def put(kind: str) -> None:
        path = made(kind, tmp_path)
        engine_of(path)
        monkeypatch.delenv("INK_WEIGHTS")
        for module in ("diffusion_core.common.assets", "diffusion_core.networks.weights"):
            monkeypatch.setattr(f"{module}.MODEL", path)

    return put


@pytest.mark.parametrize("kind", ["missing", "empty", "random"])
def test_where_the_shipped_file_is_wrong_there_is_no_student_either_and_no_error(in_place, kind):
    in_place(kind)
    assert resources.trouble() and not resources.has_student()


@pytest.mark.parametrize("kind", ["missing", "random", "the student"])
@pytest.mark.parametrize("page", ["", "model-card"])
def test_home_and_model_card_say_the_sentence(in_place, page, kind):
    in_place(kind)
    assert resources.trouble() in words(opened(page))


@pytest.mark.parametrize("page", ["level-1", "level-2", "level-3"])
def test_levels_1_to_3_work_without_a_network(in_place, page):
    in_place("random")
    assert len(words(opened(page))) > 500


def test_weights_that_nobody_measured_are_said_to_be_unmeasured(engine_of, tmp_path, tiny_weights):
    engine_of(tiny_weights)
    said = resources.unchecked()
    assert "other weights" in said and tiny_weights.name in said and said in words(opened("model-card"))
    engine_of(flipped(tmp_path / "flipped.safetensors"))
    assert resources.trouble() == "" and "flipped.safetensors" in resources.unchecked()


def test_the_measured_ones_are_known_wherever_they_lie(engine_of, monkeypatch, tmp_path):
    copy = tmp_path / "copy.safetensors"
    copy.write_bytes(MODEL.read_bytes())
    engine_of(copy)
    assert resources.unchecked() == ""
    monkeypatch.delenv("INK_WEIGHTS")
    assert resources.unchecked() == ""


def test_the_shipped_file_is_checked_whatever_path_leads_to_it(engine_of, monkeypatch, tmp_path):
    link = tmp_path / "link.safetensors"
    link.symlink_to(MODEL)
    engine_of(link)
    monkeypatch.setattr("diffusion_core.serving.shipped.card_sha256", lambda: "0" * 64)
    assert "not the file that the model card names" in resources.trouble()


def test_a_network_of_ones_own_is_checked_as_the_shared_one(engine_of):
    from diffusion_core.common.files import NoWeights

    engine_of(FEW_STEPS)
    with pytest.raises(NoWeights, match="another kind"):
        resources.copy_of_network()
    assert load_network(FEW_STEPS), "it can be read: only its kind is wrong"


def loaded(monkeypatch, caplog) -> str:
    """What the log says when the loading is over."""
    monkeypatch.setattr(resources.collector, "spare", lambda: None)
    resources.ready.clear()
    resources.failed.clear()
    with caplog.at_level(logging.WARNING):
        resources.start()
        until(resources.ready.is_set, within=SOON)
    return caplog.text


def test_loading_that_failed_is_not_called_ready(engine_of, tmp_path, tiny_weights, monkeypatch, caplog):
    engine_of(made("random", tmp_path))
    assert "damaged" in loaded(monkeypatch, caplog) and resources.failed.is_set()
    engine_of(tiny_weights)
    assert resources.trouble() == "" and not resources.failed.is_set(), "put right since"


def test_loading_that_broke_is_not_called_ready(engine_of, tiny_weights, monkeypatch, caplog):
    engine_of(tiny_weights)
    monkeypatch.setenv("DEVICE", "abacus")
    assert "Loading failed" in loaded(monkeypatch, caplog) and resources.failed.is_set()
    resources.failed.clear()


def test_the_log_says_that_weights_are_unmeasured(engine_of, tiny_weights, monkeypatch, caplog):
    engine_of(tiny_weights)
    assert "other weights" in loaded(monkeypatch, caplog) and not resources.failed.is_set()
