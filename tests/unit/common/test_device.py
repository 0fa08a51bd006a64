"""The device is chosen once, and an absent one is named."""

import os
import threading

import pytest
import torch

from diffusion_core.common import device as module
from diffusion_core.common.device import POLITE, be_polite, choose_device, fast_dtype, precise


def test_auto_takes_the_gpu_where_there_is_one(monkeypatch):
    for cuda, mps, best in [(True, True, "cuda"), (False, True, "mps"), (False, False, "cpu")]:
        monkeypatch.setattr(torch.cuda, "is_available", lambda here=cuda: here)
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda here=mps: here)
        assert choose_device().type == best


def test_a_wish_is_granted_or_refused_in_words(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert choose_device("cpu") == torch.device("cpu")
    with pytest.raises(RuntimeError, match="no cuda device"):
        choose_device("cuda")
    with pytest.raises(ValueError, match="choose one of auto, cuda, mps, cpu"):
        choose_device("tpu")


def test_half_precision_only_where_the_processor_multiplies_it(monkeypatch):
    monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: "AVX2")
    assert fast_dtype(torch.device("cpu")) == torch.float32
    monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: "AVX512")
    monkeypatch.setattr(module, "_flag", lambda name: False)
    assert fast_dtype(torch.device("cpu")) == torch.float32
    assert fast_dtype(torch.device("mps")) == torch.float32


def test_the_finest_numbers_of_the_device(device):
    assert precise(torch.zeros(1, device=device)).dtype == torch.float64


@pytest.mark.parametrize(("system", "main", "asked"), [
    ("linux", True, True), ("linux", False, True), ("darwin", True, True), ("darwin", False, False)
])  # fmt: skip
def test_a_thread_is_polite_only_where_that_leaves_the_process_as_it_is(monkeypatch, system, main, asked):
    added = []
    monkeypatch.setattr(module.sys, "platform", system)
    monkeypatch.setattr(os, "nice", added.append, raising=False)
    if main:
        be_polite()
    else:
        thread = threading.Thread(target=be_polite)
        thread.start()
        thread.join()
    assert added == [POLITE] * asked
