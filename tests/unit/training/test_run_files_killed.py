"""`make train` killed for good: it goes on with the same lessons, and ends where it would have ended.

The command itself, as a process, with a network of a seventh of the size.
"""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from diffusion_core.commands import train as command
from diffusion_core.common.files import read_tensors
from diffusion_core.networks.weights import load_network
from diffusion_core.training import run_files
from tests import ROOT

PICTURES, BATCH = 600, 4
LOGGED = 50 * BATCH
WISH = ["--pictures", str(PICTURES), "--batch", str(BATCH), "--set", "16", "--channels", "32", "32", "32"]
WISH += ["--small", str(PICTURES // 3), "--every", "0.3", "--device", "cpu", "--threads", "1", "--no-ship", "--folder"]


class Training:
    """One folder in which the command is started, killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.checkpoint = folder, folder / "checkpoint.safetensors"
        self.part, self.average = folder / "checkpoint.part", folder / "average.safetensors"

    def begin(self) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", "diffusion_core.commands.train", *WISH, str(self.folder)]
        return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL)

    def log(self) -> list[dict[str, float]]:
        path = self.folder / "log.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def seen(self) -> int:
        return int(read_tensors(self.checkpoint)[0]["pictures"])


def kill_when(process: subprocess.Popen[bytes], ready) -> None:
    """SIGKILL, which nothing can catch, at the first moment that is `ready`."""
    try:
        until = time.monotonic() + 60
        while not ready():
            assert process.poll() is None and time.monotonic() < until, "the run ended before it could be killed"
            time.sleep(0.001)
    finally:
        process.send_signal(signal.SIGKILL)
    assert process.wait(10) == -signal.SIGKILL


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The same command, never killed, in this process."""
    training, before = Training(tmp_path_factory.mktemp("whole")), sys.argv
    try:
        sys.argv = ["train", *WISH, str(training.folder)]
        command.main()
    finally:
        sys.argv = before
    return training


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """Killed in the midst of the lessons, then while a checkpoint is written; then let go on."""
    training = Training(tmp_path_factory.mktemp("killed"))
    kill_when(training.begin(), lambda: len(training.log()) > 0 and training.checkpoint.exists())
    kept, begun = training.seen(), training.checkpoint.stat().st_mtime_ns
    again = training.begin()
    kill_when(again, lambda: training.checkpoint.stat().st_mtime_ns > begun and training.part.exists())
    assert kept < training.seen() < PICTURES
    # what a kill leaves of a checkpoint that was being written, also where this one came a moment too late
    training.part.write_bytes(training.checkpoint.read_bytes()[: training.checkpoint.stat().st_size // 2])
    assert training.begin().wait(60) == 0
    return training


def test_a_killed_training_ends_with_all_its_pictures(killed):
    for path in (killed.checkpoint, killed.average):
        notes = read_tensors(path)[0]
        assert (notes["pictures"], notes["steps"]) == (str(PICTURES), str(PICTURES // BATCH))
    network = load_network(killed.average)
    assert network(torch.zeros(1, 3, 64, 64), torch.zeros(1), network.reader.read([""])).isfinite().all()


def test_its_log_goes_on_and_tells_nothing_twice(killed, whole):
    for training in (killed, whole):
        assert [line["pictures"] for line in training.log()] == list(range(LOGGED, PICTURES + 1, LOGGED))
    last = [line["loss"] for training in (killed, whole) for line in training.log()[-1:]]
    assert last[0] == pytest.approx(last[1], rel=0.3)


def test_it_ends_in_the_weights_of_the_run_that_was_left_alone(killed, whole):
    # The lessons of a step depend on the seed and the pictures seen alone, so not only the kind of result is the same.
    ours, theirs = (read_tensors(training.checkpoint)[1] for training in (killed, whole))
    assert ours.keys() == theirs.keys()
    for name, value in theirs.items():
        torch.testing.assert_close(ours[name], value, atol=1e-5, rtol=1e-4, msg=name)


def test_a_log_forgets_what_is_to_be_done_again_and_a_line_cut_off(tmp_path):
    log = tmp_path / "log.jsonl"
    log.write_text('{"pictures": 200}\n{"pictures": 400}\n{"pictures": 600}\n{"pict')
    run_files.forget_after(log, 400)
    assert log.read_text() == '{"pictures": 200}\n{"pictures": 400}\n'
    run_files.forget_after(tmp_path / "none.jsonl", 0)
    assert [path.name for path in tmp_path.iterdir()] == ["log.jsonl"]
