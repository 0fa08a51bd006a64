"""The options that commands share do what they say, whichever command takes them."""

import argparse

import pytest
import torch

from diffusion_core.common.arguments import machine_options, use_machine


@pytest.fixture(autouse=True)
def threads():
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def wish(*words: str) -> argparse.Namespace:
    return argparse.ArgumentParser(parents=[machine_options()]).parse_args(words)


def test_unsaid_the_device_is_found_and_the_threads_stay_as_they_are():
    torch.set_num_threads(2)
    assert vars(wish()) == {"device": "auto", "threads": 0}
    assert use_machine(wish()).type in ("cuda", "mps", "cpu") and torch.get_num_threads() == 2


def test_what_is_said_is_done():
    torch.set_num_threads(2)
    assert use_machine(wish("--device", "cpu", "--threads", "1")) == torch.device("cpu")
    assert torch.get_num_threads() == 1
    with pytest.raises(ValueError, match="choose one of"):
        use_machine(wish("--device", "tpu"))
