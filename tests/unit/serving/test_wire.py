"""Records of an engine elsewhere: what was written is read, and what is no record is refused."""

import io
import json

import pytest
import torch

from diffusion_core.common.files import NoWeights
from diffusion_core.data.vocabulary import UnknownWord
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import Step
from diffusion_core.serving.engine import Busy
from diffusion_core.serving.line import CLOSING
from diffusion_core.serving.outlook import Outlook
from diffusion_core.serving.wire import (
    Again,
    Broken,
    Order,
    alive_record,
    end_record,
    outlook_record,
    records,
    step_record,
)

ORDER = Order(Job(caption="a red cat", seed=3), owner="192.0.2.0/24", visitor="v", brief=True, weights="ab")


def step(index: int = 1) -> Step:
    parts = torch.randn(4, 2, 3, 8, 8, generator=torch.Generator().manual_seed(index))
    return Step(index, 950.5, *parts, None)


def read(*pieces: bytes) -> list:
    return list(records(io.BytesIO(b"".join(pieces))))


def test_an_order_is_what_it_was():
    assert Order.from_bytes(ORDER.to_bytes()) == ORDER


@pytest.mark.parametrize(
    "nonsense",
    [b"", b"[]", b"\xff", b"{}", b"[" * 100_000, json.dumps({"job": 1}).encode(), ORDER.to_bytes()[:-1],
     ORDER.to_bytes().replace(b"true", b"1"), ORDER.to_bytes().replace(b"owner", b"owned"),
     ORDER.to_bytes().replace(b'\\"count\\":1', b'\\"count\\":10000')],
)  # fmt: skip
def test_what_is_no_order_is_refused(nonsense):
    with pytest.raises(ValueError, match=r"not an order|count"):
        Order.from_bytes(nonsense)


def test_steps_come_as_they_were_to_the_last_bit():
    first, second = step(), step(2)._replace(noise=torch.ones(2, 3, 8, 8))
    found = read(outlook_record(Outlook(3, None)), alive_record(), step_record(first, brief=False),
                 step_record(second, brief=False), end_record())  # fmt: skip
    assert found[0] == Outlook(3, None) and found[1] is None
    for one, other in zip(found[2:], (first, second), strict=True):
        for name, value in other._asdict().items():
            assert (
                torch.equal(getattr(one, name), value)
                if isinstance(value, torch.Tensor)
                else (getattr(one, name) == value)
            )


def test_half_precision_travels_too():
    (found,) = read(step_record(step()._replace(x=torch.ones(2, 3, 8, 8, dtype=torch.bfloat16)), brief=True),
                    end_record())  # fmt: skip
    assert found.x.dtype == torch.float32 and (found.x == 1).all()


@pytest.mark.parametrize("cut", [0, 1, 50, 200, 5000, -1])
def test_what_ends_too_early_is_broken(cut):
    whole = step_record(step(), brief=False) + end_record()
    with pytest.raises(Broken):
        read(whole[:cut])


@pytest.mark.parametrize("line", [b"hello\n", b"[1]\n", b"x" * 200_000])
def test_what_is_no_record_is_broken(line):
    with pytest.raises(Broken):
        read(line)


@pytest.mark.parametrize(
    ("error", "kind"),
    [(Busy("Very many."), Busy), (Busy(CLOSING), Again), (NoWeights("None."), NoWeights),
     (ValueError("17"), ValueError), (UnknownWord(["zebra"], ["cat"]), UnknownWord),
     (ZeroDivisionError("by zero"), RuntimeError)],
)  # fmt: skip
def test_an_error_is_raised_as_what_it_was(error, kind):
    with pytest.raises(kind) as raised:
        read(end_record(error))
    assert type(raised.value) is kind and (kind is UnknownWord or str(raised.value) == str(error))
